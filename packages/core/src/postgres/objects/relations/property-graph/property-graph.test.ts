import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseCase } from "../../../../../test/case-file.ts";
import { factsText, operationsBetween, planText } from "../../../../../test/database-diff.ts";
import { checkLaws } from "../../../../../test/operation-law.ts";
import { recorded } from "../../../../../test/recorded.ts";
import { usesOf } from "../../../../operation/links.ts";
import { applyAll, reverseAll } from "../../../../operation/engine.ts";
import { planOperations } from "../../../../plan/plan.ts";
import { operationsText } from "../../../../source/revision-file.ts";
import { putObjects, schemaOf } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { tellUses } from "../../../../schema/use.ts";
import { forServer } from "../../../for-server.ts";
import { kinds } from "../../index.ts";
import { resource } from "../../resources.ts";
import { schemaNamed } from "../../index.ts";
import { definitionIn, onOneLine, renamedDefinition, usesOfDefinition } from "./definition.ts";
import type { PropertyGraph } from "./model.ts";

// Property graphs are of PostgreSQL 19, which no package has yet: here without a server.

const definition = `VERTEX TABLES (
        public.person KEY (id) PROPERTIES (id, name),
        app."Od d" AS odd KEY (id) LABEL x PROPERTIES ((a * 2) AS twice)
    )
    EDGE TABLES (
        public.knows KEY (id) SOURCE KEY (one) REFERENCES person (id) DESTINATION KEY (other) REFERENCES odd (id) NO PROPERTIES
    )`;

test.each([
  [`CREATE PROPERTY GRAPH public.g\n    ${definition}`, onOneLine(definition)],
  [`CREATE PROPERTY GRAPH app."G ""x"""\n    ${definition}\n`, onOneLine(definition)],
  ["CREATE PROPERTY GRAPH public.g", ""],
])("the definition in %j", (statement, gives) => expect(definitionIn(statement)).toBe(gives));

test("spaces in strings and names count", () => {
  expect(onOneLine(`VERTEX TABLES (\n  public."a  b" PROPERTIES ('x  ( y' AS z)\n )`)).toBe(
    `VERTEX TABLES (public."a  b" PROPERTIES ('x  ( y' AS z))`,
  );
});

test("the tables and columns that a definition names, and the tables' new names", () => {
  expect(usesOfDefinition(definition).map(({ of }) => of)).toEqual([
    "relation public.person",
    "relation app.Od d",
    "relation public.knows",
    "column public.person.id",
    "column public.person.name",
    "column app.Od d.id",
    "column app.Od d.a",
    "column public.knows.id",
    "column public.knows.one",
    "column public.knows.other",
  ]);
  const names = new Map([
    ["relation app.Od d", { schema: "public", name: "odd one" }],
    ["relation public.knows", { schema: "app", name: "knows" }],
  ]);
  const renamed = renamedDefinition(definition, names);
  expect(renamed).toContain('public."odd one" AS odd KEY');
  expect(renamed).toContain("app.knows KEY (id)");
  expect(renamed).toContain("public.person KEY");
});

// Aliases, labels and properties keep their names where a table or a column gets another one.
test.each([
  ["column public.person.id", "key", "public.person KEY (key) PROPERTIES (key AS id, name)"],
  ["column public.person.id", "key", "REFERENCES person (key) DESTINATION"],
  ["column public.person.name", "Call", 'public.person KEY (id) PROPERTIES (id, "Call" AS name)'],
  ["column app.Od d.a", "b c", 'LABEL x PROPERTIES (("b c" * 2) AS twice)'],
  ["column app.Od d.id", "n", "KEY (n) LABEL x"],
  ["column app.Od d.id", "n", "DESTINATION KEY (other) REFERENCES odd (n)"],
  ["column public.knows.one", "src", "KEY (id) SOURCE KEY (src) REFERENCES person (id)"],
  ["relation public.person", "people", "public.people AS person KEY (id)"],
  ["relation app.Od d", "odd", "app.odd KEY (id)"],
])("%s becomes %s", (key, to, gives) => {
  const [schema = "", ...rest] = key.replace(/^\w+ /u, "").split(".");
  const name = { schema, name: to, ...(key.startsWith("column") ? { table: rest[0] ?? "" } : {}) };
  const renamed = onOneLine(renamedDefinition(definition, new Map([[key, name]])));
  expect(renamed).toContain(gives);
  const back = { ...name, name: rest.at(-1) ?? "" };
  const backKey = key.startsWith("column") ? `column ${schema}.${rest[0]}.${to}` : `relation ${schema}.${to}`;
  expect(onOneLine(renamedDefinition(renamed, new Map([[backKey, back]])))).toBe(onOneLine(definition));
});

const table = (name: string): readonly SchemaObject[] => [
  { kind: "table", schema: "public", name },
  { kind: "column", schema: "public", table: name, name: "id", type: "integer" } as SchemaObject,
];
const base = schemaOf([schemaNamed("public"), ...table("person")]);
const graph: PropertyGraph = {
  kind: "propertyGraph",
  schema: "public",
  name: "g",
  definition: "VERTEX TABLES (public.person KEY (id) PROPERTIES (id))",
};

/** As a server tells it: the graph depends on the column. */
const told = (one: PropertyGraph): PropertyGraph =>
  tellUses({ ...one }, [{ of: resource.column("public", "person", "id"), in: resource.relation("public", "person"), how: "blocks" }]);
const withGraph = putObjects(base, [told(graph)]);
const kindsOf = (ops: readonly { readonly kind: string }[]): readonly string[] => ops.map(({ kind }) => kind);

describe("a comparison", () => {
  test("creates and drops it", () => {
    expect(kindsOf(operationsBetween(base, withGraph))).toEqual(["createPropertyGraph"]);
    expect(kindsOf(operationsBetween(withGraph, base))).toEqual(["dropPropertyGraph"]);
    expect(kindsOf(operationsBetween(withGraph, schemaOf([schemaNamed("public")])))).toEqual(["dropPropertyGraph", "dropTable"]);
    expect(kindsOf(operationsBetween(schemaOf([schemaNamed("public")]), withGraph))).toEqual(["createTable", "createPropertyGraph"]);
  });

  test("makes it again for another definition, but not for other spaces", () => {
    const other = putObjects(base, [told({ ...graph, definition: "VERTEX TABLES (public.person KEY (id) NO PROPERTIES)" })]);
    expect(kindsOf(operationsBetween(withGraph, other))).toEqual(["dropPropertyGraph", "createPropertyGraph"]);
    const spaced = putObjects(base, [told({ ...graph, definition: graph.definition.replaceAll(" (", "\n  (") })]);
    expect(operationsBetween(withGraph, spaced)).toEqual([]);
  });

  test("has it stand aside for another type of a column", () => {
    const retyped = putObjects(withGraph, [
      { kind: "column", schema: "public", table: "person", name: "id", type: "bigint" } as SchemaObject,
      told(graph),
    ]);
    expect(kindsOf(operationsBetween(withGraph, retyped))).toEqual(["dropPropertyGraph", "alterColumnType", "createPropertyGraph"]);
  });

  test("a table with another name: it follows", () => {
    const ops = [{ kind: "renameTable", schema: "public", name: "person", to: "people" }] as const;
    const after = applyAll(withGraph, ops, kinds);
    expect([...(after.containers.get("public\u0000g")?.values() ?? [])]).toEqual([
      { ...graph, definition: "VERTEX TABLES (public.people AS person KEY (id) PROPERTIES (id))" },
    ]);
    checkLaws(withGraph, ops);
  });

  test.each([
    ["told by a server", withGraph],
    ["read from its text", putObjects(base, [graph])],
  ])("a column with another name: it follows, %s", (_, start) => {
    const ops = [{ kind: "renameColumn", schema: "public", table: "person", name: "id", to: "key" }] as const;
    const after = applyAll(start, ops, kinds);
    const follows = { ...graph, definition: "VERTEX TABLES (public.person KEY (key) PROPERTIES (key AS id))" };
    expect([...(after.containers.get("public\u0000g")?.values() ?? [])]).toEqual([follows]);
    checkLaws(start, ops);
    expect(operationsBetween(after, putObjects(after, [follows]))).toEqual([]);
  });
});

test("an older server cannot have it", () => {
  expect(kindsOf(operationsBetween(base, forServer(withGraph, 180_004, kinds)))).toEqual([]);
  expect(kindsOf(operationsBetween(base, forServer(withGraph, 190_000, kinds)))).toEqual(["createPropertyGraph"]);
});

test("uses the tables of its text where no server was asked", () => {
  expect(usesOf(graph, kinds).map(({ of }) => of)).toEqual(["schema public", "relation public.person", "column public.person.id"]);
});

test.each(["by-hand/rename", "by-hand/set-schema", "cases/create", "cases/drop"])("what %s.case says is what is planned", (name) => {
  const said = parseCase(readFileSync(new URL(`${name}.case`, import.meta.url), "utf8"));
  const ops = recorded(said["revision"] ?? "");
  const undone = recorded(said["downgrade revision"] ?? "");
  const start = name.startsWith("by-hand")
    ? putObjects(base, [{ ...graph, name: "old" }])
    : name === "cases/drop"
      ? applyAll(base, undone, kinds)
      : base;
  const plan = planOperations(ops, kinds, start);
  expect(operationsText(ops).trim()).toBe(said["revision"]?.trim());
  expect(planText(plan)).toBe(said["upgrade"]);
  expect(factsText(plan)).toBe(said["facts"]);
  checkLaws(start, ops);
  expect(name.startsWith("by-hand") ? reverseAll(ops, start, kinds) : undone).toEqual(undone);
  expect(planText(planOperations(undone, kinds, applyAll(start, ops, kinds)))).toBe(said["downgrade"]);
});
