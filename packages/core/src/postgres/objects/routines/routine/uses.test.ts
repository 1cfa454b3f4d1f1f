import { expect, test } from "vitest";
import { emptySchema, putObjects } from "../../../../schema/database-schema.ts";
import { resource } from "../../resources.ts";
import type { FunctionObject } from "./model.ts";
import { readsOfRoutine } from "./uses.ts";

const withBody = (body: string): FunctionObject => ({
  kind: "function",
  schema: "public",
  name: "f",
  signature: "",
  language: "plpgsql",
  body,
  returns: "void",
});

const statements = (count: number): string =>
  Array.from({ length: count }, (_, at) => `insert into t${at} (a${at}, b${at}) select c${at}, f${at}(d${at}) from s${at};`).join("\n");

test("what a body reads grows as its length does", () => {
  const keysIn = (count: number): number => readsOfRoutine(withBody(`begin ${statements(count)} end`), emptySchema).length;
  expect(keysIn(40)).toBeLessThan(2.1 * keysIn(20));
});

test("columns of a row that is kept in a variable are read of a table that is there", () => {
  const before = putObjects(emptySchema, [{ kind: "table", schema: "public", name: "t" }]);
  const body = "declare r record; begin for r in select * from t loop perform 1; perform r.added; end loop; end";
  expect(readsOfRoutine(withBody(body), before)).toContain(resource.column("public", "t", "added"));
});
