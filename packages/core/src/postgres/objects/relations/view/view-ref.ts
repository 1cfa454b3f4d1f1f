import type { NewName } from "../../../../operation/new-names.ts";
import { getObject, putObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { toldUses, type Use } from "../../../../schema/use.ts";
import { usesOfMethod } from "../../database/access-method/fragment.ts";
import { resource } from "../../resources.ts";
import type { MaterializedView, View } from "./model.ts";
import { usesOfQuery } from "../../../expression/query-names.ts";
import { outputsOf } from "../../../expression/query-rename.ts";

/** Names a view or a materialized view. */
export interface ViewRef {
  readonly schema: string;
  readonly name: string;
}

type AnyView = View | MaterializedView;
type Unkinded = Omit<View, "kind"> | Omit<MaterializedView, "kind">;

export const refOf = <Kind extends AnyView["kind"]>(kind: Kind, { schema, name }: ViewRef) => ({ kind, schema, name });

export const viewKey = ({ schema, name }: ViewRef): string => resource.relation(schema, name);

/** Its columns, as the server has said, or as the query reads. */
const columnNames = ({ shape, columns, query }: Unkinded): readonly string[] =>
  shape?.map(({ name }) => name) ?? columns ?? outputsOf(query);

/** The names that a view takes, and what it is for others: a relation, the type of its rows, its columns. */
export const ownedKeys = (view: Unkinded): readonly string[] => [
  ...namesOfView(view),
  ...columnNames(view).map((column) => resource.column(view.schema, view.name, column)),
];

/** The names behind these keys. */
export const ownNames = (view: Unkinded): readonly NewName[] => [
  ...namesOfView(view).map(() => ({ schema: view.schema, name: view.name })),
  ...columnNames(view).map((column) => ({ schema: view.schema, table: view.name, name: column })),
];

/** What it uses: as the server has said, else as its query reads. */
export const usesOfView = (view: Unkinded): readonly Use[] => [
  { of: resource.schema(view.schema), how: "blocks" },
  ...("accessMethod" in view ? usesOfMethod(view.accessMethod) : []),
  ...(toldUses(view as AnyView) ?? usesOfQuery(view.query, view.schema)),
];

export function viewAt<Kind extends AnyView["kind"]>(
  schema: DatabaseSchema,
  ref: ObjectRef & { readonly kind: Kind },
): Extract<AnyView, { kind: Kind }> | undefined {
  return getObject(schema, ref) as Extract<AnyView, { kind: Kind }> | undefined; // as its ref says
}

/** The schema with a view changed, if it is there. */
export function changeView<Kind extends AnyView["kind"]>(
  before: DatabaseSchema,
  ref: ObjectRef & { readonly kind: Kind },
  change: (view: Extract<AnyView, { kind: Kind }>) => AnyView,
): DatabaseSchema {
  const view = viewAt(before, ref);
  return view === undefined ? before : putObjects(before, [change(view)]);
}

/** The names that a view takes among relations and types. */
export const namesOfView = ({ schema, name }: ViewRef): readonly string[] => [resource.relation(schema, name), resource.type(schema, name)];
