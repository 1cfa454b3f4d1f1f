import { toldAs, toldUses } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { renamedBy } from "../../renaming.ts";
import { resource } from "../../resources.ts";
import { onOneLine, renamedDefinition, usesOfDefinition } from "./definition.ts";
import type { PropertyGraph } from "./model.ts";
import type { CreatePropertyGraph, DropPropertyGraph } from "./operations.ts";
import type { RenamePropertyGraph, SetPropertyGraphSchema } from "./rename.ts";

/** Graphs share a namespace with tables, and have no type. */
const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string => resource.relation(schema, name);

/** The first server that has them. */
const since = 190_000;

export const propertyGraphKind: PostgresKind<
  PropertyGraph,
  CreatePropertyGraph | DropPropertyGraph | RenamePropertyGraph | SetPropertyGraphSchema
> = {
  kind: "propertyGraph",
  owns: (graph) => [keyOf(graph)],
  uses: (graph) => [
    { of: resource.schema(graph.schema), how: "blocks", follows: true },
    ...(toldUses(graph) ?? usesOfDefinition(graph.definition)),
  ],
  normalize: ({ schema, name, definition }) => ({ kind: "propertyGraph", schema, name, definition: onOneLine(definition) }),
  create: (graph) => [toldAs<CreatePropertyGraph>(graph, { ...graph, kind: "createPropertyGraph" })],
  drop: ({ schema, name }) => [{ kind: "dropPropertyGraph", schema, name }],
  alter: () => "recreate",
  rename: renamedBy("renamePropertyGraph", "setPropertyGraphSchema"),
  renamed: (graph, names) => {
    const to = names.get(keyOf(graph));
    const definition = renamedDefinition(graph.definition, names);
    if (to === undefined) return definition === graph.definition ? graph : { ...graph, definition };
    return { ...graph, schema: to.schema, name: to.name, definition };
  },
  expressions: () => [], // what it uses is known from the server; its text is compared as that prints it
  forServer: (graph, version) => (version < since ? undefined : graph),
  addresses: {
    propertyGraph: {
      sql: ({ schema = "", name }) => sql`property graph ${{ schema, name }}`,
      key: keyOf,
      commentLock: "share update exclusive",
      grantedOn: ({ schema = "", name }) => sql`property graph ${{ schema, name }}`,
    },
  },
};
