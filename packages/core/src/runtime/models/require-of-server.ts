import { MigError } from "../../errors.ts";
import { ownersIn, tablespacesIn } from "../../postgres/objects/of-server.ts";
import { quoteLiteral } from "../../postgres/sql/literal.ts";
import { getObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refText, type ObjectRef } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { ask } from "../ask.ts";
import type { MigConfig } from "../config/config.ts";
import type { Session } from "../session.ts";

interface Ends {
  readonly wanted: DatabaseSchema;
  readonly live: DatabaseSchema;
}

/**
 * Asks the server about the roles that are to own something, and the tablespaces that something is to be in, where they are compared. Both
 * belong to a server: another one need not have them.
 * @throws MigError OWNER_NOT_FOUND, TABLESPACE_NOT_FOUND with what each is for
 */
export async function requireOfServer(ends: Ends, session: Session, { compare }: Pick<MigConfig, "compare">): Promise<void> {
  const owners =
    compare?.owners === true
      ? await missing(session, changed(ends, ownersIn), ({ owner }) => owner, "select r.rolname::text as name from pg_catalog.pg_roles r")
      : [];
  if (owners.length > 0)
    throw new MigError("OWNER_NOT_FOUND", { owners: owners.map((owner) => ({ role: owner.owner, of: whatOf(owner) })) });
  const tablespaces =
    compare?.tablespaces === true
      ? await missing(
          session,
          changed(ends, tablespacesIn),
          ({ tablespace }) => tablespace,
          "select s.spcname::text as name from pg_catalog.pg_tablespace s",
        )
      : [];
  if (tablespaces.length === 0) return;
  throw new MigError("TABLESPACE_NOT_FOUND", {
    tablespaces: tablespaces.map((placed) => ({ tablespace: placed.tablespace, of: whatOf(placed) })),
  });
}

const changed = <Object extends ObjectRef>(
  { wanted, live }: Ends,
  objectsIn: (schema: DatabaseSchema) => readonly Object[],
): readonly Object[] => objectsIn(wanted).filter((object) => !sameData(getObject(live, object), object));

const whatOf = ({ kind: _, of = "", schema, table, name, signature }: ObjectRef): string =>
  refText({
    kind: of,
    ...(schema === undefined ? {} : { schema }),
    ...(table === undefined ? {} : { table }),
    name,
    ...(signature === undefined ? {} : { signature }),
  });

/** Those of which the server has not what they name. */
async function missing<Object>(
  session: Session,
  objects: readonly Object[],
  nameOf: (object: Object) => string,
  query: string,
): Promise<readonly Object[]> {
  if (objects.length === 0) return [];
  const names = [...new Set(objects.map(nameOf))].map(quoteLiteral).join(", ");
  const [rows = []] = await ask(session, [`select x.name from (${query}) x where x.name in (${names})`]);
  const found = new Set((rows as readonly { readonly name: string }[]).map(({ name }) => name)); // as the query names it
  return objects.filter((object) => !found.has(nameOf(object)));
}
