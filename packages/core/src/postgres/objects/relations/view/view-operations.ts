import { alters, creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly, quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { toldAs } from "../../../../schema/use.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { createViewSql, viewOptions } from "./fragment.ts";
import type { View } from "./model.ts";
import { changeView, refOf, viewKey, type ViewRef } from "./view-ref.ts";

export interface CreateView extends Omit<View, "kind" | "shape"> {
  readonly kind: "createView";
}

/**
 * Gives a view another query and other options. PostgreSQL takes it if the columns stay as they are and new ones come last; the
 * defaults of its columns stay.
 */
export interface ReplaceView extends Omit<View, "kind" | "shape" | "defaults"> {
  readonly kind: "replaceView";
}

export interface DropView extends ViewRef {
  readonly kind: "dropView";
}

export interface SetViewOptions extends ViewRef {
  readonly kind: "setViewOptions";
  /** Absent: it stays as it is. */
  readonly securityBarrier?: boolean;
  /** Absent: it stays as it is. */
  readonly securityInvoker?: boolean;
  /** Null: no check. Absent: it stays as it is. */
  readonly checkOption?: "local" | "cascaded" | null;
}

/** The default of a column for rows that are written through the view. */
export interface SetViewColumnDefault {
  readonly kind: "setViewColumnDefault";
  readonly schema: string;
  readonly view: string;
  /** The column. */
  readonly name: string;
  readonly default: string;
}

export interface DropViewColumnDefault {
  readonly kind: "dropViewColumnDefault";
  readonly schema: string;
  readonly view: string;
  /** The column. */
  readonly name: string;
}

export interface PlainViewOperations {
  readonly createView: CreateView;
  readonly replaceView: ReplaceView;
  readonly dropView: DropView;
  readonly setViewOptions: SetViewOptions;
  readonly setViewColumnDefault: SetViewColumnDefault;
  readonly dropViewColumnDefault: DropViewColumnDefault;
}

const made = (op: CreateView | ReplaceView): View => toldAs<View>(op, { ...op, kind: "view" });

const createView: OperationSpec<CreateView> = {
  ...creates<CreateView>("view", made),
  sql: ({ defaults = {}, ...view }) => [
    createViewSql(view),
    ...Object.entries(defaults).map(([column, text]) => defaultSql(view, column, text)),
  ],
  facts: () => metadataOnly,
};

const replaceView: OperationSpec<ReplaceView> = {
  ...alters<ReplaceView, View>("view", ({ defaults }, op) => {
    const view = made(op);
    return defaults === undefined ? view : toldAs<View>(view, { ...view, defaults });
  }),
  sql: (op) => [createViewSql(op, { orReplace: true })],
  facts: () => quickExclusive,
};

const dropView: OperationSpec<DropView> = {
  ...drops<DropView>("view"),
  sql: ({ schema, name }) => [sql`drop view ${{ schema, name }}`],
  facts: () => quickExclusive,
};

/** The view after the operation. */
function withOptions(from: View, op: SetViewOptions): View {
  const { securityBarrier: _, securityInvoker: __, checkOption: ___, ...rest } = from;
  const barrier = op.securityBarrier ?? from.securityBarrier;
  const invoker = op.securityInvoker ?? from.securityInvoker;
  const check = op.checkOption === undefined ? from.checkOption : op.checkOption;
  return {
    ...rest,
    ...(barrier === true ? { securityBarrier: true } : {}),
    ...(invoker === true ? { securityInvoker: true } : {}),
    ...(check === undefined || check === null ? {} : { checkOption: check }),
  };
}

function optionsSql({ schema, name, securityBarrier, securityInvoker, checkOption }: SetViewOptions): readonly Sql[] {
  const set = viewOptions({
    ...(securityBarrier === true ? { securityBarrier } : {}),
    ...(securityInvoker === true ? { securityInvoker } : {}),
    ...(checkOption === undefined || checkOption === null ? {} : { checkOption }),
  });
  const reset = [
    ...(securityBarrier === false ? ["security_barrier"] : []),
    ...(securityInvoker === false ? ["security_invoker"] : []),
    ...(checkOption === null ? ["check_option"] : []),
  ];
  return [
    ...(set.length === 0 ? [] : [sql`alter view ${{ schema, name }} set (${set})`]),
    ...(reset.length === 0 ? [] : [sql`alter view ${{ schema, name }} reset (${reset.map(identifier)})`]),
  ];
}

const setViewOptions: OperationSpec<SetViewOptions> = {
  ...alters<SetViewOptions, View>("view", withOptions),
  sql: optionsSql,
  facts: () => quickExclusive,
};

const viewOf = ({ schema, view }: { readonly schema: string; readonly view: string }): ViewRef => ({ schema, name: view });

const defaultSql = ({ schema, name }: ViewRef, column: string, text: string | undefined): Sql =>
  text === undefined
    ? sql`alter view ${{ schema, name }} alter column ${identifier(column)} drop default`
    : sql`alter view ${{ schema, name }} alter column ${identifier(column)} set default ${raw(text)}`;

function withDefault({ defaults = {}, ...view }: View, column: string, text?: string): View {
  const others = Object.entries(defaults).filter(([name]) => name !== column);
  const all = text === undefined ? others : [...others, [column, text] as const];
  return all.length === 0 ? view : { ...view, defaults: Object.fromEntries(all) };
}

const setViewColumnDefault: OperationSpec<SetViewColumnDefault> = {
  about: (op) => refOf("view", viewOf(op)),
  ...statewise((before, op) => changeView(before, refOf("view", viewOf(op)), (view) => withDefault(view, op.name, op.default))),
  touches: (op) => ({ alters: [viewKey(viewOf(op))] }),
  sql: (op) => [defaultSql(viewOf(op), op.name, op.default)],
  facts: () => quickExclusive,
};

const dropViewColumnDefault: OperationSpec<DropViewColumnDefault> = {
  about: (op) => refOf("view", viewOf(op)),
  ...statewise((before, op) => changeView(before, refOf("view", viewOf(op)), (view) => withDefault(view, op.name))),
  touches: (op) => ({ alters: [viewKey(viewOf(op))] }),
  sql: (op) => [defaultSql(viewOf(op), op.name, undefined)],
  facts: () => quickExclusive,
};

export const plainViewOperations: SpecsOf<PlainViewOperations> = {
  createView,
  replaceView,
  dropView,
  setViewOptions,
  setViewColumnDefault,
  dropViewColumnDefault,
};
