import type { Expression } from "../../../../operation/ends.ts";
import { toldAs } from "../../../../schema/use.ts";
import { sameData } from "../../../../schema/same-data.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { relationAddress } from "../address.ts";
import { normalizeStorage, storageChange } from "../table/fragment.ts";
import {
  usual,
  type CreateMaterializedView,
  type MoveMaterializedView,
  type SetMaterializedViewStorage,
} from "./materialized-operations.ts";
import type { MaterializedView, View } from "./model.ts";
import type { ViewOperations } from "./operations.ts";
import { bareQuery } from "../../../expression/printed-expression.ts";
import { piecesOf, plainQuery } from "../../../expression/query-names.ts";
import { outputsOf } from "../../../expression/query-rename.ts";
import type { RenameMaterializedViewColumn, RenameViewColumn } from "./rename.ts";
import { renamedView, withColumnName } from "./renamed.ts";
import type { CreateView, DropViewColumnDefault, ReplaceView, SetViewColumnDefault, SetViewOptions } from "./view-operations.ts";
import { ownedKeys, ownNames, usesOfView } from "./view-ref.ts";

type AnyView = View | MaterializedView;

const normalBody = ({ schema, name, columns, query }: AnyView) => ({
  schema,
  name,
  ...(columns === undefined || sameData(columns, outputsOf(query)) ? {} : { columns }),
  query: plainQuery(query),
});

const queryOf = ({ query, columns }: AnyView): Expression => ({
  text: bareQuery(query),
  as: "query",
  ...(columns === undefined ? {} : { columns }),
});

/** The names of the columns are in a query that the server printed. */
function withQuery<Of extends AnyView>(view: Of, query: string | undefined): Of {
  if (query === undefined || query === view.query) return view;
  const { columns: _, ...rest } = view;
  return { ...rest, query } as Of; // the names are left out
}

function withoutShape<Of extends AnyView>(view: Of): Omit<Of, "shape"> {
  const { shape: _, ...rest } = view;
  return rest;
}

export const viewKind: PostgresKind<View, ViewOperations[keyof ViewOperations]> = {
  kind: "view",
  addresses: { view: relationAddress("view", "table") },
  owns: ownedKeys,
  uses: usesOfView,
  names: ownNames,
  rename: renamedBy("renameView", "setViewSchema"),
  renamed: renamedView,
  normalize: (view) => {
    const { securityBarrier, securityInvoker, checkOption, defaults } = view;
    return {
      kind: "view",
      ...normalBody(view),
      ...(securityBarrier === true ? { securityBarrier } : {}),
      ...(securityInvoker === true ? { securityInvoker } : {}),
      ...(checkOption === undefined ? {} : { checkOption }),
      ...(defaults === undefined || Object.keys(defaults).length === 0 ? {} : { defaults: sorted(defaults) }),
    };
  },
  create: createView,
  drop: ({ schema, name }) => [{ kind: "dropView", schema, name }],
  alter: alterView,
  expressions: (view) => [queryOf(view), ...defaultsOf(view).map(({ text, type }): Expression => ({ text, as: "default", type }))],
  withExpressions: (view, [query, ...texts]) => {
    const defaults = defaultsOf(view).map(({ column, text }, at) => [column, texts[at] ?? text] as const);
    const read = withQuery(view, query);
    return defaults.length === 0 ? read : { ...read, defaults: { ...read.defaults, ...Object.fromEntries(defaults) } };
  },
};

/** Whether its query, as the server prints it, names it with its schema. */
const readsItself = ({ schema, name, query }: View): boolean =>
  query.includes(name) && piecesOf(query).some(({ name: [first, second] = [] }) => first === schema && second === name);

/** A view that reads itself can only take the place of one with the same columns. */
function createView(view: View): readonly (CreateView | ReplaceView)[] {
  const { defaults, ...made } = withoutShape(view);
  const { shape } = view;
  if (shape === undefined || !readsItself(view)) return [toldAs<CreateView>(view, { ...withoutShape(view), kind: "createView" })];
  const { schema, name } = view;
  const columns = shape.map(
    ({ name: column, type, collation }) =>
      `NULL::${type}${collation === undefined ? "" : ` COLLATE ${collation}`} AS ${quoteIdentifier(column)}`,
  );
  const first: CreateView = {
    kind: "createView",
    schema,
    name,
    query: `SELECT ${columns.join(",\n    ")}`,
    ...(defaults === undefined ? {} : { defaults }),
  };
  return [first, toldAs<ReplaceView>(view, { ...made, kind: "replaceView" })];
}

const sorted = (values: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).toSorted(([left], [right]) => (left < right ? -1 : 1)));

/** Defaults of columns whose type is known. */
const defaultsOf = ({
  defaults = {},
  shape = [],
}: View): readonly { readonly column: string; readonly text: string; readonly type: string }[] =>
  Object.entries(sorted(defaults)).flatMap(([column, text]) => {
    const type = shape.find(({ name }) => name === column)?.type;
    return type === undefined ? [] : [{ column, text, type }];
  });

/** Whether PostgreSQL lets the new query take the place of the old one: its columns go on as they are, and new ones come last. */
function isReplaceable(from: AnyView, to: AnyView): boolean {
  if (from.shape === undefined || to.shape === undefined) return false;
  return from.shape.every((column, at) => sameData(column, to.shape?.[at]));
}

interface RenamedColumns<Of> {
  readonly view: Of;
  readonly renames: readonly { readonly name: string; readonly to: string }[];
}

/** The view with the new names of its columns, where only names differ. Undefined: more does, or a name goes from one column to another. */
function renamedColumns<Of extends AnyView>(from: Of, to: Of): RenamedColumns<Of> | undefined {
  const [had = [], wanted = []] = [from.shape, to.shape];
  if (had.length !== wanted.length || had.some(({ name: _, ...column }, at) => !sameData(column, withoutName(wanted[at]))))
    return undefined;
  const renames = had.flatMap(({ name }, at) =>
    wanted[at] === undefined || wanted[at].name === name ? [] : [{ name, to: wanted[at].name }],
  );
  if (renames.some(({ name, to: next }) => wanted.some((column) => column.name === name) || had.some((column) => column.name === next)))
    return undefined;
  const view = renames.reduce((now, { name, to: next }) => withColumnName(now, name, next), from);
  return plainQuery(view.query) === plainQuery(to.query) ? { view, renames } : undefined;
}

const withoutName = (column: { readonly name: string } | undefined): object => {
  const { name: _, ...rest } = column ?? { name: "" };
  return rest;
};

function alterView(from: View, to: View): readonly ViewOperations[keyof ViewOperations][] | "recreate" {
  const isSame = plainQuery(from.query) === plainQuery(to.query);
  const named = isSame ? { view: from, renames: [] } : renamedColumns(from, to);
  const { schema, name: view } = to;
  if (named !== undefined) {
    const renames = named.renames.map((rename): RenameViewColumn => ({ kind: "renameViewColumn", schema, view, ...rename }));
    return [...renames, ...optionsChange(named.view, to), ...defaultsChange(named.view, to)];
  }
  if (!isReplaceable(from, to)) return "recreate";
  const { shape: _, defaults: __, ...replaced } = to;
  const replace: ReplaceView = { ...replaced, kind: "replaceView" };
  return [toldAs(to, replace), ...defaultsChange(from, to)];
}

function optionsChange(from: View, to: View): readonly SetViewOptions[] {
  const changes = {
    ...(from.securityBarrier === to.securityBarrier ? {} : { securityBarrier: to.securityBarrier === true }),
    ...(from.securityInvoker === to.securityInvoker ? {} : { securityInvoker: to.securityInvoker === true }),
    ...(from.checkOption === to.checkOption ? {} : { checkOption: to.checkOption ?? null }),
  };
  return Object.keys(changes).length === 0 ? [] : [{ kind: "setViewOptions", schema: to.schema, name: to.name, ...changes }];
}

function defaultsChange(
  { defaults: had = {} }: View,
  { schema, name: view, defaults = {} }: View,
): readonly (SetViewColumnDefault | DropViewColumnDefault)[] {
  const gone = Object.keys(had).filter((column) => defaults[column] === undefined);
  const set = Object.entries(defaults).filter(([column, text]) => had[column] !== text);
  return [
    ...gone.map((name): DropViewColumnDefault => ({ kind: "dropViewColumnDefault", schema, view, name })),
    ...set.map(([name, text]): SetViewColumnDefault => ({ kind: "setViewColumnDefault", schema, view, name, default: text })),
  ];
}

export const materializedViewKind: PostgresKind<MaterializedView, ViewOperations[keyof ViewOperations]> = {
  kind: "materializedView",
  addresses: { materializedView: relationAddress("materialized view", "table") },
  owns: ownedKeys,
  uses: usesOfView,
  names: ownNames,
  rename: renamedBy("renameMaterializedView", "setMaterializedViewSchema"),
  renamed: renamedView,
  normalize: (view) => {
    const { accessMethod, tablespace } = view;
    const storage = normalizeStorage(view.storage);
    return {
      kind: "materializedView",
      ...normalBody(view),
      ...(accessMethod === undefined || accessMethod === usual.accessMethod ? {} : { accessMethod }),
      ...(tablespace === undefined || tablespace === usual.tablespace ? {} : { tablespace }),
      ...(storage === undefined ? {} : { storage }),
    };
  },
  create: (view) => [toldAs<CreateMaterializedView>(view, { ...withoutShape(view), kind: "createMaterializedView" })],
  drop: ({ schema, name }) => [{ kind: "dropMaterializedView", schema, name }],
  alter: alterMaterializedView,
  expressions: (view) => [queryOf(view)],
  withExpressions: (view, [query]) => withQuery(view, query),
};

function alterMaterializedView(from: MaterializedView, to: MaterializedView): readonly ViewOperations[keyof ViewOperations][] | "recreate" {
  const isSame = plainQuery(from.query) === plainQuery(to.query);
  const renames = isSame ? [] : renamedColumns(from, to)?.renames;
  if (renames === undefined) return "recreate";
  const { schema, name } = to;
  const { set, reset } = storageChange(from.storage, to.storage);
  const method = to.accessMethod ?? usual.accessMethod;
  const tablespace = to.tablespace ?? usual.tablespace;
  const move = {
    ...(method === (from.accessMethod ?? usual.accessMethod) ? {} : { accessMethod: method }),
    ...(tablespace === (from.tablespace ?? usual.tablespace) ? {} : { tablespace }),
  };
  const storage: SetMaterializedViewStorage = {
    kind: "setMaterializedViewStorage",
    schema,
    name,
    ...(Object.keys(set).length === 0 ? {} : { set }),
    ...(reset.length === 0 ? {} : { reset }),
  };
  const moved: MoveMaterializedView = { kind: "moveMaterializedView", schema, name, ...move };
  return [
    ...renames.map((rename): RenameMaterializedViewColumn => ({ kind: "renameMaterializedViewColumn", schema, view: name, ...rename })),
    ...(Object.keys(move).length === 0 ? [] : [moved]),
    ...(storage.set === undefined && storage.reset === undefined ? [] : [storage]),
  ];
}
