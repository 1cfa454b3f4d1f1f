import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isMigError } from "../../errors.ts";
import { operationKinds } from "../../postgres/objects/index.ts";
import { createRecorder } from "./recorder.ts";

/** An `op` as JavaScript sees it. */
type AnyOp = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

function slip(use: (op: AnyOp) => unknown): { readonly message: string; readonly hint: string } {
  try {
    use(createRecorder(async () => []).op as unknown as AnyOp); // without its types, as most revisions are run
  } catch (error) {
    if (isMigError(error)) return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("Nothing was said.");
}

const column = { schema: "public", table: "t", name: "a", type: "text" };

describe("what an operation is given", () => {
  test.each([
    {
      name: "fields that are missing",
      use: (op: AnyOp) => op["addColumn"]?.({ schema: "public", table: "t" }),
      says: `op.addColumn: "name" and "type" are missing.`,
    },
    {
      name: "one that is missing",
      use: (op: AnyOp) => op["addColumn"]?.({ ...column, type: undefined }),
      says: `op.addColumn: "type" is missing.`,
    },
    { name: "all of them", use: (op: AnyOp) => op["dropTable"]?.({}), says: `op.dropTable: "schema" and "name" are missing.` },
    {
      name: "a field that is misspelt",
      use: (op: AnyOp) => op["addColumn"]?.({ ...column, notnull: true }),
      says: `op.addColumn: "notnull" is not a field of it (did you mean "notNull"?).`,
    },
    {
      name: "one that is misspelt and missing",
      use: (op: AnyOp) => op["dropTable"]?.({ schema: "public", nmae: "t" }),
      says: `"nmae" is not a field of it (did you mean "name"?)`,
    },
    {
      name: "an unknown field",
      use: (op: AnyOp) => op["dropTable"]?.({ schema: "public", name: "t", whatever: 1 }),
      says: `op.dropTable: "whatever" is not a field of it.`,
    },
    {
      name: "a string for a list",
      use: (op: AnyOp) => op["addUnique"]?.({ schema: "public", table: "t", name: "u", columns: "a" }),
      says: `"columns" must be a list, not "a"`,
    },
    {
      name: "a list for a string",
      use: (op: AnyOp) => op["addColumn"]?.({ ...column, name: ["a"] }),
      says: `"name" must be a string, not a list`,
    },
    { name: "null", use: (op: AnyOp) => op["addColumn"]?.({ ...column, default: null }), says: `"default" must be a string, not null` },
    {
      name: "a number",
      use: (op: AnyOp) => op["addColumn"]?.({ ...column, default: 0 }),
      says: `"default" must be a string, not a number`,
    },
    {
      name: "another word",
      use: (op: AnyOp) =>
        op["addForeignKey"]?.({
          schema: "public",
          table: "t",
          name: "f",
          columns: ["a"],
          references: { schema: "public", table: "u", columns: ["id"] },
          onDelete: "CASCADE",
        }),
      says: `"onDelete" must be "cascade" or "no action" or "restrict" or "set default" or "set null", not "CASCADE"`,
    },
    {
      name: "something inside",
      use: (op: AnyOp) => op["addForeignKey"]?.({ schema: "public", table: "t", name: "f", columns: ["a"], references: { table: "u" } }),
      says: `op.addForeignKey: "references.schema" and "references.columns" are missing.`,
    },
    {
      name: "something in a list",
      use: (op: AnyOp) => op["createTable"]?.({ schema: "public", name: "t", columns: [{ name: "a" }] }),
      says: `op.createTable: "columns[0].type" is missing.`,
    },
    {
      name: "a column of an index",
      use: (op: AnyOp) => op["createIndex"]?.({ schema: "public", table: "t", name: "i", columns: ["a", 1] }),
      says: `"columns[1]" must be a string or an object, not a number`,
    },
    { name: "a text", use: (op: AnyOp) => op["dropTable"]?.("t"), says: `op.dropTable: it takes an object, not "t".` },
    { name: "a promise", use: (op: AnyOp) => op["dropTable"]?.(Promise.resolve({})), says: `not a promise (await it)` },
    { name: "nothing", use: (op: AnyOp) => op["dropTable"]?.(), says: `op.dropTable: it takes an object, not undefined.` },
    { name: "no SQL", use: (op: AnyOp) => op["execute"]?.(), says: `op.execute: it takes SQL as a string, not undefined.` },
    { name: "SQL in a list", use: (op: AnyOp) => op["execute"]?.(["select 1"]), says: `op.execute: it takes SQL as a string, not a list.` },
    {
      name: "values beside the SQL",
      use: (op: AnyOp) => op["execute"]?.({ sql: "select $1", params: [1] }),
      says: `op.execute: "params" is not a field of it.`,
    },
    {
      name: "values that are no list",
      use: (op: AnyOp) => op["execute"]?.("select $1", 1),
      says: `op.execute: its values must be a list, not a number.`,
    },
    { name: "an operation in another case", use: (op: AnyOp) => op["addcolumn"]?.(column), says: "There is no operation op.addcolumn." },
    { name: "one of Alembic's", use: (op: AnyOp) => op["add_column"]?.(column), says: "There is no operation op.add_column." },
    {
      name: "an answer taken for a list",
      use: (op: AnyOp) => Reflect.get(op["query"]?.("select 1") as object, "map"),
      says: "op.query: its answer is used before it is there.",
    },
    {
      name: "an answer's first row",
      use: (op: AnyOp) => Reflect.get(op["query"]?.("select 1") as object, "0"),
      says: "op.query: its answer is used before it is there.",
    },
  ])("$name", ({ use, says }) => expect(slip(use).message).toContain(says));

  test("hints say what it takes, or what was meant", () => {
    expect(slip((op) => op["dropColumn"]?.({})).hint).toBe(
      "Fix the call in the revision. op.dropColumn takes schema, table and name; optional: only.",
    );
    expect(slip((op) => op["addcolumn"]?.({})).hint).toBe("Did you mean op.addColumn?");
    expect(slip((op) => op["add_column"]?.({})).hint).toBe("Did you mean op.addColumn?");
  });

  test("no operation ends in a TypeError, whatever it is given", () => {
    const values = [
      undefined,
      null,
      0,
      "",
      "t",
      [],
      {},
      { schema: 1, name: null },
      { columns: "a" },
      { columns: [null] },
      { name: {}, columns: {}, references: 1 },
    ];
    for (const kind of operationKinds)
      for (const value of values)
        expect(
          slip((op) =>
            kind === "execute" && value === ""
              ? op["execute"]?.(1)
              : kind === "execute" && value === "t"
                ? op["execute"]?.({})
                : op[kind]?.(value),
          ).message,
        ).toContain(`op.${kind}: `);
  });

  test("false and undefined where only true says something are nothing; the name of the kind may be there", () => {
    const recorder = createRecorder(async () => []);
    recorder.op.addColumn({ ...column, kind: "column", notNull: false, default: undefined } as never);
    expect(recorder.end()).toEqual([{ kind: "addColumn", ...column }]);
  });

  test("a file of SQL is found from the revision's file, and must be what it was", () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), "mig-sql-file-"));
    writeFileSync(path.join(folder, "all.sql"), "\uFEFFbegin;\r\nselect 1;\r\nselect 2;\r\ncommit;\r\n");
    writeFileSync(path.join(folder, "back.sql"), "select 1; rollback;");
    const { op, end } = createRecorder(async () => [], path.join(folder, "versions", "a1.ts"));
    const codeOf = (use: () => unknown): string => {
      try {
        use();
      } catch (error) {
        if (isMigError(error)) return error.code;
      }
      return "";
    };
    const sha256 = createHash("sha256").update("begin;\nselect 1;\nselect 2;\ncommit;\n").digest("hex");
    op.executeFile("../all.sql", { sha256 });
    expect(codeOf(() => op.executeFile("../all.sql", { sha256: "00" }))).toBe("SQL_FILE_CHANGED");
    expect(codeOf(() => op.executeFile("all.sql"))).toBe("SQL_FILE_UNREADABLE");
    expect(codeOf(() => op.executeFile("../back.sql"))).toBe("TRANSACTION_CONTROL");
    expect(codeOf(() => op.executeFile("../all.sql", "sha" as never))).toBe("OPERATION_INVALID");
    expect(codeOf(() => op.executeFile(undefined as never))).toBe("OPERATION_INVALID");
    expect(end()).toEqual([
      { kind: "execute", sql: "select 1" },
      { kind: "execute", sql: "select 2" },
    ]);
    rmSync(folder, { recursive: true });
  });

  test("an answer can be awaited, caught and joined", async () => {
    const { op } = createRecorder(async () => [{ a: 1 }]);
    expect(await op.query("select 1")).toEqual([{ a: 1 }]);
    expect(await Promise.all([op.query("select 1").then((rows) => rows.length), op.query("select 1")])).toEqual([1, [{ a: 1 }]]);
  });

  test("an op can be awaited and compared", async () => {
    const { op } = createRecorder(async () => []);
    expect(await Promise.resolve(op)).toBe(op);
    expect(Object.prototype.toString.call(op)).toContain("Object");
  });
});
