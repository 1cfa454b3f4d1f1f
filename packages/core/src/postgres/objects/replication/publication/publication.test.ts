import { describe, expect, test } from "vitest";
import { operationsBetween, planText } from "../../../../../test/database-diff.ts";
import { checkLaws } from "../../../../../test/operation-law.ts";
import { applyAll } from "../../../../operation/engine.ts";
import { planOperations } from "../../../../plan/plan.ts";
import { putObjects, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { forServer } from "../../../for-server.ts";
import { kinds, schemaNamed } from "../../index.ts";
import type { Publication } from "./model.ts";

// What publications of PostgreSQL 19 can leave out and have beside tables: no package has that server yet, so without one.

const tables = ["a", "b"].map((name): SchemaObject => ({ kind: "table", schema: "public", name }));
const base = schemaOf([schemaNamed("public"), ...tables]);
const named = (settings: Partial<Publication>): Publication => ({ name: "p", ...settings, kind: "publication" });
const withOne = (settings: Partial<Publication>): DatabaseSchema => putObjects(base, [named(settings)]);
const a = { schema: "public", name: "a" };
const b = { schema: "public", name: "b" };

function sqlBetween(before: DatabaseSchema, after: DatabaseSchema): string {
  const ops = operationsBetween(before, after);
  checkLaws(before, ops);
  return planText(planOperations(ops, kinds, before)).trim();
}

describe("PostgreSQL 19", () => {
  test.each<[Partial<Publication>, string]>([
    [{ allTables: true, except: [a, b] }, "create publication p for all tables except (table public.a, table public.b);"],
    [{ allTables: true, except: [a], allSequences: true }, "create publication p for all tables except (table public.a), all sequences;"],
    [{ allSequences: true }, "create publication p for all sequences;"],
    [{ allTables: true, publish: ["insert"] }, "create publication p for all tables with (publish = 'insert');"],
  ])("%j is made", (settings, gives) => expect(sqlBetween(base, withOne(settings))).toBe(gives));

  test.each<[Partial<Publication>, Partial<Publication>, string]>([
    [
      { allTables: true },
      { allTables: true, except: [b, a] },
      "alter publication p set all tables except (table public.a, table public.b);",
    ],
    [{ allTables: true, except: [a, b] }, { allTables: true, except: [b, a] }, ""],
    [
      { allTables: true, except: [a] },
      { allTables: true, allSequences: true, publish: ["insert"] },
      "alter publication p set all tables, all sequences;\nalter publication p set (publish = 'insert');",
    ],
    [{ allSequences: true }, {}, "drop publication p;\ncreate publication p;"],
  ])("%j becomes %j", (from, to, gives) => expect(sqlBetween(withOne(from), withOne(to))).toBe(gives));

  test("a table that is left out goes after the publication has let go of it, and takes it along under another name", () => {
    const without = putObjects(schemaOf([schemaNamed("public"), ...tables.slice(0, 1)]), [named({ allTables: true })]);
    expect(sqlBetween(withOne({ allTables: true, except: [b] }), without)).toBe(
      "alter publication p set all tables;\ndrop table public.b;",
    );
    const ops = [{ kind: "renameTable", ...b, to: "c" }] as const;
    const renamed = applyAll(withOne({ allTables: true, except: [b] }), ops, kinds);
    expect(renamed.containers.get("\u0000p")?.values().next().value).toMatchObject({ except: [{ schema: "public", name: "c" }] });
  });

  test("an older server cannot have it", () => {
    const wanted = withOne({ allTables: true, except: [a], allSequences: true });
    expect(sqlBetween(base, forServer(wanted, 180_004, kinds))).toBe("create publication p for all tables;");
  });
});
