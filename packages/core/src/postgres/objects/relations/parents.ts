import type { Ends } from "../../../operation/ends.ts";
import type { Kinds } from "../../../operation/kinds.ts";
import { usersOf } from "../../../operation/links.ts";
import type { Touches } from "../../../operation/spec.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import { refOf, type SchemaObject } from "../../../schema/object.ts";
import { createMayHave } from "../../../schema/may-have.ts";
import { sameData } from "../../../schema/same-data.ts";
import type { Use } from "../../../schema/use.ts";
import { resource } from "../resources.ts";
import { isFrom, isInheritable, keptParents, type Inheritable } from "./kept-parents.ts";
import { isTable, parentsOf, type Table, type TableName } from "./table/model.ts";

// Tables that others are partitions of, or inherit from.

/** Of what a table gets from another one: the tables that have it, and whether the table says so itself. */
interface Inherited {
  readonly inheritedFrom?: readonly { readonly schema: string; readonly table: string }[];
  readonly alsoOwn?: true;
}

export function tableAt(schema: DatabaseSchema, { schema: at, name }: TableName): Table | undefined {
  const found = getObject(schema, { kind: "table", schema: at, name });
  return found !== undefined && isTable(found) ? found : undefined;
}

const isSameTable = (left: TableName, right: TableName): boolean => left.schema === right.schema && left.name === right.name;

/** Every operation asks for the children of its table, and most databases have none at all. */
const mayHaveChildren = createMayHave((container) => {
  for (const object of container.values()) if (isTable(object) && parentsOf(object).length > 0) return true;
  return false;
});

/** The partitions of a table, or the tables that inherit from it: one level. */
export const childrenOf = (schema: DatabaseSchema, table: TableName, kinds: Kinds): readonly Table[] =>
  mayHaveChildren(schema)
    ? usersOf(schema, resource.relation(table.schema, table.name), kinds)
        .filter(isTable)
        .filter((child) => parentsOf(child).some((parent) => isSameTable(parent, table)))
    : [];

/** Tables that inherit from others at both ends, as they are before. */
export const childrenAtBoth = ({ before, after }: Ends): readonly Table[] =>
  mayHaveChildren(before) && mayHaveChildren(after)
    ? objectsOf(before)
        .filter(isTable)
        .filter((table) => table.inherits !== undefined && tableAt(after, table)?.inherits !== undefined)
    : [];

/** The same with the children of children, those above first. */
export function descendantsOf(schema: DatabaseSchema, table: TableName, kinds: Kinds): readonly Table[] {
  const found = new Map<string, Table>();
  const queue = [...childrenOf(schema, table, kinds)];
  for (let child = queue.shift(); child !== undefined; child = queue.shift()) {
    found.set(resource.relation(child.schema, child.name), child);
    queue.push(...childrenOf(schema, child, kinds));
  }
  return [...found.values()];
}

/**
 * The tables from which a table inherits at both ends, without a break: what changes there changes here too. A partition that gets
 * another bound is taken out and put in again, and looks after itself.
 */
export function sharedParents(
  { before, after }: Ends,
  { schema, table }: { readonly schema: string; readonly table: string },
): readonly TableName[] {
  const [from, to] = [tableAt(before, { schema, name: table }), tableAt(after, { schema, name: table })];
  if (from === undefined || to === undefined) return [];
  if (from.partitionOf === undefined) return keptParents(from, to, { before, after });
  return sameData(from.partitionOf, to.partitionOf) ? [from.partitionOf] : [];
}

/** Whether a table is made with what it inherits: it is new. */
const isNew = ({ before, after }: Ends, { schema, table }: { readonly schema: string; readonly table: string }): boolean =>
  tableAt(before, { schema, name: table }) === undefined && tableAt(after, { schema, name: table }) !== undefined;

/** Whether a part of a table comes, or goes, with that of a table which it inherits from. */
export function followsParent(
  ends: Ends,
  part: SchemaObject & { readonly schema: string; readonly table: string } & Inherited & {
      readonly partOf?: { readonly schema: string; readonly table: string };
    },
): boolean {
  const from = part.partOf === undefined ? (part.inheritedFrom ?? []) : [part.partOf];
  if (from.length === 0 || part.alsoOwn === true) return false;
  if (isNew(ends, part)) return true;
  const shared = sharedParents(ends, part);
  const isLeft = (parent: { readonly schema: string; readonly table: string }): boolean => {
    const above = getObject(ends.before, { ...refOf(part), ...parent });
    return above !== undefined && isInheritable(above) && heirsLeftWith(above, ends).length > 0;
  };
  return from.some((parent) => shared.some((one) => isSameTable(one, { schema: parent.schema, name: parent.table })) && !isLeft(parent));
}

/**
 * The same part of tables that inherit it, where a table loses it and one of them keeps it, or has heirs that do: it is left to all of
 * them, and those that do not keep it drop it for themselves.
 */
export function heirsLeftWith(part: Inheritable, ends: Ends): readonly Inheritable[] {
  if (getObject(ends.after, part) !== undefined) return [];
  const heirs = heirsAtBoth(part, ends).filter((heir) => !staysWithout(heir));
  return heirs.some((heir) => getObject(ends.after, heir) !== undefined || heirsLeftWith(heir, ends).length > 0) ? heirs : [];
}

/** The same part, before, of the tables that inherit it and go on inheriting from its table. */
const heirsAtBoth = (part: Inheritable, ends: Ends): readonly Inheritable[] =>
  childrenAtBoth(ends).flatMap((child): readonly Inheritable[] => {
    const table = { schema: part.schema, name: part.table };
    const stays = tableAt(ends.after, child);
    const heir = getObject(ends.before, { ...part, table: child.name, schema: child.schema });
    if (stays === undefined || heir === undefined || !isInheritable(heir) || !isFrom(heir, table)) return [];
    return keptParents(child, stays, ends).some((parent) => isSameTable(parent, table)) ? [heir] : [];
  });

/** That something which tables inherit has come, changed or gone: what happens to it in those comes after that. */
export const settledKey = (key: string): string => `settled ${key}`;

/** What marks the heirs that keep what they have when it goes where they have it from. */
const heirKey = (key: string): string => `heirs of ${key}`;

/** Whether it stays when one of the tables that it is inherited from loses it: the table says it itself, or another one has it. */
export const staysWithout = ({ inheritedFrom = [], alsoOwn }: Inherited): boolean => alsoOwn === true || inheritedFrom.length > 1;

/** What is inherited is a part of that, unless it stays without it. */
export const usesOfInherited = (part: Inherited, keyIn: (table: { schema: string; table: string }) => string): readonly Use[] =>
  (part.inheritedFrom ?? []).flatMap((parent): readonly Use[] => {
    const table = resource.relation(parent.schema, parent.table);
    if (!staysWithout(part)) return [{ of: keyIn(parent), in: table, how: "part", follows: true }];
    return [
      { of: table, how: "blocks", follows: true },
      { of: heirKey(keyIn(parent)), how: "blocks", follows: true },
    ];
  });

/** Tables that something is inherited from, as compared: which of them had it first means nothing. */
export const inAnyOrder = <Of extends { readonly schema: string; readonly table: string }>(from: readonly Of[]): readonly Of[] =>
  from.toSorted((left, right) => (`${left.schema}.${left.table}` < `${right.schema}.${right.table}` ? -1 : 1));

/** Parts of tables that are inherited from the one with this key: one level. */
export const heirsOf = (schema: DatabaseSchema, key: string, kinds: Kinds) => [
  ...usersOf(schema, key, kinds).filter((object) => "inheritedFrom" in object),
  ...usersOf(schema, heirKey(key), kinds),
];

/** That the partitions of a table that are new have been made. */
export const partitionsKey = ({ schema, name }: TableName): string => `partitions of ${schema}.${name}`;

/** That all changes of a table's columns, constraints and indexes are done which come before it is attached to another, or others to it. */
export const shapeKey = ({ schema, name }: TableName): string => `shape of ${schema}.${name}`;

/** What an operation touches that changes the shape of a table. */
export const withShape = ({ creates = [], needs = [], ...touches }: Touches, table: TableName): Touches => ({
  ...touches,
  creates: [...creates, shapeKey(table)],
  needs: [...needs, leftKey(table)],
});

/** That the tables which are to leave a table have left it, and it them: from then on changes of the one do not concern the other. */
export const leftKey = ({ schema, name }: TableName): string => `left ${schema}.${name}`;

/** That the partitions which are to go are gone, so that there is room for others. */
export const roomKey = ({ schema, name }: TableName): string => `room in ${schema}.${name}`;

const knownMoving = new WeakMap<Ends, readonly TableName[]>();

/**
 * The partitioned tables which rows leave for a time: one of their partitions, at any level, is taken out and put in again. Every foreign
 * key that changes asks.
 */
export function movingPartitions(ends: Ends): readonly TableName[] {
  const found = knownMoving.get(ends) ?? findMoving(ends);
  knownMoving.set(ends, found);
  return found;
}

function findMoving({ before, after }: Ends): readonly TableName[] {
  if (!mayHaveChildren(before) || !mayHaveChildren(after)) return [];
  return objectsOf(before)
    .filter(isTable)
    .flatMap((table) => {
      const [from, to] = [table.partitionOf, tableAt(after, table)?.partitionOf];
      if (from === undefined || to === undefined || sameData(from, to)) return [];
      const above = withAncestors(after, to);
      return withAncestors(before, from).filter((parent) => above.some((other) => isSameTable(other, parent)));
    });
}

/** A partitioned table, and those that it is a partition of. */
export function withAncestors(schema: DatabaseSchema, table: TableName): readonly TableName[] {
  const above = tableAt(schema, table)?.partitionOf;
  return [{ schema: table.schema, name: table.name }, ...(above === undefined ? [] : withAncestors(schema, above))];
}

/** That the foreign keys are gone which refer to a partitioned table and are to go: rows that they refer to cannot leave it. */
export const unreferredKey = ({ schema, name }: TableName): string => `unreferred ${schema}.${name}`;

/** That the partitions are in a table which are to come. */
export const filledKey = ({ schema, name }: TableName): string => `filled ${schema}.${name}`;

/** That a table has become a partition of another one. */
export const joinedKey = ({ schema, name }: TableName): string => `joined ${schema}.${name}`;
