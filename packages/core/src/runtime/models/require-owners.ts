import { MigError } from "../../errors.ts";
import { ownersIn } from "../../postgres/objects/owners.ts";
import { quoteLiteral } from "../../postgres/sql/literal.ts";
import { getObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refText } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { ask } from "../ask.ts";
import type { Session } from "../session.ts";

interface Ends {
  readonly wanted: DatabaseSchema;
  readonly live: DatabaseSchema;
}

/**
 * Asks the server about the roles that are to own something. Roles belong to a server: another one need not have them.
 * @throws MigError OWNER_NOT_FOUND with what each is to own
 */
export async function requireOwners({ wanted, live }: Ends, session: Session): Promise<void> {
  const owners = ownersIn(wanted).filter((owner) => !sameData(getObject(live, owner), owner));
  if (owners.length === 0) return;
  const names = [...new Set(owners.map(({ owner }) => owner))];
  const [rows = []] = await ask(session, [
    `select r.rolname::text as name from pg_catalog.pg_roles r where r.rolname in (${names.map(quoteLiteral).join(", ")})`,
  ]);
  const found = new Set((rows as readonly { readonly name: string }[]).map(({ name }) => name)); // as the query names it
  const missing = owners.filter(({ owner }) => !found.has(owner));
  if (missing.length === 0) return;
  throw new MigError("OWNER_NOT_FOUND", {
    owners: missing.map(({ owner, kind: _, of, ...ref }) => ({ role: owner, of: refText({ ...ref, kind: of }) })),
  });
}
