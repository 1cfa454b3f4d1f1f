import type { Kinds } from "../../../../operation/kinds.ts";
import { ownedBy, usersOf } from "../../../../operation/links.ts";
import type { DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { isColumn, type Column } from "../../relations/column/model.ts";
import { typeOwnKeys, type CompositeTypeRef } from "./keys.ts";

/** Columns of tables that hold values of the type: as they are, in arrays, in domains, or in other composite types. */
export function columnsHolding(type: CompositeTypeRef, schema: DatabaseSchema, kinds: Kinds): readonly Column[] {
  const seen = new Set<SchemaObject>();
  const queue = typeOwnKeys(type).filter(isTypeKey);
  for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
    for (const user of usersOf(schema, key, kinds)) {
      if (seen.has(user)) continue;
      seen.add(user);
      if (!isColumn(user) && user.table === undefined) queue.push(...ownedBy(user, kinds).filter(isTypeKey));
    }
  }
  return [...seen].filter(isColumn);
}

const isTypeKey = (key: string): boolean => key.startsWith("type ");
