import { MigError } from "../../errors.ts";
import { openTypes, typeQuery } from "../../postgres/objects/missing-types.ts";
import type { DatabaseSchema } from "../../schema/database-schema.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import { refText } from "../../schema/object.ts";
import { ask } from "../ask.ts";
import { sqlStateOf, type Session } from "../session.ts";

interface Ends {
  readonly wanted: DatabaseSchema;
  readonly live: DatabaseSchema;
}

/**
 * Asks the server about the types that only it may know, such as `Unsupported("geometry")`. Mostly there are none, and nothing is asked.
 * @throws MigError TYPE_NOT_FOUND with the place of each
 */
export async function requireTypes({ wanted, live }: Ends, source: Pick<ModelSource, "placeOf">, session: Session): Promise<void> {
  const open = openTypes(wanted, live);
  const types = [...new Set(open.map(({ type }) => type))];
  const found = new Map<string, boolean>();
  for (const type of types) found.set(type, await exists(type, session));
  const missing = open.filter(({ type }) => found.get(type) === false);
  const [first] = missing;
  if (first === undefined) return;
  const uses = missing.map(({ object, type }) => {
    const place = source.placeOf?.(object);
    return { type, of: refText(object), ...(place === undefined ? {} : { place }) };
  });
  const place = source.placeOf?.(first.object);
  throw new MigError("TYPE_NOT_FOUND", { uses }, place === undefined ? {} : { place });
}

async function exists(type: string, session: Session): Promise<boolean> {
  try {
    const [rows = []] = await ask(session, [typeQuery(type)]);
    return rows.length > 0;
  } catch (error) {
    if (sqlStateOf(error) === undefined) throw error;
    return false; // no type at all
  }
}
