import type { NewNames } from "../../../../operation/new-names.ts";
import { withNames, withOutput } from "../../../expression/query-rename.ts";
import { resource } from "../../resources.ts";
import type { MaterializedView, View } from "./model.ts";

type AnyView = View | MaterializedView;

/** A view after it, a column of it, or what it uses got another name. */
export function renamedView<Of extends AnyView>(view: Of, names: NewNames): Of {
  const { schema, name } = view;
  const own = names.get(resource.relation(schema, name));
  const columns = (view.shape ?? []).flatMap((column) => {
    const to = names.get(resource.column(schema, name, column.name));
    return to === undefined || to.name === column.name ? [] : [{ from: column.name, to: to.name }];
  });
  const read = withNames(
    columns.reduce((now, { from, to }) => withColumnName(now, from, to), view),
    names,
  );
  return own === undefined ? read : { ...read, schema: own.schema, name: own.name };
}

/** A view with one of its columns under another name. The server prints that into the query. */
export function withColumnName<Of extends AnyView>(view: Of, from: string, to: string): Of {
  const renamed = (name: string): string => (name === from ? to : name);
  const position = view.shape?.findIndex(({ name }) => name === from) ?? -1;
  const defaults = view.kind === "view" && view.defaults !== undefined ? Object.entries(view.defaults) : undefined;
  return {
    ...view,
    query: position === -1 ? view.query : withOutput(view.query, position, to),
    ...(view.columns === undefined ? {} : { columns: view.columns.map(renamed) }),
    ...(view.shape === undefined ? {} : { shape: view.shape.map((column) => ({ ...column, name: renamed(column.name) })) }),
    ...(defaults === undefined ? {} : { defaults: Object.fromEntries(defaults.map(([name, text]) => [renamed(name), text])) }),
  };
}
