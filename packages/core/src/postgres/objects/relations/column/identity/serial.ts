import type { Ends } from "../../../../../operation/ends.ts";
import { hasObject, objectsOf, type DatabaseSchema } from "../../../../../schema/database-schema.ts";
import { quoteIdentifier } from "../../../../sql/identifier.ts";
import { isSequence, type Sequence } from "../../sequence/model.ts";
import { columnAt } from "../column-ref.ts";
import { expressionKeys } from "../keys.ts";
import type { Column } from "../model.ts";
import { resource } from "../../../resources.ts";

type SequenceName = Pick<Sequence, "schema" | "name">;

/** A default that takes from the sequence. */
export const nextValue = ({ schema, name }: SequenceName): string =>
  `nextval('${`${quoteIdentifier(schema)}.${quoteIdentifier(name)}`.replaceAll("'", "''")}'::regclass)`;

const takesFrom = (column: Column, { schema, name }: SequenceName): boolean =>
  column.default !== undefined &&
  /^\s*nextval\s*\(/iu.test(column.default) &&
  expressionKeys(column.default, column).relations.includes(resource.relation(schema, name));

/** The sequence that makes a column a serial one: owned by it, and what its default takes from. */
export function serialSequence(column: Column, schema: DatabaseSchema): Sequence | undefined {
  if (column.default === undefined || !column.default.includes("nextval")) return undefined;
  for (const object of objectsOf(schema)) if (isSequence(object) && isSerial(column, object)) return object;
  return undefined;
}

function isSerial(column: Column, sequence: Sequence): boolean {
  const owner = sequence.ownedBy;
  return (
    owner !== undefined &&
    owner.schema === column.schema &&
    owner.table === column.table &&
    owner.column === column.name &&
    takesFrom(column, sequence)
  );
}

function ownerAt(schema: DatabaseSchema, { ownedBy }: Sequence): Column | undefined {
  return ownedBy === undefined ? undefined : columnAt(schema, { schema: ownedBy.schema, table: ownedBy.table, name: ownedBy.column });
}

/** The sequence of a serial column that turns into an identity column: dropped by `convertSerialToIdentity`, which keeps its position. */
export function becomesIdentity(sequence: Sequence, { before, after }: Ends): boolean {
  const [from, to] = [ownerAt(before, sequence), ownerAt(after, sequence)];
  return from !== undefined && to?.identity !== undefined && isSerial(from, sequence) && !hasObject(after, sequence);
}

/** The sequence of a serial column that was an identity column: made by `convertIdentityToSerial`, with the position that there was. */
export const comesOfIdentity = (sequence: Sequence, { before, after }: Ends): boolean =>
  becomesIdentity(sequence, { before: after, after: before });
