import { expect, describe, test } from "vitest";
import { createDatabase, servers } from "@migts/testkit";
import { lockModes } from "../../../../operation/spec.ts";
import { connect } from "../../../../runtime/connection/connect.ts";
import { rawFacts } from "./facts.ts";

// Facts never understate: what a server really locks, rewrites and reads is at most what is claimed.

const setup = `
create domain few as int check (value > 0);
create type mood as enum ('a', 'b');
create table r (id int primary key); insert into r select g from generate_series(1, 200) g;
create table t (id int primary key, a int, b text, d few, m mood, at timestamp); insert into t select g, g, 'x', 1, 'a', now() from generate_series(1, 200) g;
create index t_a on t (a);
create table p (id int not null, k int not null, primary key (k, id)) partition by range (k);
create table p1 partition of p for values from (0) to (100); create table p2 partition of p for values from (100) to (200);
create table fit (id int not null, k int not null); insert into fit select g, 200 + g from generate_series(1, 50) g;
create materialized view mv as select id, a from t; create unique index mv_id on mv (id);
create sequence sq;
create function touch() returns int language plpgsql as $$ begin lock table r in access exclusive mode; return 1; end $$;
create function fires() returns trigger language plpgsql as $$ begin return new; end $$;
create view v as select id from t;
create procedure calls() language plpgsql as $$ begin truncate r; end $$;
`;

const statements = [
  "cluster t using t_a",
  "reindex table t",
  "reindex (verbose) index t_a",
  "truncate r",
  "truncate r cascade",
  "alter table t set logged",
  "alter table t set unlogged",
  "alter table t add x few",
  "alter table t add column x few default 3",
  "alter table t add x int default 5",
  "alter table t add x uuid default gen_random_uuid()",
  "alter table t add x int",
  "alter table t add x varchar(20)",
  "alter table t add x int check (x > 0)",
  "alter table t add x int unique, drop b",
  "alter table t add x int generated always as identity",
  "alter table t alter a type bigint",
  "alter table t alter a set not null",
  "alter table t alter a set statistics 10, add constraint c check (a > 0)",
  "alter table t drop b",
  "alter table t rename a to z",
  "alter table t add foreign key (a) references r",
  "alter table t add constraint f foreign key (a) references r not valid",
  "alter table t add constraint f foreign key (a, id) references p (k, id) not valid",
  "alter table t cluster on t_a",
  "alter table t set (fillfactor = 70)",
  "alter table t replica identity full",
  "alter table t enable row level security",
  "alter table t disable trigger all",
  "alter table t inherit r",
  "alter table p detach partition p1",
  "alter table p attach partition fit for values from (200) to (300)",
  "create table p3 partition of p for values from (300) to (400)",
  "create table n (id int references r)",
  "create table n as select * from t",
  "create table n as select touch()",
  "create table n (like t including all)",
  "create unlogged table n (a int default 1)",
  "create index on t (b)",
  "drop index t_a",
  "alter index t_a rename to z",
  "alter index t_a set (fillfactor = 50)",
  "create trigger g before insert on t for each row execute function fires()",
  "create policy q on t",
  "create rule u as on insert to t do also select 1",
  "create or replace view v as select id, a from t",
  "drop view v",
  "drop materialized view mv",
  "create materialized view w as select id from t",
  "refresh materialized view mv",
  "refresh materialized view concurrently mv",
  "select setval('sq', 5)",
  "select nextval('sq')",
  "select touch()",
  "with x as (select touch() as a) select a from x",
  "with gone as (delete from t returning id) select count(*) from gone",
  "insert into r select 1000 + touch()",
  "do $$ begin truncate r; end $$",
  "call calls()",
  "update t set a = 1 where id < 3",
  "delete from t where id = 1",
  "insert into r (id) values (1001), (1002)",
  "select count(*) from t where a = coalesce(1, 2)",
  "explain analyze delete from t",
  "lock table t",
  "lock table t in share mode",
  "alter domain few add check (value < 1000)",
  "alter domain few set not null",
  "alter domain few drop constraint few_check",
  "alter type mood rename value 'a' to 'c'",
  "alter sequence sq increment by 2",
  "alter sequence sq owned by t.a",
  "comment on table t is 'x'",
  "grant select on t to public",
  "create statistics st on a, id from t",
  "create schema s",
  "drop table t cascade",
  "alter table t set schema pg_temp",
  "analyze t",
  "copy t to program 'true'",
  "drop domain few cascade",
  "drop type mood cascade",
  "drop owned by current_user",
];

interface Seen {
  readonly mode: number;
  readonly rewrites: boolean;
}

/** The strongest lock on what was there before, and whether any of it has another file. Only indexes of tables and tables count. */
const measure = `select coalesce((select max(array_position(array['AccessShareLock','RowShareLock','RowExclusiveLock','ShareUpdateExclusiveLock','ShareLock','ShareRowExclusiveLock','ExclusiveLock','AccessExclusiveLock'], l.mode))
  from pg_locks l join before b on b.oid = l.relation where l.pid = pg_backend_pid() and l.granted), 0) as mode,
  exists (select from before b join pg_class c on c.oid = b.oid where c.relfilenode <> b.file and b.file <> 0) as rewrites`;

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("no statement does more than its facts say", { timeout: 60_000 }, async () => {
    const database = await createDatabase({ major, setup });
    await database.query(
      "create table before as select oid, relfilenode as file from pg_class where relnamespace = 'public'::regnamespace and relname <> 'before'",
    );
    const session = await connect(database.url);
    const understated: unknown[] = [];
    let measured = 0;
    for (const statement of statements) {
      const results = await session.batch(["begin", statement, measure]).catch(() => []);
      await session.simple("rollback");
      const seen = results.at(-1)?.[0] as Seen | undefined; // as the query above has it
      const facts = rawFacts(statement);
      if (seen === undefined) continue; // refused: its message says so, and nothing is locked
      measured += 1;
      const claimed = Math.max(lockModes.indexOf(facts.lock), ...(facts.alsoLocks ?? []).map(({ lock }) => lockModes.indexOf(lock)));
      if (seen.mode > claimed || (seen.rewrites && !facts.rewrites)) understated.push({ statement, seen, facts });
    }
    await session.close();
    await database.drop();
    expect(understated).toEqual([]);
    expect(measured).toBeGreaterThan(statements.length - 10);
  });
});

test.each([
  { sql: "vacuum full t", facts: { lock: "access exclusive", rewrites: true, scans: true, transactional: false } },
  { sql: "vacuum (verbose, full) t", facts: { lock: "access exclusive", rewrites: true } },
  { sql: "vacuum t", facts: { lock: "share update exclusive", rewrites: false } },
  { sql: "cluster", facts: { lock: "access exclusive", rewrites: true, transactional: false } },
  { sql: "cluster (verbose)", facts: { rewrites: true, transactional: false } },
  { sql: "cluster t", facts: { rewrites: true, transactional: true } },
  { sql: "repack", facts: { lock: "access exclusive", rewrites: true, scans: true, transactional: false } },
  { sql: "repack (verbose) using index", facts: { lock: "access exclusive", transactional: false } },
  { sql: "repack t", facts: { lock: "access exclusive", rewrites: true, transactional: true } },
  { sql: "repack (verbose) t using index t_a", facts: { lock: "access exclusive", rewrites: true, transactional: true } },
  { sql: "repack (analyze, verbose) t (a, b)", facts: { lock: "access exclusive", transactional: false } },
  { sql: "repack (analyze off) t", facts: { lock: "access exclusive", transactional: true } },
  { sql: "repack (concurrently) t using index", facts: { lock: "share update exclusive", rewrites: true, transactional: false } },
  { sql: "repack (verbose, concurrently on) t", facts: { lock: "share update exclusive", transactional: false } },
  { sql: "repack (concurrently false) t", facts: { lock: "access exclusive", transactional: true } },
  {
    sql: "alter table m merge partitions (a, b) into c",
    facts: { lock: "access exclusive", rewrites: true, scans: true, transactional: true },
  },
  {
    sql: "alter table m split partition a into (partition b for values from (1) to (2), partition c for values from (2) to (3))",
    facts: { lock: "access exclusive", rewrites: true, transactional: true },
  },
  { sql: "create subscription s connection 'x' publication p", facts: { transactional: false } },
  { sql: "create subscription s connection 'x' publication p with (copy_data = false)", facts: { transactional: false } },
  { sql: "create subscription s connection 'x' publication p with (create_slot = false)", facts: { transactional: true } },
  { sql: "create subscription s connection 'x' publication p with (enabled = false, connect = off)", facts: { transactional: true } },
  { sql: "alter subscription s refresh publication", facts: { transactional: false } },
  { sql: "alter subscription s set publication p, q", facts: { transactional: false } },
  { sql: "alter subscription s add publication q with (refresh = false)", facts: { transactional: true } },
  { sql: "alter subscription s disable", facts: { transactional: true } },
  { sql: "reindex schema app", facts: { lock: "access exclusive", rewrites: true, scans: true, transactional: false } },
  { sql: "reindex (verbose) database shop", facts: { rewrites: true, transactional: false } },
  { sql: "reindex system shop", facts: { rewrites: true, transactional: false } },
  { sql: "reindex table concurrently t", facts: { lock: "share update exclusive", transactional: false } },
  { sql: "alter table p detach partition p1 concurrently", facts: { lock: "access exclusive", transactional: false } },
  { sql: "alter table p detach partition p1 finalize", facts: { lock: "access exclusive" } },
  { sql: "alter table t set tablespace fast", facts: { rewrites: true } },
  { sql: "alter table t set access method columnar", facts: { rewrites: true } },
  { sql: "alter table t add column x app.amount", facts: { rewrites: true, scans: true } },
  { sql: 'alter table t add column x "Amount"', facts: { rewrites: true } },
  { sql: "alter table app.t add column x integer[]", facts: { rewrites: false, scans: false } },
  { sql: "do $$ begin end $$", facts: { unknown: true, lock: "access exclusive", rewrites: true, scans: true } },
  { sql: "select app.backfill(10)", facts: { unknown: true, lock: "access exclusive", rewrites: true } },
  { sql: 'select "backfill"()', facts: { unknown: true } },
  { sql: "call app.backfill()", facts: { unknown: true } },
  { sql: "with x as (select wipe(1)) select * from x", facts: { unknown: true } },
  { sql: "select setval('s', 1)", facts: { lock: "row exclusive", notUndone: "the sequence's position" } },
  {
    sql: "truncate t cascade",
    facts: { losesData: "what the statement removes", alsoLocks: [{ words: "every table that refers to it", lock: "access exclusive" }] },
  },
  { sql: "import foreign schema s from server x into y", facts: { unknown: true } },
  { sql: "create table a (id int); vacuum full b", facts: { lock: "access exclusive", rewrites: true, transactional: false } },
  { sql: "explain analyze delete from t", facts: { unknown: true, losesData: "what the statement removes" } },
])("$sql", ({ sql, facts }) => {
  expect(rawFacts(sql)).toMatchObject(facts);
});

test.each([
  { sql: 'drop table if exists a, app."B c", c cascade', from: [{ table: "a" }, { schema: "app", table: "B c" }, { table: "c" }] },
  { sql: "TRUNCATE TABLE ONLY app.T restart identity", from: [{ schema: "app", table: "t" }] },
  { sql: "delete from only t *  where id = 1", from: [{ table: "t" }] },
  {
    sql: 'alter table if exists only app.t drop column if exists a, drop "B" cascade, drop constraint c, alter d drop not null',
    from: [
      { schema: "app", table: "t", column: "a" },
      { schema: "app", table: "t", column: "B" },
    ],
  },
  { sql: "drop sequence s", from: [] },
  { sql: "drop schema app cascade", from: undefined },
  { sql: "with gone as (delete from t returning *) select count(*) from gone", from: undefined },
  { sql: "drop table a; drop table b", from: [{ table: "a" }, { table: "b" }] },
  { sql: "drop table a; drop schema s", from: undefined },
  { sql: "do $$ begin drop table t; end $$", from: undefined },
  { sql: "do $$ begin execute 'DROP  TABLE ' || quote_ident('t'); end $$", from: undefined },
  { sql: "do language plpgsql $x$ begin if true then delete from t; end if; end $x$", from: undefined },
  { sql: "do 'begin execute format(''alter table %I drop column a'', ''t''); end'", from: undefined },
])("$sql loses from", ({ sql, from }) => {
  expect(rawFacts(sql).losesData).toBeDefined();
  expect(rawFacts(sql).losesFrom).toEqual(from);
});

test.each([
  "do $$ begin alter table t drop constraint if exists c; end $$",
  "do $$ begin execute format('alter table %I drop constraint %I', 't', 'c'); end $$",
  "do $$ begin drop index i; drop function f(); end $$",
  "do $$ begin -- drop table t\n perform 1; end $$",
  "do $$ begin raise notice 'x'; end $$",
])("%s loses nothing", (sql) => {
  expect(rawFacts(sql).losesData).toBeUndefined();
});

const column = (name: string, table = "t") => ({ table, column: name });

test.each([
  { sql: "update t set a = null", from: [column("a")] },
  {
    sql: 'UPDATE ONLY app."T" * AS x SET "B" = NULL, c = x.d, e = DEFAULT WHERE id = 1',
    from: [
      { schema: "app", table: "T", column: "B" },
      { schema: "app", table: "T", column: "e" },
    ],
  },
  { sql: "update t set (a, b, c) = row (null, d, cast(null as numeric(10, 2)))", from: [column("a"), column("c")] },
  { sql: "update t set a = ((null::character varying)), b[1] = 5 from u where t.id = u.id", from: [column("a")] },
  { sql: "update t set a = case when b then null else a end", from: [column("a")] },
  { sql: "update t set a = null where a is null or b = 1", from: [column("a")] },
  {
    sql: "with gone as (update t set a = null returning id), k as (update u set b = null) select 1",
    from: [column("a"), column("b", "u")],
  },
  { sql: "insert into t as x (id) values (1) on conflict (id) do update set a = null, b = excluded.b where x.c", from: [column("a")] },
  {
    sql: "merge into t using s on t.id = s.id when matched then update set a = null when not matched then do nothing",
    from: [column("a")],
  },
  {
    sql: "alter table if exists only t add x int, alter column a set data type int using null::int, alter b type text using b::text",
    from: [column("a")],
  },
])("$sql empties", ({ sql, from }) => {
  expect(rawFacts(sql)).toMatchObject({ losesData: "what the statement removes", losesFrom: from });
});

test.each([
  {
    sql: "select f(1), app.g(2), \"H\"(3), count(*), upper('x') from t",
    calls: [{ name: "f" }, { schema: "app", name: "g" }, { name: "H" }],
  },
  { sql: "call p()", calls: [{ name: "p" }] },
  {
    sql: "do $$ declare n numeric(3); begin if f(1) > 2 then perform g(); end if; execute format('select h(%L)', n); end $$",
    calls: [{ name: "f" }, { name: "g" }, { name: "h" }],
  },
  { sql: "insert into t (a, b) select x, y from f() as v (x, y)", calls: [{ name: "f" }] },
  { sql: "explain (analyze) select f()", calls: [{ name: "f" }] },
])("$sql calls", ({ sql, calls }) => {
  expect(rawFacts(sql).mayLose).toMatchObject({ calls, isOpaque: false });
});

test.each([
  "do $$ begin execute s; end $$",
  "do $$ begin execute 'drop ' || kind || ' x'; end $$",
  "do $$ begin execute format('%s', s); end $$",
  "do language plpython3u $$ plpy.execute('x') $$",
  "execute p",
  "alter extension e update",
])("%s cannot be read", (sql) => {
  expect(rawFacts(sql).mayLose).toMatchObject({ isOpaque: true });
});

test.each([
  { sql: "update t set a = 1e5, b = 'x', c = now(), d = c", from: [column("a"), column("b"), column("c")] },
  { sql: "update t set a = 'x' where b = 1", from: [column("a")] },
  { sql: "update t set a = 'x' where a = 'y'", from: undefined },
  { sql: "update t set a = b", from: undefined },
  { sql: "create table t (a int default f())", from: undefined },
  { sql: "select * from t for update of t", from: undefined },
])("$sql overwrites", ({ sql, from }) => {
  expect(rawFacts(sql).losesData).toBeUndefined();
  expect(rawFacts(sql).mayLose?.from).toEqual(from);
});
