import { expect, test } from "vitest";
import { execute, revision, withProject } from "./project.ts";

interface Found {
  readonly problems: readonly string[];
  readonly remarks: readonly string[];
  readonly tablesWithoutRows: readonly { readonly table: string }[];
  readonly irreversible?: string;
}

interface Case {
  readonly what: string;
  /** What is there before. Absent: nothing. */
  readonly before?: readonly string[];
  readonly up: readonly string[];
  /** Absent: the revision says that it has no way back. */
  readonly down?: readonly string[];
  /** What the first problem says. Absent: there is none. */
  readonly problem?: RegExp;
  readonly remark?: RegExp;
  readonly without?: readonly string[];
}

const users = ["create table {t} (id serial primary key, name text, mail text not null unique)"];

const cases: readonly Case[] = [
  { what: "a table", up: users, down: ["drop table {t}"] },
  {
    what: "a column and an index that come and go",
    before: users,
    up: ["alter table {t} add nick text not null default 'n'", "create index on {t} (nick)"],
    down: ["alter table {t} drop nick"],
  },
  {
    what: "an index that stays",
    before: users,
    up: ["create index {t}_name on {t} (name)"],
    down: [],
    problem: /^The downgrade does not bring the design back \(- before, \+ now\):\n\+ index public\.\w+_name:/u,
  },
  {
    what: "a default that does not come back",
    before: ["create table {t} (id integer primary key, n integer default 3)"],
    up: ["alter table {t} alter n set default 4"],
    down: ["alter table {t} alter n drop default"],
    problem: /\n- column public\.\w+\.n: integer default 3\n\+ column public\.\w+\.n: integer$/u,
  },
  {
    what: "a comment that does not come back",
    before: [...users, "comment on table {t} is 'people'"],
    up: ["comment on table {t} is 'persons'"],
    down: ["comment on table {t} is 'person'"],
    problem: /comment/u,
  },
  {
    what: "a comment that stays",
    before: users,
    up: ["comment on column {t}.name is 'full'"],
    down: [],
    problem: /\n\+ .*comment.*full/u,
  },
  {
    what: "a value of an enum that stays",
    before: ["create type {t}_kind as enum ('a', 'b')", "create table {t} (id integer primary key, kind {t}_kind not null)"],
    up: ["alter type {t}_kind add value 'c'"],
    down: [],
    problem: /^The downgrade does not bring the design back[^]*_kind/u,
  },
  {
    what: "rows that stay",
    before: users,
    up: ["insert into {t} (id, mail) values (900, 'seed')"],
    down: [],
    problem: /^The downgrade does not bring these values back:[^]*\+ \["900","seed"/u,
  },
  {
    what: "rows that are deleted, as it says",
    before: users,
    up: ["delete from {t} where id = (select min(id) from {t})"],
    down: [],
    remark: /^The upgrade loses what the statement removes/u,
  },
  {
    what: "a check that does not come back",
    before: ["create table {t} (id integer primary key, n integer constraint small check (n < 100))"],
    up: ["alter table {t} drop constraint small"],
    down: [],
    problem: /\n- .*small/u,
  },
  {
    what: "a foreign key that comes back with another action",
    before: ["create table {t} (id integer primary key, up integer constraint {t}_up references {t} on delete cascade)"],
    up: ["alter table {t} drop constraint {t}_up"],
    down: ["alter table {t} add constraint {t}_up foreign key (up) references {t}"],
    problem: /\n- .*_up.*\n\+ .*_up/u,
  },
  {
    what: "a trigger that stays",
    before: [...users, "create function {t}_f() returns trigger language plpgsql as $$ begin return new; end $$"],
    up: ["create trigger {t}_t before insert on {t} for each row execute function {t}_f()"],
    down: [],
    problem: /\n\+ .*_t/u,
  },
  {
    what: "a policy, and what it is for, that stay",
    before: users,
    up: ["alter table {t} enable row level security", "create policy own on {t} using (true)"],
    down: ["drop policy own on {t}"],
    problem: /^The downgrade does not bring the design back/u,
  },
  {
    what: "a right that stays",
    before: users,
    up: ["grant select on {t} to public"],
    down: [],
    problem: /^The downgrade does not bring the design back/u,
  },
  {
    what: "a view that comes back with another query",
    before: [...users, "create view {t}_v as select id from {t} where id > 1"],
    up: ["drop view {t}_v"],
    down: ["create view {t}_v as select id from {t} where id > 2"],
    problem: /_v/u,
  },
  {
    what: "a function that comes back with another body",
    before: [...users, "create function {t}_f() returns int language sql as 'select 1'"],
    up: ["create or replace function {t}_f() returns int language sql as 'select 2'"],
    down: ["create or replace function {t}_f() returns int language sql as 'select 3'"],
    problem: /_f/u,
  },
  {
    what: "a type that comes back narrower",
    before: ["create table {t} (id integer primary key, name varchar(40))"],
    up: ["alter table {t} alter name type text"],
    down: ["alter table {t} alter name type varchar(20)"],
    problem: /varchar|character varying/u,
  },
  {
    what: "values that change",
    before: users,
    up: ["update {t} set mail = upper(mail)"],
    down: [],
    problem: /^The downgrade does not bring these values back:\npublic\.\w+ \(id, mail, name\)\n {2}- \["1","v0 é",/u,
  },
  {
    what: "values that change and come back",
    before: ["create table {t} (id integer primary key, n integer not null)"],
    up: ["update {t} set n = n + 1"],
    down: ["update {t} set n = n - 1"],
  },
  {
    what: "a column that is dropped, as it says",
    before: users,
    up: ["alter table {t} drop name"],
    down: ["alter table {t} add name text"],
    remark: /^The upgrade loses/u,
  },
  {
    what: "a column that must have values and is dropped",
    before: users,
    up: ["alter table {t} drop mail"],
    down: ["alter table {t} add mail text not null unique"],
    remark: /^Not tried with rows of all sorts: The downgrade of .* contains null values/u,
  },
  {
    what: "a downgrade that rows stop",
    before: users,
    up: ["create index {t}_name on {t} (name)"],
    down: ["drop index {t}_name", "alter table {t} add constraint short check (length(name) < 2)"],
    problem: /^With rows: The downgrade of .* is violated by some row/u,
  },
  {
    what: "an upgrade that NULLs stop",
    before: users,
    up: ["alter table {t} alter name set not null"],
    down: ["alter table {t} alter name drop not null"],
    remark: /^Not tried with rows of all sorts: The upgrade of .* contains null values/u,
  },
  {
    what: "rows of the new design that stop the downgrade",
    before: ["create table {t} (id integer primary key, n integer not null)"],
    up: ["alter table {t} alter n drop not null"],
    down: ["alter table {t} alter n set not null"],
    remark: /^Rows that only the new design allows stop the downgrade: .* contains null values/u,
  },
  {
    what: "a statement that fails",
    before: users,
    up: ["create table {t}_b (id int)"],
    down: ["drop table {t}_c"],
    problem: /does not exist .*\nin: drop table \w+_c$/u,
  },
  { what: "no way back", before: users, up: ["alter table {t} drop name"], remark: /^It has no way back: the names are gone$/u },
  {
    what: "a table without rows",
    before: ["create table {t} (id integer check (id > 5 and id < 5), primary key (id))"],
    up: ["alter table {t} add n integer"],
    down: ["alter table {t} drop n"],
    without: ["public.{t}"],
  },
  {
    what: "a sequence that goes back",
    before: users,
    up: ["alter table {t} alter id drop default", "drop sequence {t}_id_seq"],
    down: ["create sequence {t}_id_seq as integer owned by {t}.id", "alter table {t} alter id set default nextval('{t}_id_seq')"],
    problem: /\nsequence public\.\w+_id_seq is at 1, and was at 3$/u,
  },
];

/** Each case has a line of its own, in one project. */
function filesOf(): Readonly<Record<string, string>> {
  const files = cases.flatMap(({ before = [], up, down }, at) => {
    const text = (list: readonly string[]): string => execute(...list.map((sql) => sql.replaceAll("{t}", `t${at}`)));
    const drops = execute(`drop table t${at} cascade`);
    const way = down === undefined ? "" : text(down) || " ";
    const more = down === undefined ? `export const irreversible = "the names are gone";` : "";
    const base = before.length === 0 ? [] : [[`mig/versions/b${at}.js`, revision(`b${at}`, null, text(before), drops)]];
    return [...base, [`mig/versions/r${at}.js`, revision(`r${at}`, before.length === 0 ? null : `b${at}`, text(up), way, more)]];
  });
  return Object.fromEntries(files) as Readonly<Record<string, string>>;
}

test("each kind of fault is found, and nothing is said of what is right", { timeout: 300_000 }, () =>
  withProject(filesOf(), async ({ run, databases }) => {
    const found = await run<Readonly<Record<string, Found>>>(`
      const found = {};
      for (const step of await mig.migrationSteps())
        found[step.revision] = await step.run().catch((error) => error.code === "ROUND_TRIP_FAILED" ? error.details.revisions[0] : Promise.reject(error));
      return found;`);
    for (const [at, { what, problem, remark, without = [] }] of cases.entries()) {
      const { problems = [], remarks = [], tablesWithoutRows = [] } = found[`r${at}`] ?? {};
      if (problem === undefined) expect({ what, problems }).toEqual({ what, problems: [] });
      else expect(problems[0] ?? "no problem", what).toMatch(problem);
      if (remark !== undefined) expect(remarks, what).toContainEqual(expect.stringMatching(remark));
      expect({ what, without: tablesWithoutRows.map(({ table }) => table) }).toEqual({
        what,
        without: without.map((name) => name.replace("{t}", `t${at}`)),
      });
    }
    expect(await databases()).toEqual([]);
  }),
);

const graph = {
  "mig/versions/a1.js": revision("a1", null, execute("create table a (id int primary key)"), execute("drop table a")),
  "mig/versions/b1.js": revision("b1", "a1", execute("create table b (a int references a)"), execute("drop table b")),
  "mig/versions/b2.js": revision("b2", "a1", execute("create table c (a int references a)"), execute("drop table c")),
  "mig/versions/d1.js": revision("d1", null, execute("create table d (id int primary key)"), execute("drop table d")),
  "mig/versions/m1.js": revision(
    "m1",
    ["b1", "b2"],
    execute("create view v as select b.a from b join c using (a)"),
    execute("drop view v"),
  ),
  "mig/versions/n1.js": revision(
    "n1",
    "m1",
    execute("alter table a add d int references d"),
    execute("alter table a drop d"),
    `export const dependsOn = "d1";`,
  ),
};

test("branches, merges and dependencies: one call tries all; a failure names its revision and its file", { timeout: 120_000 }, () =>
  withProject(graph, async ({ run, write, databases }) => {
    const trips = await run(
      `return (await mig.testMigrations()).map(({ revision, rows, problems }) => ({ revision, rows: rows > 0, problems }));`,
    );
    expect(trips).toEqual(
      ["a1", "b1", "b2", "m1", "d1", "n1"].map((id) => ({ revision: id, rows: !["a1", "d1"].includes(id), problems: [] })),
    );
    await write({
      "mig/versions/m1.js": revision("m1", ["b1", "b2"], execute("create view v as select b.a from b join c using (a)"), " "),
    });
    const failed = await run(
      `return mig.testMigrations({ only: ["b2", "m1"] }).then(() => "good", (error) => [error.code, error.message, error.hint]);`,
    );
    expect(failed).toEqual([
      "ROUND_TRIP_FAILED",
      expect.stringMatching(
        /^The round trip of revision m1 failed\.\n {2}- The downgrade does not bring the design back \(- before, \+ now\):\n {4}\+ column public\.v\.a: integer\n {4}\+ view public\.v:/u,
      ),
      expect.stringContaining("mig/versions/m1.js"),
    ]);
    expect(await databases()).toEqual([]);
  }),
);

test("values that may change are a remark; a revision that is not there is named", { timeout: 60_000 }, () =>
  withProject(
    {
      "mig/versions/a1.js": revision("a1", null, execute("create table a (t text)"), execute("drop table a")),
      "mig/versions/b1.js": revision("b1", "a1", execute("update a set t = upper(t)"), " "),
    },
    async ({ run }) => {
      const [trip] = await run<readonly Found[]>(
        `return mig.testMigrations({ only: ["b1"], mayChangeValues: { b1: "texts become upper case" } });`,
      );
      expect(trip?.remarks).toEqual(["The downgrade does not bring these values back: (texts become upper case)"]);
      expect(await run(`return mig.testMigrations({ only: ["x9"] }).catch((error) => error.code);`)).toBe("REVISION_NOT_FOUND");
    },
  ),
);

const mails = {
  "mig/versions/a1.js": revision(
    "a1",
    null,
    execute(`create table "User" (id bigint generated always as identity, mail text not null, tags jsonb)`),
    execute(`drop table "User"`),
  ),
  "mig/versions/b1.js": revision("b1", "a1", execute(`update "User" set mail = lower(mail)`), " "),
};

test.each([
  { what: "rows as they are expected", options: `expect: { User: [{ id: 7, mail: "ada" }] }`, gives: "good" },
  { what: "columns that are not named are not looked at", options: `expect: { "public.User": [{ mail: "ada" }] }`, gives: "good" },
  { what: "a value of a JSON column", options: `expect: { User: [{ tags: { b: [1], a: null } }] }`, gives: "good" },
  { what: "a function", options: `expect: async (db) => { seen = (await db.query('select mail from "User"'))[0].mail; }`, gives: "ada" },
  { what: "the way back", options: `expect: {}, back: { User: [{ mail: "ada" }] }`, gives: "good" },
  {
    what: "other rows",
    options: `expect: { User: [{ mail: "Ada" }, { mail: "eve" }] }`,
    gives: `After the upgrade, table User has other rows than expected (- expected, + found):\n  - {"mail":"Ada"}\n  - {"mail":"eve"}\n  + {"mail":"ada"}`,
  },
])("migrationTest(): $what", ({ options, gives }) =>
  withProject(mails, async ({ run }) => {
    expect(
      await run(`
        let seen = "good";
        await mig.migrationTest({ to: "b1", rows: { User: [{ id: 7, mail: "Ada", tags: JSON.stringify({ a: null, b: [1] }) }] }, ${options} })
          .catch((error) => { seen = error.message; });
        return seen;`),
    ).toBe(gives);
  }),
);
