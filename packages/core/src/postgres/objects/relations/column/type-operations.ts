import { aboutOf, beside, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, objectsIn, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { literal, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { withAttributesReset } from "./attributes/after-retype.ts";
import { nameParts } from "../../../expression/names.ts";
import { keysOfName } from "../../../expression/qualified-name.ts";
import { lossesInText } from "../../statements/raw-sql/fragment.ts";
import { retypeCost, retypeRisk } from "../../types/domain/fragment.ts";
import { alterColumnSql, changeColumn, columnAt, columnKey, type ColumnRef } from "./column-ref.ts";
import type { Column, Identity } from "./model.ts";
import { foreignKeysOver, withOtherEnds } from "./foreign-keys.ts";
import { alsoTyped } from "../typed.ts";
import { expressionKeys, without } from "./keys.ts";
import { typeKeys, valueKeys } from "../../../type/user-types.ts";

/**
 * Gives a column another type, or another collation under the same one. PostgreSQL sets its storage and compression back, and the
 * statistics targets of indexes over it.
 */
export interface AlterColumnType extends ColumnRef {
  readonly kind: "alterColumnType";
  readonly type: string;
  /** Absent: the type's own. */
  readonly collation?: string;
  /** SQL that makes the new value of the old one. Absent: PostgreSQL converts. */
  readonly using?: string;
  /** The time zone of values that do not say it, from or to a type with time zone. Absent: the session's. */
  readonly timeZone?: string;
}

export interface TypeOperations {
  readonly alterColumnType: AlterColumnType;
}

/** The sequence of an identity column gets the type with it. */
const withTypeOfColumn = ({ dataType: _, ...identity }: Identity): Identity => identity;

const alterSql = (op: AlterColumnType): Sql =>
  alterColumnSql(
    op,
    words(
      sql`type ${raw(op.type)}`,
      when(op.collation !== undefined, () => sql`collate ${raw(op.collation ?? "")}`),
      when(op.using !== undefined, () => sql`using ${raw(op.using ?? "")}`),
    ),
  );

const alterColumnType: OperationSpec<AlterColumnType> = alsoTyped<AlterColumnType>({
  about: aboutOf("column"),
  ...statewise((before, { type, collation, ...ref }) =>
    changeColumn(withAttributesReset(before, ref), ref, ({ collation: _, identity, ...column }) => ({
      ...column,
      ...(identity === undefined ? {} : { identity: withTypeOfColumn(identity) }),
      type,
      ...(collation === undefined ? {} : { collation }),
    })),
  ),
  touches: (op, before) => {
    const old = columnAt(before, op);
    const needs = [
      resource.relation(op.schema, op.table),
      ...typeKeys(op.type, op.schema),
      ...valueKeys(op.type, op.schema),
      ...keysOfName(op.collation, resource.collation),
      ...(op.using === undefined ? [] : expressionKeys(op.using, op).columns),
    ];
    return {
      alters: [columnKey(op)],
      retypes: [columnKey(op), resource.row(op.schema, op.table)],
      creates: [resource.toast(op.schema, op.table)],
      needs,
      frees:
        old === undefined
          ? []
          : without(
              [...typeKeys(old.type, op.schema), ...valueKeys(old.type, op.schema), ...keysOfName(old.collation, resource.collation)],
              needs,
            ),
    };
  },
  sql: (op) => {
    const { timeZone } = op;
    const alter = alterSql(op);
    return timeZone === undefined ? [alter] : [beside(sql`set timezone to ${literal(timeZone)}`), alter, beside(sql`reset timezone`)];
  },
  // A foreign key over the column is made again, and reads both tables.
  facts: (op, before, kinds) =>
    withOtherEnds({ ...quickExclusive, ...work(op, before), ...risk(op, before) }, op, foreignKeysOver(op, before, kinds)),
});

function work(op: AlterColumnType, before: DatabaseSchema): Pick<OperationFacts, "rewrites" | "scans"> {
  const column = columnAt(before, op);
  if (column === undefined || op.using !== undefined) return { rewrites: true, scans: true };
  const cost = retypeCost(column.type, op, before);
  const zoneShifts =
    op.timeZone !== "UTC" && column.type.startsWith("time") && /with time zone/u.test(column.type) !== /with time zone/u.test(op.type);
  const rewrites = cost.rewrites || zoneShifts;
  const reindexes = cost.reindexes || column.collation !== op.collation;
  return { rewrites, scans: rewrites || (reindexes && isIndexed(op, before)) };
}

const indexed: ReadonlySet<string> = new Set(["index", "primaryKey", "unique", "exclusion"]);

/** Whether anything with an index may hold the column: its name stands somewhere in it. */
const isIndexed = ({ schema, table, name }: ColumnRef, before: DatabaseSchema, is = (_: SchemaObject): boolean => true): boolean =>
  objectsIn(before, { schema, name: table }).some(
    (object) => indexed.has(object.kind) && is(object) && JSON.stringify(object).includes(JSON.stringify(name).slice(1, -1)),
  );

type Risk = Pick<OperationFacts, "losesData" | "losesFrom" | "mayLose" | "mayFail">;

/** What `using` makes of the values is known from its text, also where the column is not. */
function risk(op: AlterColumnType, before: DatabaseSchema): Risk {
  const { using } = op;
  const ofText = using === undefined ? {} : lossesInText(alterSql({ ...op, using: withoutNullKept(using, op) }).sql);
  return { ...ofText, ...riskOfType(op, before) };
}

/** What is NULL may stay NULL: nothing is lost by that. */
function withoutNullKept(using: string, { name }: ColumnRef): string {
  const [, value, rest] = /^case when (.+?) is null then null else (.+) end$/su.exec(using) ?? [];
  return rest !== undefined && value === quoteIdentifier(name) ? rest : using;
}

function riskOfType(op: AlterColumnType, before: DatabaseSchema): Risk {
  const column = columnAt(before, op);
  if (column === undefined) return {};
  const risked = retypeRisk(column.type, op, before);
  const equal = equalAfter(column, op, before);
  if (equal !== undefined) return { ...risked, mayFail: [...(risked.mayFail === undefined ? [] : [risked.mayFail]), equal].join("; ") };
  const found =
    risked.losesData === undefined ? risked : { ...risked, losesFrom: [{ schema: op.schema, table: op.table, column: op.name }] };
  // The first element of an empty array is NULL.
  const isFirst = found.losesData?.startsWith("elements after the first") === true && column.notNull === true;
  return isFirst ? { ...found, mayFail: [...(found.mayFail === undefined ? [] : [found.mayFail]), "empty arrays"].join("; ") } : found;
}

/** By a collation other texts may be equal than before, and then they cannot be unique. */
function equalAfter({ collation: had }: Column, op: AlterColumnType, before: DatabaseSchema): string | undefined {
  const [schema, name] = op.collation === undefined || op.collation === had ? [] : nameParts(op.collation);
  const found = schema === undefined || name === undefined ? undefined : getObject(before, { kind: "collation", schema, name });
  const isLoose = found !== undefined && "nondeterministic" in found && found.nondeterministic === true;
  return isLoose && isIndexed(op, before, isUnique) ? `values that are equal by ${op.collation ?? ""}` : undefined;
}

const isUnique = (object: SchemaObject): boolean => object.kind !== "index" || ("unique" in object && object.unique === true);

export const typeSpecs: SpecsOf<TypeOperations> = { alterColumnType };
