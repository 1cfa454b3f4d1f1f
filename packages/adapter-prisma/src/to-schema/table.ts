import { integerOfSerial, type Column, type Sequence, type Table } from "@migts/core/adapter";
import { columnType, typeText, type ColumnType } from "./values/column-type.ts";
import type { Context, Made } from "./context.ts";
import { defaultOf, nextValue, type DefaultValue } from "./values/default-value.ts";
import type { MappedField, MappedModel } from "./reading/mapped.ts";
import { sequenceName } from "./reading/names.ts";

/** A table, its columns in the order of the file, and the sequences of its serial columns. */
export interface MadeTable {
  readonly objects: readonly Made[];
  /** Columns whose default is in the database but not in the file, by name. */
  readonly unsaidDefaults: readonly string[];
  /** Columns whose native type has no length: `@db.Char`. */
  readonly unsized: readonly string[];
  /** Columns whose type is written as `Unsupported("...")`. */
  readonly unsupported: readonly string[];
}

/** Translates the part of a model that is the table itself. */
export function makeTable(model: MappedModel, taken: Set<string>, context: Context): MadeTable {
  const table: Table = { kind: "table", schema: model.schema, name: model.table };
  const objects: Made[] = [{ object: table, at: model.block.at }];
  const unsaidDefaults: string[] = [];
  const unsized: string[] = [];
  const unsupported: string[] = [];
  for (const field of model.fields.values()) {
    const written = columnType(field, context);
    if (written === undefined) continue;
    const serial = integerOfSerial(written.element);
    const type = serial === undefined ? written : { ...written, element: serial };
    const value: DefaultValue = serial === undefined ? defaultOf(field, type, context) : { kind: "sequence" };
    if (value.kind === "unsaid") unsaidDefaults.push(field.column);
    if (field.nativeType?.args === "") unsized.push(field.column);
    if (field.field.type.written === "unsupported") unsupported.push(field.column);
    objects.push(...makeColumn(model, field, type, value, taken));
  }
  return { objects, unsaidDefaults, unsized, unsupported };
}

function makeColumn(model: MappedModel, field: MappedField, type: ColumnType, value: DefaultValue, taken: Set<string>): readonly Made[] {
  const { schema, table } = model;
  const column: Writable<Column> = { kind: "column", schema, table, name: field.column, type: typeText(type) };
  if (isNotNull(field, value)) column.notNull = true;
  if (value.kind === "sql") column.default = value.sql;
  const { at } = field.field;
  if (value.kind !== "sequence") return [{ object: column, at }];
  const sequence = makeSequence(column, taken);
  column.default = nextValue(schema, sequence.name);
  return [
    { object: sequence, at },
    { object: column, at },
  ];
}

/** While an object is being made. */
type Writable<Object> = { -readonly [Key in keyof Object]: Object[Key] };

/** Lists may be NULL whatever Prisma says of them; a serial column never is, not even that of an `Int?`. */
const isNotNull = ({ field }: MappedField, value: DefaultValue): boolean => value.kind === "sequence" || field.type.arity === "required";

/** What SERIAL, BIGSERIAL and SMALLSERIAL make beside the column. */
function makeSequence({ schema, table, name, type }: Column, taken: Set<string>): Sequence {
  const sequence = sequenceName(table, name, (candidate) => taken.has(`${schema}.${candidate}`));
  taken.add(`${schema}.${sequence}`);
  return {
    kind: "sequence",
    schema,
    name: sequence,
    ...(type === "bigint" ? {} : { dataType: type }),
    ownedBy: { schema, table, column: name },
  };
}
