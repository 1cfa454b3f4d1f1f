import { newestServer, servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { introspect, type Snapshot } from "../src/postgres/introspect.ts";
import { createRereader } from "../src/postgres/reread.ts";
import { connect } from "../src/runtime/connection/connect.ts";
import { objectsOf } from "../src/schema/database-schema.ts";
import { refText } from "../src/schema/object.ts";
import { toldUses } from "../src/schema/use.ts";

// What is read again is what a whole reading gives, whatever changed in between.

const setup = `
  create schema app;
  create type app.mood as enum ('sad', 'ok');
  create type pair as (x int, y text);
  create sequence numbers;
  create function twice(int) returns int immutable language sql return $1 * 2;
  create function fire() returns trigger language plpgsql as 'begin return new; end';
  create table a (id serial primary key, name text not null default 'x', m app.mood default 'sad', unique (name), check (m <> 'ok'));
  create table b (id int primary key generated always as identity, a_id int references a, n int default nextval('numbers'));
  create table app.c (id int, b_id int references b on delete cascade, of a, p pair check ((p).x > 0), unique (id, b_id));
  create index c_twice on app.c (twice(id)) where id > 0;
  create index b_a on b (a_id);
  create table other (id int primary key, t text);
  create view v as select a.name, b.n from a join b on b.a_id = a.id;
  create policy own on app.c using (exists (select from a where a.id = b_id));
  create trigger fires before insert on b for each row execute function fire();
  comment on column a.name is 'a name';
  comment on constraint c_id_b_id_key on app.c is 'a pair';
  comment on index b_a is 'of a';
  grant select (name) on a to public;
  grant usage on sequence numbers to public`;

/** All of it, in an order of its own, with what the server has said of each. */
const contents = ({ schema, defaultClasses }: Snapshot) => ({
  objects: objectsOf(schema)
    .map((object) => [refText(object), object, toldUses(object)] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  tables: [...schema.containers]
    .map(([key, container]) => [key, [...container.keys()]] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  unmodelled: schema.unmodelled,
  defaultClasses,
});

interface Change {
  readonly sql: string;
  /** Whether what has not changed is read again as well. Absent: it is not. */
  readonly isWhole?: true;
}

const changes: readonly Change[] = [
  { sql: "select 1" },
  { sql: "create table d (id int primary key, a_id int references a (id) on update cascade)" },
  { sql: "alter table a add z int, add y text; create index on a (z)" },
  { sql: "alter table a drop column m" },
  { sql: "alter table other alter t type varchar(5), alter t set default 'x'" },
  { sql: "alter table a rename name to called" },
  { sql: "alter table a rename id to number" },
  { sql: "alter table a rename to renamed", isWhole: true },
  { sql: "alter table a set schema app", isWhole: true },
  { sql: "drop table a cascade", isWhole: true },
  { sql: "drop table other; create table other (t text)" },
  { sql: "drop table app.c; create table app.c (id int)", isWhole: true },
  { sql: "alter table b drop constraint b_a_id_fkey" },
  { sql: "drop index b_a" },
  { sql: "drop index b_a; create index b_a on b (a_id desc)" },
  { sql: "alter index b_a rename to renamed" },
  { sql: "alter index app.c_twice alter column 1 set statistics 50" },
  { sql: "alter index b_a set (fillfactor = 50)" },
  { sql: "alter table other set (toast.autovacuum_enabled = false)" },
  { sql: "alter table app.c rename constraint c_id_b_id_key to renamed" },
  { sql: "alter table b alter a_id set not null, alter n drop default" },
  { sql: "alter table b alter id set increment 5", isWhole: true },
  { sql: "alter sequence b_id_seq set unlogged" },
  { sql: "alter sequence b_id_seq rename to renamed" },
  { sql: "drop view v", isWhole: true },
  {
    sql: "create or replace view v as select a.name, b.n, 1 as one from a join b on b.a_id = a.id; create view w as select * from v",
    isWhole: true,
  },
  { sql: "create type color as enum ('r'); alter table other add c color default 'r'" },
  { sql: "alter type app.mood add value 'glad'", isWhole: true },
  { sql: "alter type app.mood rename value 'sad' to 'low'", isWhole: true },
  { sql: "alter type app.mood rename to temper", isWhole: true },
  { sql: "alter type pair rename attribute x to z" },
  { sql: "alter sequence numbers rename to counts" },
  { sql: "drop sequence numbers cascade" },
  { sql: "alter function twice(int) rename to double", isWhole: true },
  { sql: "create function more() returns int language sql as 'select 1'" },
  { sql: "alter schema app rename to site", isWhole: true },
  { sql: "create schema more; create table more.t (id int)" },
  { sql: "comment on table other is 'the other'; comment on column a.name is null" },
  { sql: "comment on constraint c_id_b_id_key on app.c is null", isWhole: true },
  { sql: "comment on index b_a is null" },
  { sql: "revoke select (name) on a from public; grant insert on other to public" },
  { sql: "alter table app.c enable row level security; drop policy own on app.c", isWhole: true },
  { sql: "drop trigger fires on b" },
  { sql: "alter table b disable trigger fires" },
  { sql: "create statistics stats on id, b_id from app.c; comment on statistics stats is 'of a pair'", isWhole: true },
  { sql: "alter table other replica identity full" },
  { sql: "alter table other cluster on other_pkey" },
  { sql: "create table child () inherits (other)", isWhole: true },
  {
    sql: "create table parts (id int) partition by range (id); create table part partition of parts for values from (1) to (2)",
    isWhole: true,
  },
  { sql: "create publication p for table a", isWhole: true },
  { sql: "create extension citext; alter table other add e citext", isWhole: true },
  { sql: "create collation mine (locale = 'C'); alter table other alter t type text collate mine", isWhole: true },
  { sql: "create rule r as on insert to other do instead nothing", isWhole: true },
  { sql: "create function other() returns int language sql as 'select 1'; comment on function other() is 'a namesake'", isWhole: true },
];

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each(changes)("$sql", async ({ sql, isWhole = false }) => {
    await withDatabase({ major, setup }, async ({ url }) => {
      const session = await connect(url);
      const sent: string[] = [];
      const send = async (text: string) => {
        sent.push(text);
        return session.simple(text);
      };
      const { read } = createRereader(send, session.serverVersion, { isDirect: true });
      const whole = (options?: { readonly isOpen: true }): Promise<Snapshot> => introspect(session.simple, session.serverVersion, options);
      const isWholeAgain = (): boolean => sent.splice(0).some((text) => text.includes("c.oid is not null") && !text.includes("prepare"));
      try {
        expect(contents(await read())).toEqual(contents(await whole()));
        isWholeAgain();
        await session.simple(`begin; ${sql}`);
        expect(contents(await read({ isOpen: true }))).toEqual(contents(await whole({ isOpen: true })));
        expect(isWholeAgain()).toBe(isWhole);
        await session.simple("rollback");
        expect(contents(await read())).toEqual(contents(await whole()));
        await session.simple(sql);
        expect(contents(await read())).toEqual(contents(await whole()));
        expect(contents(await read())).toEqual(contents(await whole()));
      } finally {
        await session.close();
      }
    });
  });
});

// A pooler hands each transaction to some server process, which knows no statement that another one has prepared.
test.each(servers())("nothing is prepared where the connection may be a pooler's, on PostgreSQL $major", async ({ major }) => {
  await withDatabase({ major, setup }, async ({ url }) => {
    const session = await connect(url);
    const sent: string[] = [];
    const send = async (text: string) => {
      sent.push(text);
      return session.simple(text);
    };
    const { read } = createRereader(send, session.serverVersion, { isDirect: false });
    await read();
    await session.simple("alter table a add z int");
    expect(contents(await read())).toEqual(contents(await introspect(session.simple, session.serverVersion)));
    expect(sent.filter((text) => /prepare|execute mig/u.test(text))).toEqual([]);
    await session.close();
  });
});
