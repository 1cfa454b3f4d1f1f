import {
  getObject,
  objectsIn,
  objectsOf,
  refKey,
  type DeclaredRename,
  type DatabaseSchema,
  type Exchange,
  type Followers,
  type ForeignKey,
  type ObjectRef,
  type Place,
} from "@migts/core/adapter";
import type { Reading } from "./remembered.ts";
import type { JoinTable } from "./to-schema/implicit-table.ts";
import { renamedParts } from "./renamed-parts.ts";

type PlaceOf = (ref: ObjectRef) => Place | undefined;

type Was = (ref: ObjectRef) => ObjectRef;

const tableRef = ({ schema, name }: { readonly schema: string; readonly name: string }): ObjectRef => ({ kind: "table", schema, name });

const modelRef = ({ schema, table }: JoinTable["a"]): ObjectRef => tableRef({ schema, name: table });

/**
 * Join tables are named after their models, and their column A is of the model that comes first by name. So a model with another name
 * may rename the join table, and exchange A and B. What directives declare is named after its table and its columns.
 */
export function followersOf(reading: Reading, placeOf: PlaceOf): Followers | undefined {
  const { joins, schema, declared } = reading;
  if (joins.length === 0 && declared.whole.size === 0) return undefined;
  const refs = new Set(joins.map((join) => refKey(tableRef(join))));
  return {
    has: (ref) => refs.has(refKey(ref)),
    renames: (held, was) => [
      ...renamedJoins(joins, { held, was, wanted: schema, placeOf }),
      ...renamedParts(reading, { held, was, placeOf }),
    ],
    exchanged: (held, was) => joins.flatMap((join) => (isExchanged(join, held, was) ? [exchangeOf(join)] : [])),
  };
}

const exchangeOf = ({ schema, name: table }: JoinTable): Exchange => [
  { kind: "column", schema, table, name: "A" },
  { kind: "column", schema, table, name: "B" },
];

interface Looking {
  readonly held: DatabaseSchema;
  readonly wanted: DatabaseSchema;
  readonly was: Was;
  readonly placeOf: PlaceOf;
}

/**
 * A join table of models of which one has got another name: the one table that joins them, is named after models and is not wanted. Where
 * there are several, nothing follows.
 */
function renamedJoins(joins: readonly JoinTable[], { held, wanted, was, placeOf }: Looking): readonly DeclaredRename[] {
  const isRenamed = (model: JoinTable["a"]): boolean => refKey(was(modelRef(model))) !== refKey(modelRef(model));
  const come = joins.filter(
    (join) => join.isNamedAfterModels && (isRenamed(join.a) || isRenamed(join.b)) && getObject(held, tableRef(join)) === undefined,
  );
  if (come.length === 0) return [];
  const gone = joinsIn(held).filter(({ table }) => getObject(wanted, table) === undefined && /^_.+To.+$/u.test(table.name));
  return come.flatMap((join): readonly DeclaredRename[] => {
    const pair = pairOf([modelRef(join.a), modelRef(join.b)]);
    const [only, ...others] = gone.filter(({ targets }) => pairOf(targets) === pair);
    if (only === undefined || others.length > 0) return [];
    const to = tableRef(join);
    const place = placeOf(to);
    return [{ to, from: only.table.name, fromSchema: only.table.schema ?? "", ...(place === undefined ? {} : { place }) }];
  });
}

const pairOf = (refs: readonly ObjectRef[]): string => JSON.stringify(refs.map(refKey).toSorted());

interface Join {
  readonly table: ObjectRef;
  /** What A and B refer to. */
  readonly targets: readonly [ObjectRef, ObjectRef];
}

/** Tables with a column A and a column B, which refer to others, and nothing else. */
const joinsIn = (held: DatabaseSchema): readonly Join[] =>
  objectsOf(held).flatMap((table) => {
    if (table.kind !== "table" || !table.name.startsWith("_")) return [];
    const parts = objectsIn(held, { schema: table.schema ?? "", name: table.name });
    const [a, b] = [targetOf(parts, "A"), targetOf(parts, "B")];
    const columns = parts.filter(({ kind }) => kind === "column");
    return a === undefined || b === undefined || columns.length !== 2 ? [] : [{ table, targets: [a, b] }];
  });

function targetOf(parts: readonly { readonly kind: string }[], column: string): ObjectRef | undefined {
  const key = parts.find((part): part is ForeignKey => part.kind === "foreignKey" && (part as ForeignKey).columns.join() === column);
  return key === undefined ? undefined : tableRef({ schema: key.references.schema, name: key.references.table });
}

/** Whether the database has in A what B is to have. */
function isExchanged(join: JoinTable, held: DatabaseSchema, was: Was): boolean {
  const { a, b } = join;
  if (a.model === b.model) return false;
  const parts = objectsIn(held, { schema: join.schema, name: join.name });
  const [first, second] = [targetOf(parts, "A"), targetOf(parts, "B")];
  const [wantedFirst, wantedSecond] = [refKey(modelRef(a)), refKey(modelRef(b))];
  if (first !== undefined && second !== undefined) return refKey(first) === wantedSecond && refKey(second) === wantedFirst;
  if (!parts.some(({ kind, name }) => kind === "column" && name === "A")) return false;
  return isExchangedByName(join, was(tableRef(join)).name);
}

/** Without foreign keys the old name of the table tells, if one of the models has kept its name. */
function isExchangedByName({ isNamedAfterModels, name, a, b }: JoinTable, old: string): boolean {
  if (!isNamedAfterModels || old === name) return false;
  return old.startsWith(`_${b.model}To`) || old.endsWith(`To${a.model}`);
}
