import { servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { readSchema, runPlan } from "../../../../../test/database-diff.ts";
import { diffSchemas } from "../../../../diff/diff.ts";
import { isMigError } from "../../../../errors.ts";
import { planOperations, statementsOf } from "../../../../plan/plan.ts";
import { putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { kinds, type Operation } from "../../index.ts";
import type { Column } from "../column/model.ts";

const setup = "create type shape as (id int, note text); create table bound of shape (primary key (id)); create table other (id int)";

const column = (name: string, type: string): Column => ({ kind: "column", schema: "public", table: "bound", name, type });

/** Models that say other columns, and nothing of the type. */
const wanted: readonly { readonly to: (live: DatabaseSchema) => DatabaseSchema; readonly says: string }[] = [
  { to: (live) => putObjects(live, [column("more", "text")]), says: "the type does not have more" },
  { to: (live) => removeObjects(live, [column("note", "text")]), says: "note is missing" },
  {
    to: (live) => putObjects(live, [column("note", "character varying(10)")]),
    says: "note is wanted as character varying(10), and is text in the type",
  },
];

const place = { schema: "public", table: "bound" };
const attribute = { schema: "public", compositeType: "shape" };

/** What PostgreSQL refuses as long as the table is of the type. */
const refused: readonly Operation[] = [
  { kind: "addColumn", ...place, name: "more", type: "text" },
  { kind: "dropColumn", ...place, name: "note" },
  { kind: "renameColumn", ...place, name: "note", to: "remark" },
  { kind: "alterColumnType", ...place, name: "note", type: "character varying" },
  { kind: "addAttribute", ...attribute, name: "more", type: "text" },
  { kind: "dropAttribute", ...attribute, name: "note" },
  { kind: "alterAttributeType", ...attribute, name: "note", type: "character varying" },
  {
    kind: "arrangeAttributes",
    schema: "public",
    name: "shape",
    attributes: [
      { name: "note", type: "text" },
      { name: "id", type: "integer" },
    ],
  },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("columns that a type does not say are refused by name", () =>
    withDatabase({ major, setup }, async (database) => {
      const { schema: before } = await readSchema(database);
      for (const { to, says } of wanted) {
        let error: unknown;
        try {
          diffSchemas({ before, after: to(before) }, kinds);
        } catch (caught) {
          error = caught;
        }
        if (!isMigError(error)) throw new Error(`${says}: it was not refused.`);
        expect(error.code).toBe("TYPED_TABLE_COLUMNS");
        expect(error.message).toContain(`Table public.bound is a table of type public.shape`);
        expect(error.message).toContain(says);
      }
      const nullable = { ...column("note", "text"), notNull: true, default: "'x'" } as const;
      expect(diffSchemas({ before, after: putObjects(before, [nullable]) }, kinds).map(({ kind }) => kind)).toEqual([
        "setColumnDefault",
        "setColumnNotNull",
      ]);
    }));

  test.each(refused)("$kind says what is in its way", (op) =>
    withDatabase({ major, setup }, async (database) => {
      const { schema: before } = await readSchema(database);
      const said = statementsOf(planOperations([op], kinds, before)).flatMap(({ facts }) => facts.inTheWay ?? []);
      expect(said).toEqual(["table" in op ? "type public.shape of table public.bound" : "table public.bound"]);
      await expect(runPlan(database, planOperations([op], kinds))).rejects.toThrow(/typed table/u);
    }),
  );
});
