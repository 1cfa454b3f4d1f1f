import { createDatabase, queryRows, runScript, newestServer, servers, type ScratchDatabase } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { afterEach, describe, expect, test } from "vitest";
import { withShop, writeModels, type Shop } from "./shop.ts";

// What no kind models is never "no differences": it is named, what it stops and what goes with it too.

const databases: ScratchDatabase[] = [];
afterEach(async () => {
  for (const made of databases.splice(0)) await made.drop();
});

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  databases.push(made);
  return made;
}

const base = `
  create table t (id int);
  create extension dblink;
  create table ev of dblink_pkey_results;
  create publication pub;
`;

/** A difference of a kind that is not modelled, each alone. */
const differences: readonly (readonly [sql: string, name: string])[] = [
  ["alter publication pub add table ev", "publication relation public.ev in publication pub"],
  ["alter table ev alter colname set not null", "table of a type public.ev"],
  ["create index on ev (colname)", "table of a type public.ev"],
];

describe.each(newestServer())("two databases, PostgreSQL $major", ({ major }) => {
  test("name tables whose columns stay in another order", async () => {
    const [left, right] = [
      await database(major, "create table t (a int, b int, c int); create table u (a int, b int)"),
      await database(major, "create table t (a int, new text, c int, b int); create table u (a int, b int, c int)"),
    ];
    const { code, stderr } = await migHere(["diff", left.url, right.url, "--format", "sql"]);
    expect(code).toBe(0);
    expect(stderr).toContain("public.t (a, b, c, new instead of a, new, c, b)");
    expect(stderr).not.toContain("public.u");
  });

  test("never say that there are no differences", async () => {
    const [left, right] = [await database(major, base), await database(major, base)];
    expect(await migHere(["diff", left.url, right.url, "--exit-code"])).toMatchObject({ code: 0, stderr: "No differences.\n" });
    for (const [sql, name] of differences) {
      await runScript(right.url, sql);
      for (const [from, to] of [
        [left, right],
        [right, left],
      ] as const) {
        const { code, stdout, stderr } = await migHere(["diff", from.url, to.url, "--exit-code", "--format", "sql"]);
        expect({ sql, code, stdout }).toEqual({ sql, code: 6, stdout: "" });
        expect(stderr).toContain(name);
        expect(stderr).not.toContain("No differences");
      }
    }
    expect((await migHere(["diff", left.url, right.url])).code).toBe(0);
    await runScript(right.url, "alter table t add b int");
    const both = await migHere(["diff", left.url, right.url, "--exit-code"]);
    expect(both).toMatchObject({ code: 4, stdout: "add column public.t.b integer\n" });
    expect(both.stderr).toContain("publication relation public.ev in publication pub (only in the second)");
    const json = JSON.parse((await migHere(["diff", left.url, right.url, "--json"])).stdout) as { data: { notCompared: unknown } };
    expect(json.data.notCompared).toContainEqual({ what: "table of a type", name: "public.ev", is: "differs" });
  });

  test("a script says what it needs, what is in its way, and what is lost", async () => {
    const [left, right] = [
      await database(
        major,
        `create table a (id int, x int); create table gone (id int); alter table gone owner to pg_monitor;
        create extension dblink; create table typed of dblink_pkey_results; create policy mine on typed using (exists (select from a where a.x > 0))`,
      ),
      await database(
        major,
        `create type email; create function email_in(cstring) returns email language internal immutable strict as 'textin';
        create function email_out(email) returns cstring language internal immutable strict as 'textout';
        create type email (input = email_in, output = email_out, like = text); create table a (id int, x bigint, e email)`,
      ),
    ];
    const { stdout } = await migHere(["diff", left.url, right.url, "--format", "sql"]);
    expect(stdout).toContain("-- IN THE WAY: policy mine on public.typed\nalter table public.a alter column x type bigint;");
    expect(stdout).toContain("-- NEEDS what mig does not create yet: type public.email\nalter table public.a add column e public.email;");
    expect(stdout).toContain("-- LOSES DATA: all rows of table gone\n-- also drops: owner of table public.gone\ndrop table public.gone;");
    const typescript = await migHere(["diff", left.url, right.url, "--format", "ts"]);
    expect(typescript.stdout).toContain("  // IN THE WAY: policy mine on public.typed\n  op.alterColumnType(");
    const json = JSON.parse((await migHere(["diff", left.url, right.url, "--format", "json"])).stdout) as {
      readonly data: { readonly operations: readonly object[] };
    };
    expect(json.data.operations).toContainEqual(
      expect.objectContaining({
        operation: expect.objectContaining({ kind: "dropTable" }) as object,
        losesData: "all rows of table gone",
        alsoDrops: ["owner of table public.gone"],
      }),
    );
  });
});

const events = `model Ev {
  id Int
  at DateTime
  n Int?

  @@id([id, at])
}
`;

const typed = `create extension dblink; create table "Ev" of dblink_pkey_results (constraint "Ev_pkey" primary key ("position"))`;

const results = `model Ev {
  position Int @id
  colname String?
}
`;

test("a model whose table is of a type that an extension brought was not compared", () =>
  withShop(async (shop) => {
    await runScript(shop.database.url, typed);
    const check = await shop.mig("check");
    expect(check).toMatchObject({ code: 6, stdout: "What was compared agrees; not everything was compared.\n" });
    expect(check.stderr).toContain('table of a type public."Ev"');
    expect(await shop.json("check")).toMatchObject({
      ok: false,
      data: { inSync: false, operations: [], notCompared: [{ what: "table of a type", name: 'public."Ev"', is: "modelled" }] },
    });
    expect(await shop.done("revision", "-m", "none")).toContain("not everything was compared. No revision is written.");
    await writeModels(shop, `${results}\nmodel Plain {\n  id Int @id\n}\n`);
    expect(await shop.mig("check")).toMatchObject({ code: 4, stdout: "create table public.Plain\n" });
  }, results));

const partitioned = `create table "Ev" (id int not null, at timestamp(3) not null, n int, constraint "Ev_pkey" primary key (id, at)) partition by range (at);
  create table ev_26 partition of "Ev" (check (id > 0)) for values from ('2026-01-01') to ('2027-01-01');
  create trigger tr before update on "Ev" for each row execute function suppress_redundant_updates_trigger(); alter table ev_26 disable trigger tr;
  create index ev_26_n on ev_26 (n); insert into "Ev" values (1, '2026-05-01', 2)`;

test("a model whose table is partitioned leaves it so, and its partitions follow", () =>
  withShop(async (shop) => {
    await runScript(shop.database.url, partitioned);
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    await writeModels(shop, events.replace("n Int?", "n BigInt?\n  note String?"));
    await shop.done("revision", "-m", "more");
    await shop.done("upgrade", "head");
    expect(await shop.mig("check")).toMatchObject({ code: 0 });
    expect(await queryRows(shop.database.url, "select n::text as n, note, pg_typeof(n)::text as type from ev_26")).toEqual([
      { n: "2", note: null, type: "bigint" },
    ]);
    expect(await queryRows(shop.database.url, "select tgenabled::text from pg_trigger where tgrelid = 'ev_26'::regclass")).toEqual([
      { tgenabled: "D" },
    ]);
    await shop.done("downgrade", "base");
    expect(await queryRows(shop.database.url, "select n, pg_typeof(n)::text as type from ev_26")).toEqual([{ n: 2, type: "integer" }]);
  }, events));

const docs = `model Doc {
  id Int @id
  owner String
  old String?
}
`;

const keep = `model Keep {
  id Int @id
}
`;

async function started(shop: Shop): Promise<void> {
  await shop.done("revision", "-m", "base");
  await shop.done("upgrade", "head");
}

const security = `
  alter table "Doc" enable row level security; alter table "Doc" force row level security;
  create policy mine on "Doc" using (owner = current_user);
  create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
  create trigger touched before update on "Doc" for each row execute function touch();
  create publication pub for table "Doc" (id, owner);
  create statistics doc_st on id, owner from "Doc";
  grant select (id) on "Doc" to public;
  alter table "Doc" owner to pg_monitor;
`;

const securityOf = ({ database: { query } }: Shop): Promise<readonly Record<string, unknown>[]> =>
  query(`select c.relrowsecurity, c.relforcerowsecurity, (select attacl::text from pg_attribute a where a.attrelid = c.oid and a.attname = 'id') as rights,
      (select string_agg(polname || pg_get_expr(polqual, polrelid), ' ') from pg_policy where polrelid = c.oid) as policies,
      (select string_agg(pg_get_triggerdef(t.oid), ' ') from pg_trigger t where t.tgrelid = c.oid) as triggers,
      (select string_agg(p.prattrs::text, ' ') from pg_publication_rel p where p.prrelid = c.oid) as published,
      (select string_agg(pg_get_statisticsobjdef(s.oid), ' ') from pg_statistic_ext s where s.stxrelid = c.oid) as statistics
    from pg_class c where c.oid = to_regclass('"Doc"')`);

const goesAlong = ['owner of table public."Doc"'];

test("what hand-made SQL put on a table goes with it by name, and comes back", () =>
  withShop(async (shop) => {
    await started(shop);
    await runScript(shop.database.url, security);
    expect((await shop.mig("check")).code).toBe(0); // models do not speak for any of it
    const before = await securityOf(shop);
    await writeModels(shop, keep);
    const written = await shop.done("revision", "-m", "change");
    const plan = await shop.done("upgrade", "head", "--dry-run");
    const file = await shop.project.read(/mig\/versions\/\S+\.ts/u.exec(written)?.[0] ?? "");
    for (const name of goesAlong) for (const text of [written, plan, file]) expect(text).toContain(name);
    const { stderr } = await shop.mig("upgrade", "head");
    for (const name of goesAlong) expect(stderr).toContain(name);
    await shop.done("downgrade", "-1");
    expect(await securityOf(shop)).toEqual(before);
  }, docs + keep));

test.each([
  {
    hand: `create extension dblink; create table typed of dblink_pkey_results; create policy mine on typed using (exists (select from "Doc" where owner <> 'x'))`,
    name: "policy mine on public.typed",
  },
])("what stands in the way is named before anything runs: $name", ({ hand, name }) =>
  withShop(async (shop) => {
    await started(shop);
    await runScript(shop.database.url, hand);
    await writeModels(shop, docs.replace("owner String", "owner String @db.VarChar(100)"));
    const written = await shop.done("revision", "-m", "change");
    expect(written).toContain(`IN THE WAY: ${name}`);
    expect(await shop.project.read(/mig\/versions\/\S+\.ts/u.exec(written)?.[0] ?? "")).toContain(
      `  // IN THE WAY: ${name}\n  op.alterColumnType(`,
    );
    expect(await shop.done("upgrade", "head", "--dry-run")).toContain(`IN THE WAY: ${name}`);
    expect(JSON.stringify((await shop.json("upgrade", "head", "--dry-run")).data)).toContain('"inTheWay"');
    expect((await shop.mig("upgrade", "head")).code).toBe(1);
  }, docs),
);

test("triggers stand aside, both ways, and one that the models do not mention is in the way of a dropped column", () =>
  withShop(async (shop) => {
    await started(shop);
    await runScript(
      shop.database.url,
      `create function tf() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger tr before update of owner on "Doc" for each row when (old.owner is distinct from new.owner) execute function tf();
      alter table "Doc" disable trigger tr`,
    );
    expect((await shop.mig("check")).code).toBe(0);
    const states = `select pg_get_triggerdef(oid) as definition, tgenabled from pg_trigger where not tgisinternal`;
    const before = await queryRows(shop.database.url, states);
    await writeModels(shop, docs.replace("owner String", "owner String @db.VarChar(100)"));
    expect(await shop.done("revision", "-m", "change")).not.toContain("IN THE WAY");
    await shop.done("upgrade", "head");
    await shop.done("downgrade", "-1");
    expect(await queryRows(shop.database.url, states)).toEqual(before);
    await shop.done("upgrade", "head");
    await writeModels(shop, docs.replace(/ *owner String.*\n/u, ""));
    expect(await shop.done("revision", "-m", "drop")).toContain("IN THE WAY: trigger public.Doc.tr");
    expect((await shop.mig("upgrade", "head")).code).toBe(1);
  }, docs));

test("views stand aside, both ways, and an unmentioned view that uses a dropped column is in the way", () =>
  withShop(async (shop) => {
    await started(shop);
    await runScript(
      shop.database.url,
      `create view doc_v as select id, owner from "Doc"; grant select on doc_v to pg_monitor; create materialized view doc_m as select owner from doc_v; create index doc_i on doc_m (owner)`,
    );
    expect((await shop.mig("check")).code).toBe(0);
    await writeModels(shop, docs.replace("owner String", "owner String @db.VarChar(100)"));
    const written = await shop.done("revision", "-m", "change");
    expect(written).not.toContain("IN THE WAY");
    expect(written).not.toContain("also drops");
    await shop.done("upgrade", "head");
    expect((await shop.mig("check")).code).toBe(0);
    expect(await queryRows(shop.database.url, "select has_table_privilege('pg_monitor', 'doc_v', 'select') as may")).toEqual([
      { may: true },
    ]);
    await shop.done("downgrade", "-1");
    await shop.done("upgrade", "head");
    await writeModels(shop, docs.replace(/ *owner String.*\n/u, ""));
    expect(await shop.done("revision", "-m", "drop")).toContain("IN THE WAY: view public.doc_v");
    expect((await shop.mig("upgrade", "head")).code).toBe(1);
  }, docs));

test("a model in the place of a view is not compared, and the view stays", () =>
  withShop(async (shop) => {
    await runScript(shop.database.url, `create view "Doc" as select 1 as id, 'x' as owner`);
    const check = await shop.mig("check");
    expect(check.stderr).toContain("view public.Doc");
    expect(check.code).toBe(6);
  }, docs));

test("what stands only in the way of the downgrade is named there", () =>
  withShop(
    async (shop) => {
      await started(shop);
      await runScript(
        shop.database.url,
        `create extension dblink; create table typed of dblink_pkey_results; create policy mine on typed using (exists (select from "Doc" where mood = 'sad'))`,
      );
      await writeModels(shop, `${docs.replace("owner String", "owner String\n  mood Mood")}\nenum Mood {\n  sad\n  glad\n}\n`);
      const written = await shop.done("revision", "-m", "change");
      const file = await shop.project.read(/mig\/versions\/\S+\.ts/u.exec(written)?.[0] ?? "");
      const [up = "", down = ""] = file.split("export function downgrade");
      expect(up).toContain("op.addEnumValue(");
      expect(up).not.toContain("IN THE WAY");
      expect(down).toContain("  // IN THE WAY: policy mine on public.typed\n  op.replaceEnumType(");
    },
    `${docs.replace("owner String", "owner String\n  mood Mood")}\nenum Mood {\n  sad\n}\n`,
  ));

test("what came by hand after a revision was written is named before its downgrade drops it", () =>
  withShop(async (shop) => {
    await started(shop);
    await runScript(shop.database.url, security);
    for (const args of [["--dry-run"], []]) {
      const { code, stdout, stderr } = await shop.mig("downgrade", "base", ...args);
      expect(code).toBe(0);
      for (const name of goesAlong) expect(stdout + stderr).toContain(name);
    }
  }, docs));

test.runIf(servers().length > 1)(
  "a server without names for NOT NULL leaves those of a newer one alone, and comments on them",
  async () => {
    const [older, newer] = [servers().at(0)?.major ?? 0, servers().at(-1)?.major ?? 0];
    const [left, right] = [
      await database(older, "create table t (a int not null, b int)"),
      await database(
        newer,
        `create table t (a int constraint filled not null, b int); comment on constraint filled on t is 'why';
      create domain d as int not null; comment on constraint d_not_null on domain d is 'why not'`,
      ),
    ];
    await runScript(left.url, "create domain d as int not null");
    expect(await migHere(["diff", left.url, right.url])).toMatchObject({ code: 0, stdout: "", stderr: "No differences.\n" });
    expect(await migHere(["diff", right.url, left.url])).toMatchObject({ code: 0, stdout: "", stderr: "No differences.\n" });
  },
);
