import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pgDump, queryRows, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { connect, databaseSide, designFiles } from "../src/index.ts";
import type { ModelSource } from "../src/schema/model-source.ts";
import { brought, compared, textsOf, withFiles } from "./sql-files.ts";

// Models in SQL: files in any order, what they add to earlier models, and what is dropped when they no longer say it.

/** Everything before what it needs, over several files. A table and a function need each other. */
const outOfOrder = {
  "db/1-views.sql": `
    create view late as select * from early;
    create view early as select id, next_code(id) as code from app.orders;
    comment on view late is 'last';`,
  "db/2-tables.sql": `
    set search_path to app;
    create table orders (id int primary key, code text default public.first_code(), kind public.kind, customer int references customers);
    create index on orders (code);
    create table customers (id int primary key);
    alter table orders enable row level security;
    create policy mine on orders using (public.next_code(id) is not null);`,
  "db/3-functions.sql": `
    create function next_code(n int) returns text language sql stable as $$ select code || n from app.orders limit 1; -- one
    $$;
    create function first_code() returns text language sql stable begin atomic
      select coalesce(max(case when x.id > 0 then 'a;b' else 'c' end), 'none') from app.counters x;
    end;
    create function is_even(n int) returns boolean language sql as 'select case when n = 0 then true else is_odd(n - 1) end';
    create function is_odd(n int) returns boolean language sql as 'select case when n = 0 then false else is_even(n - 1) end';`,
  "db/4-types.sql": `create table app.counters (id int); create schema app; create type kind as enum ('a', 'b');`,
};

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("files and statements in any order, with cycles", async () => {
    await withDatabase({ major }, async (database) => {
      await withFiles(outOfOrder, database, async ({ load }) => {
        const source = await load();
        expect(source.diagnostics).toEqual([]);
        const { texts, revert } = await brought(source, database);
        expect(texts.join("\n")).toMatch(/create table app\.orders[^]*create view public\.late/u);
        expect(await database.query("select is_even(10) as even, (select count(*)::int from late) as rows")).toEqual([
          { even: true, rows: 0 },
        ]);
        await revert();
        expect(await database.query("select from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
      });
    });
  });

  test("default privileges hold for what comes after them in the files, whatever must wait", async () => {
    await withDatabase({ major }, async (database) => {
      const files = {
        "db/a.sql": `create view v as select * from t;
          create table t (a int);
          alter default privileges in schema public grant select on tables to pg_monitor;
          create table u (a int);`,
      };
      await withFiles(files, database, async ({ load, write }) => {
        const { texts } = await brought(await load(), database);
        expect(texts.filter((text) => /privileges|^grant|^revoke/u.test(text))).toEqual([
          "grant select on table public.u to pg_monitor",
          "alter default privileges in schema public grant select on tables to pg_monitor",
        ]);
        await write({ "db/a.sql": "create table t (a int); create table u (a int); create table w (a int);" });
        const { texts: more } = await brought(await load(), database);
        expect(more.filter((text) => /privileges|^grant|^revoke/u.test(text))).toEqual([
          "revoke select on table public.w from pg_monitor",
          "revoke select on table public.u from pg_monitor",
          "alter default privileges in schema public revoke select on tables from pg_monitor",
        ]);
      });
    });
  });

  test("what never loads: each with its place, and nothing else", async () => {
    await withDatabase({ major }, async (database) => {
      const files = {
        "db/a.sql": "-- one\ncreate view v as\n  select nothing from t;\n\ncreate view w as select * from v;\n",
        "db/b.sql": "create table t (a int);\nset role nobody_here;\ncreate table u (a int);\ncreate table u2 (a int);",
        "db/c.sql": "create function f() returns int language sql as 'select missing()';",
      };
      await withFiles(files, database, async ({ load, write }) => {
        const { diagnostics } = await load();
        expect(
          diagnostics.map(({ severity, code, message, place }) => [
            severity,
            code,
            message,
            place?.file.replace(/^.*\/db/u, "db"),
            place?.line,
          ]),
        ).toEqual([
          ["error", "SQL_MODEL_FAILED", 'column "nothing" does not exist', "db/a.sql", 3],
          ["error", "SQL_MODEL_FAILED", 'relation "v" does not exist', "db/a.sql", 5],
          ["error", "SQL_MODEL_FAILED", 'role "nobody_here" does not exist', "db/b.sql", 2],
        ]);
        await write({ "db/a.sql": "", "db/b.sql": "" });
        const loaded = await load();
        expect(loaded.diagnostics).toMatchObject([
          {
            severity: "warning",
            code: "SQL_BODY_DOUBTFUL",
            message: expect.stringContaining("function missing() does not exist") as string,
            place: { line: 1 },
          },
        ]);
      });
    });
  });

  test("drop and alter of what earlier files declare", async () => {
    await withDatabase({ major }, async (database) => {
      const files = {
        "db/1.sql": "create view old as select * from t; create table t (a int, b int);",
        "db/2.sql":
          "drop view if exists old; alter table t drop column b; alter table if exists t add column c int; drop table if exists nothing;",
      };
      await withFiles(files, database, async ({ load }) => {
        const source = await load();
        expect(source.diagnostics).toEqual([]);
        expect((await brought(source, database)).texts).toEqual([
          expect.stringMatching(/^create table public\.t \(\s*a integer,\s*c integer\s*\)$/u),
        ]);
      });
    });
  });

  test("refused statements, each with its place; what is harmless is passed over", async () => {
    await withDatabase({ major }, async (database) => {
      const files = {
        "db/a.sql": "begin;\ncreate table t (a int);\ninsert into t values (1);\ncommit;\n",
        "db/b.sql": "create role ada;\n\\i other.sql\n",
        "db/c.sql": "copy t from stdin;\n1\tit's\n\\.\ncreate table u (a int);",
      };
      await withFiles(files, database, async ({ load, write }) => {
        const { diagnostics } = await load();
        expect(
          diagnostics.map(
            ({ severity, code, message, place }) =>
              `${severity} ${code} ${place?.file.replace(/^.*\/db/u, "db") ?? ""}:${place?.line ?? ""} ${message}`,
          ),
        ).toEqual([
          `warning SQL_PASSED_OVER db/a.sql:1 "begin" is passed over: mig decides about transactions itself.`,
          `error SQL_REFUSED db/a.sql:3 "insert into t": files of a design hold no rows. Write rows in a revision, with op.execute.`,
          `warning SQL_PASSED_OVER db/a.sql:4 "commit" is passed over: mig decides about transactions itself.`,
          `error SQL_REFUSED db/b.sql:1 "create role ada": roles belong to the server, not to the database. Create them outside of mig.`,
          String.raw`error SQL_REFUSED db/b.sql:2 \i is a command of psql, not SQL. List all files in the configuration, and leave it out.`,
          `error SQL_REFUSED db/c.sql:1 "copy t from": files of a design hold no rows. Write rows in a revision, with op.execute.`,
        ]);
        await write({ "db/a.sql": "begin; create table t (a int); commit;", "db/b.sql": "", "db/c.sql": "" });
        expect((await brought(await load(), database)).texts).toEqual([expect.stringContaining("create table public.t")]);
      });
    });
  });

  test("files that are not there, or are no text", async () => {
    await withDatabase({ major }, async (database) => {
      await withFiles({ "db/a.sql": "" }, database, async ({ load, path: folder }) => {
        const messageOf = async (patterns: string | readonly string[]): Promise<unknown> => (await load({ patterns })).diagnostics[0];
        expect(await messageOf("db/**/*.ddl")).toMatchObject({ code: "SQL_NOT_FOUND", message: "No file matches db/**/*.ddl." });
        expect(await messageOf(["db", "none.sql"])).toMatchObject({ message: "There is no file none.sql." });
        expect(await messageOf("none/**/*.sql")).toMatchObject({
          message: expect.stringMatching(/the folder .*none does not exist/u) as string,
        });
        expect((await load({ patterns: ["db", "db/a.sql"] })).diagnostics).toEqual([]);
        await writeFile(
          path.join(folder, "db/b.sql"),
          Buffer.concat([Buffer.from("create table t (a int);\n-- caf"), Buffer.from([0xe9])]),
        );
        expect((await load()).diagnostics).toMatchObject([{ code: "SQL_UNREADABLE", place: { line: 2, column: 7 } }]);
      });
    });
  });

  test("alone it speaks for the schemas in which it declares something, and for nothing else", async () => {
    const setup = `create schema other; create table other.kept (a int); create view hand_made as select 1 as a; create table mine (a int);
      create index by_hand on mine (a); create publication sent for table mine, tables in schema other;
      create subscription from_there connection '' publication p with (connect = false, slot_name = none);
      comment on subscription from_there is 'set up here'`;
    await withDatabase({ major, setup }, async (database) => {
      await withFiles({ "db/a.sql": "create table mine (a int);" }, database, async ({ load, write }) => {
        const source = await load();
        const { upgrade, before } = await compared(source, database);
        expect(textsOf(upgrade, before).toSorted()).toEqual(["drop index public.by_hand", "drop view public.hand_made"]);
        const left = await load({ leaves: ({ name }) => name === "by_hand" });
        expect(textsOf((await compared(left, database)).upgrade, before)).toEqual(["drop view public.hand_made"]);
        const whole = await load({ owns: "database" });
        expect(textsOf((await compared(whole, database)).upgrade, before).toSorted()).toEqual([
          "drop index public.by_hand",
          "drop publication sent",
          "drop schema other",
          "drop table other.kept",
          "drop view public.hand_made",
        ]);
        await write({ "db/b.sql": "create publication sent;" });
        expect(textsOf((await compared(await load(), database)).upgrade, before).toSorted()).toEqual([
          "alter publication sent drop table only public.mine",
          "alter publication sent drop tables in schema other",
          "drop index public.by_hand",
          "drop view public.hand_made",
        ]);
        await write({ "db/b.sql": "" });
        // the last object of `public` goes with its file's last statement
        await write({ "db/a.sql": "-- nothing left\n" });
        expect(textsOf((await compared(await load(), database)).upgrade, before).toSorted()).toEqual([
          "drop table public.mine",
          "drop view public.hand_made",
        ]);
      });
    });
  });

  test("a result is remembered until a file, or what is before it, changes", async () => {
    await withDatabase({ major }, async (database) => {
      await withFiles(outOfOrder, database, async ({ load, write }) => {
        await brought(await load(), database);
        // a scratch database can no longer be made, and need not be
        const name = new URL(database.url).pathname.slice(1);
        await database.query(`create role ${name}_poor login password 'poor'`);
        await database.query(`grant all on database ${name} to ${name}_poor`);
        const url = new URL(database.url);
        [url.username, url.password] = [`${name}_poor`, "poor"];
        try {
          const again = await load({ url: url.href });
          expect(again.diagnostics).toEqual([]);
          const { upgrade, downgrade } = await compared(again, database);
          expect([upgrade, downgrade]).toEqual([[], []]);
          await write({ "db/5.sql": "create table more (a int);" });
          if (major < 18) return; // PGlite is of another major version
          const elsewhere = await load({ url: url.href });
          expect(elsewhere.diagnostics).toMatchObject([{ severity: "warning", code: "SCRATCH_ELSEWHERE" }]);
          const { upgrade: more, before } = await compared(elsewhere, database);
          expect(textsOf(more, before)).toEqual([expect.stringContaining("create table public.more")]);
        } finally {
          await database.query(`drop owned by ${name}_poor; drop role ${name}_poor`);
        }
      });
    });
  });

  test("what is remembered says its warnings and places again", async () => {
    await withDatabase({ major }, async (database) => {
      await withFiles({ "db/a.sql": "begin;\ncreate table t (a int);\ncommit;\n" }, database, async ({ load }) => {
        const told = ({ diagnostics, placeOf }: ModelSource) => [diagnostics, placeOf?.({ kind: "table", schema: "public", name: "t" })];
        const first = told(await load());
        expect(first).toMatchObject([[{ code: "SQL_PASSED_OVER" }, { code: "SQL_PASSED_OVER" }], { line: 2, column: 1 }]);
        expect(told(await load())).toEqual(first);
      });
    });
  });

  test("what pg_dump writes, loaded back, is the same design", async (context) => {
    await withDatabase({ major, setup: rich }, async (database) => {
      const dump = await pgDump(database.url);
      if (dump.kind === "skipped") return context.skip(dump.reason);
      const text = `--\n-- PostgreSQL database dump\n--\n\n\\restrict it's\n\n${dump.text}\n\\unrestrict it's\n`;
      await withFiles({ "db/dump.sql": text }, database, async ({ load }) => {
        const source = await load({ owns: "database" });
        expect(source.diagnostics).toEqual([]);
        const { upgrade, before, downgrade, notCompared } = await compared(source, database);
        expect([textsOf(upgrade, before), downgrade, notCompared]).toEqual([[], [], []]);
        await queryRows(database.url, "create table later (a int)");
        expect(textsOf((await compared(source, database)).upgrade, before)).toEqual(["drop table public.later"]);
      });
    });
  });
});

/** One of most things. */
const rich = `
  create schema app;
  create extension citext;
  create type mood as enum ('sad', 'ok');
  create type app.pair as (a int, b text);
  create domain app.email as citext check (value ~ '@');
  create sequence app.numbers increment 5;
  create function app.total(n int) returns int language sql immutable as 'select n * 2';
  create function app.touch() returns trigger language plpgsql as $$ begin new.at = now(); return new; end $$;
  create table app.users (id serial primary key, "Mail" app.email not null unique, mood mood default 'ok', at timestamptz default now(), n int check (n > 0), twice int generated always as (n * 2) stored);
  create table posts (id bigint generated always as identity primary key, author int references app.users on delete cascade, body text collate "C", tags text[] default '{}') with (fillfactor = 70);
  create index on posts using gin (tags);
  create unique index lower_mail on app.users (lower("Mail"::text)) where mood <> 'sad';
  create trigger touch before update on app.users for each row execute function app.touch();
  alter table posts enable row level security;
  create policy own on posts for select using (author = 1);
  create view recent as select * from posts where id > 10;
  create materialized view counts as select author, count(*) from posts group by author;
  create statistics posts_ab on author, id from posts;
  comment on table posts is 'what they write';
  comment on column posts.body is 'it''s; \\\\ text';
  grant select on posts to public;
  alter table posts replica identity full;
  create foreign data wrapper elsewhere options (debug 'true');
  create server there foreign data wrapper elsewhere;
  create user mapping for pg_monitor server there;
  create foreign table app.remote (id int options (column_name 'ID'), mood mood) server there options (a 'b');
  comment on foreign table app.remote is 'elsewhere';
  grant usage on foreign server there to public;
  create function app.starts(internal, int) returns internal language internal strict as 'prsd_start';
  create text search parser app.words (start = app.starts, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
  comment on text search parser app.words is 'takes apart';
  create text search template simple (init = dsimple_init, lexize = dsimple_lexize);
  create text search dictionary known (template = public.simple, accept = false);
  create text search configuration found (parser = app.words);
  alter text search configuration found add mapping for word with known, english_stem;
  create index posts_found on posts using gin (to_tsvector('found', body));
  create publication changes for table posts (id, body) where (id > 10), app.users;
  comment on publication changes is 'what is sent';`;

describe.each(servers())("the design of a database as files, PostgreSQL $major", ({ major }) => {
  test("what is about all that is made later, and what fires for it, is read last", async () => {
    const setup = `create table a (id int); create function quiet() returns event_trigger language plpgsql as 'begin end';
      create subscription from_there connection '' publication p with (connect = false, slot_name = none);
      comment on subscription from_there is 'set up here';
      alter default privileges in schema public grant select on tables to pg_monitor; create table b (id int);
      create table m (a int not null, b int) partition by range (a); create table m_1 partition of m for values from (0) to (10);
      create table h partition of m for values from (10) to (20); create index some_idx on only m (b); create index some_h on h (b);
      alter index some_idx attach partition some_h; alter table only m add constraint m_key primary key (a);
      create event trigger seen on ddl_command_start execute function quiet();
      alter default privileges revoke execute on functions from public; create function f() returns int language sql as 'select 1'`;
    await withDatabase({ major, setup }, async (database) => {
      const session = await connect(database.url);
      const { files, notWritten } = await designFiles(await databaseSide(session, []));
      await session.close();
      expect(notWritten).toEqual([{ what: "subscription", name: "from_there", is: "only after" }]);
      expect(files.find(({ path: file }) => file === "zz-last.sql")?.text).toMatch(
        /alter default privileges[^]*create event trigger seen/u,
      );
      await withFiles(Object.fromEntries(files.map(({ path: file, text }) => [`db/${file}`, text])), database, async ({ load }) => {
        const source = await load({ owns: "database" });
        expect(source.diagnostics).toEqual([]);
        const { upgrade, before, downgrade } = await compared(source, database);
        expect([textsOf(upgrade, before), downgrade]).toEqual([[], []]);
      });
    });
  });

  test("read again as models, they are the same design", async () => {
    await withDatabase({ major, setup: rich }, async (database) => {
      const session = await connect(database.url);
      const { files, notWritten } = await designFiles(await databaseSide(session, []));
      await session.close();
      expect(files.map(({ path: file }) => file)).toEqual([
        "extensions/citext.sql",
        "foreign-data-wrappers/elsewhere.sql",
        "foreign-servers/there.sql",
        "functions/app.starts.sql",
        "functions/app.total.sql",
        "functions/app.touch.sql",
        "materialized-views/counts.sql",
        ...(notWritten.length === 0 ? [] : ["not-written.sql"]),
        "publications/changes.sql",
        "schemas/app.sql",
        "sequences/app.numbers.sql",
        "statistics/posts_ab.sql",
        "tables/app.remote.sql",
        "tables/app.users.sql",
        "tables/posts.sql",
        "text-search-configurations/found.sql",
        "text-search-dictionaries/known.sql",
        "text-search-parsers/app.words.sql",
        "text-search-templates/simple.sql",
        "types/app.email.sql",
        "types/app.pair.sql",
        "types/mood.sql",
        "user-mappings/there.sql",
        "views/recent.sql",
      ]);
      expect(files.find(({ path: file }) => file === "tables/posts.sql")?.text).toMatch(
        /^create table public\.posts[^]*create index[^]*policy[^]*comment on table[^]*grant select/u,
      );
      await withFiles(Object.fromEntries(files.map(({ path: file, text }) => [`db/${file}`, text])), database, async ({ load }) => {
        const source = await load();
        expect(source.diagnostics).toEqual([]);
        const { upgrade, before, downgrade, notCompared } = await compared(source, database);
        expect([textsOf(upgrade, before), downgrade]).toEqual([[], []]);
        expect(notCompared.map(({ what }) => what)).toEqual(notWritten.map(({ what }) => what));
      });
    });
  });
});

test("the same in PGlite", async () => {
  await withDatabase(
    { major: 18, setup: rich.replace("create extension citext;", "").replace("as citext", "as text") },
    async (database) => {
      const session = await connect(database.url);
      const { files } = await designFiles(await databaseSide(session, []));
      await session.close();
      await withFiles(Object.fromEntries(files.map(({ path: file, text }) => [`db/${file}`, text])), database, async ({ load }) => {
        const source = await load({ config: { scratchUrl: "pglite:memory" } });
        expect(source.diagnostics).toEqual([]);
        const { upgrade, before, downgrade } = await compared(source, database);
        expect([textsOf(upgrade, before), downgrade]).toEqual([[], []]);
      });
    },
  );
});
