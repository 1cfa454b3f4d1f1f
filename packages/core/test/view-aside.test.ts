import { createDatabase, queryRows, runScript, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { targetSchema } from "../src/diff/target.ts";
import { planOperations, statementsOf } from "../src/plan/plan.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import type { Column } from "../src/postgres/objects/relations/columns.ts";
import { operationsBetween } from "../src/runtime/compare/steps.ts";
import { emptySchema, objectsOf, putObjects, removeObjects, schemaOf, type DatabaseSchema } from "../src/schema/database-schema.ts";
import type { Scope } from "../src/schema/model-source.ts";
import { catalogSnapshot, readSchema, runPlan } from "./database-diff.ts";

// What becomes of views that the models do not mention, and of what no kind models on a view that is made again.

const base = `
  create table t (id int primary key, a int, b text, c int);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create view v as select id, a, b from t;
  create view w as select a from v;
  create materialized view m as select a, count(*) as n from v group by a;
  create unique index m_a on m (a);
  create index m_n on m ((n + 1));
  comment on view v is 'kept';
  comment on column m.n is 'kept';
  comment on index m_a is 'kept';
  grant select on v to pg_monitor;
  grant update (a) on v to public;
  grant select on m to pg_read_all_data with grant option;
  alter view w owner to pg_monitor;
  alter materialized view m owner to pg_monitor;
  alter materialized view m alter n set statistics 7;
  alter materialized view m cluster on m_a;
  create trigger tr instead of insert on v for each row execute function touch();
  create rule r as on delete to v do instead nothing;
  comment on trigger tr on v is 'kept';`;

/** Tables and what belongs to them, as schema.prisma speaks for them: indexes too, whatever they are on. */
const tablesOnly: Scope = {
  covers: ({ kind }) => ["table", "column", "primaryKey", "index"].includes(kind),
  adopt: (wanted) => wanted,
};

const isModelled = (object: { readonly kind: string; readonly table?: string }): boolean =>
  tablesOnly.covers({ name: "", ...object }, emptySchema) && object.table !== "m";

/** The models: the tables of a live schema, without its views. */
const modelsOf = (live: DatabaseSchema): DatabaseSchema => schemaOf([...objectsOf(live)].filter(isModelled));

const column = (name: string, type: string): Column => ({ kind: "column", schema: "public", table: "t", name, type });

const rights = "select relname, relacl::text, relowner::regrole::text as owner from pg_class where relname in ('v', 'w', 'm') order by 1";

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("the models mention no views: nothing is to do, and indexes of a materialized view stay", async () => {
    await withDatabase({ major, setup: base }, async (database) => {
      const live = (await readSchema(database)).schema;
      const after = targetSchema(live, modelsOf(live), tablesOnly, kinds);
      expect(operationsBetween({ before: live, after }).upgrade).toEqual([]);
    });
  });

  test("a column under them gets another type: all comes back as it was, both ways", async () => {
    await withDatabase({ major, setup: base }, async (database) => {
      const before = (await readSchema(database)).schema;
      const after = targetSchema(before, putObjects(modelsOf(before), [column("a", "bigint")]), tablesOnly, kinds);
      const [startText, startRights] = [await catalogSnapshot(database.url), await queryRows(database.url, rights)];
      const { upgrade, downgrade } = operationsBetween({ before, after });
      const plan = planOperations(upgrade, kinds, before);
      expect(statementsOf(plan).flatMap(({ facts }) => facts.inTheWay ?? [])).toEqual([]);
      expect([...new Set(statementsOf(plan).flatMap(({ facts }) => facts.alsoDrops ?? []))]).toContain("owner of view public.w");
      await runPlan(database, plan);
      const retyped = (text: string): string => text.replaceAll(/^(column public\.(?:t|v|w|m)\.a): integer/gmu, "$1: bigint");
      expect(await catalogSnapshot(database.url)).toBe(retyped(startText));
      expect(await queryRows(database.url, rights)).toEqual(startRights);
      await runPlan(database, planOperations(downgrade, kinds));
      expect(await catalogSnapshot(database.url)).toBe(startText);
      expect(await queryRows(database.url, rights)).toEqual(startRights);
    });
  });

  test.each([
    { what: "column", gone: ["a"], inTheWay: ["materialized view public.m", "view public.v", "view public.w"].slice(1, 2) },
    { what: "table", gone: ["id", "a", "b", "c"], inTheWay: ["view public.v"] },
  ])("a $what that they use is dropped: they are in the way, and not dropped", async ({ what, gone, inTheWay }) => {
    await withDatabase({ major, setup: base }, async (database) => {
      const before = (await readSchema(database)).schema;
      const refs = gone.map((name) => ({ kind: "column", schema: "public", table: "t", name }));
      const models = what === "table" ? emptySchema : removeObjects(modelsOf(before), refs);
      const after = targetSchema(before, models, tablesOnly, kinds);
      const { upgrade } = operationsBetween({ before, after });
      expect(upgrade.map(({ kind }) => kind)).toEqual([what === "table" ? "dropTable" : "dropColumn"]);
      const plan = planOperations(upgrade, kinds, before);
      expect(statementsOf(plan).flatMap(({ facts }) => facts.inTheWay ?? [])).toEqual(inTheWay);
      await expect(runPlan(database, plan)).rejects.toThrow("depend");
    });
  });

  test("a column that no view uses is dropped without a word", async () => {
    await withDatabase({ major, setup: base }, async (database) => {
      const before = (await readSchema(database)).schema;
      const after = targetSchema(before, removeObjects(modelsOf(before), [column("c", "integer")]), tablesOnly, kinds);
      const { upgrade } = operationsBetween({ before, after });
      const plan = planOperations(upgrade, kinds, before);
      expect(statementsOf(plan).flatMap(({ facts }) => facts.inTheWay ?? [])).toEqual([]);
      await runPlan(database, plan);
    });
  });

  test("two databases: a view that is replaced keeps its rights, one that is made again gets them back", async () => {
    const [live, wanted] = [
      await createDatabase({ major, setup: base }),
      await createDatabase({
        major,
        setup: base
          .replace("select id, a, b from t", "select id, a, b, c from t where c > 0")
          .replace("as n from v", "as n, max(a) from v"),
      }),
    ];
    try {
      const [before, after] = [(await readSchema(live)).schema, (await readSchema(wanted)).schema];
      const [startText, goalText] = [await catalogSnapshot(live.url), await catalogSnapshot(wanted.url)];
      const { upgrade, downgrade } = operationsBetween({ before, after });
      expect(upgrade.map(({ kind }) => kind)).toContain("replaceView");
      await runPlan(live, planOperations(upgrade, kinds, before));
      expect(await catalogSnapshot(live.url)).toBe(goalText);
      await runPlan(live, planOperations(downgrade, kinds));
      expect(await catalogSnapshot(live.url)).toBe(startText);
    } finally {
      await live.drop();
      await wanted.drop();
    }
  });

  test("a trigger or a default over a view is no reason to lose a row", async () => {
    await withDatabase({ major, setup: `${base} insert into t values (1, 2, 'x', 3); refresh materialized view m` }, async (database) => {
      const before = (await readSchema(database)).schema;
      const after = targetSchema(before, putObjects(modelsOf(before), [column("a", "bigint")]), tablesOnly, kinds);
      await runPlan(database, planOperations(operationsBetween({ before, after }).upgrade, kinds, before));
      expect(await queryRows(database.url, "select a::text, n::text from m")).toEqual([{ a: "2", n: "1" }]);
      await runScript(database.url, "refresh materialized view concurrently m");
    });
  });
});
