import { compare, connect, databaseSide, emptySide, modelsSide, planOperations, statementsOf } from "@migts/core";
import { servers, withDatabase } from "@migts/testkit";
import { expect, test } from "vitest";
import { loadTexts, type TextOptions } from "../src/adapter.ts";

/** What mig would do to a database so that it is as the models say. */
async function statementsFor(setup: string, text: string, options: Omit<TextOptions, "defaultSchema"> = {}): Promise<readonly string[]> {
  const models = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public", ...options });
  expect(models.diagnostics).toEqual([]);
  return withDatabase({ setup }, async ({ url }) => {
    const session = await connect(url);
    try {
      const { upgrade, before } = await compare(await databaseSide(session, []), modelsSide(models));
      return statementsOf(planOperations(upgrade, before)).map(({ sql }) => sql);
    } finally {
      await session.close();
    }
  });
}

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const preview = `generator client {\n  provider = "p"\n  previewFeatures = ["partialIndexes", "postgresqlExtensions", "views"]\n}\n`;
const users = `model User {
  id    Int     @id @default(autoincrement())
  email String? @unique
  name  String?
  age   Int?
  @@index([name, age])
  @@map("users")
}
`;
const made = `create table users (id serial constraint users_pkey primary key, email text, name text, age int);
  create unique index users_email_key on users (email); create index users_name_age_idx on users (name, age);`;

// What schema.prisma cannot say is left as it is.
test.each([
  { name: "nothing", extra: "" },
  {
    name: "a check and an exclusion",
    extra: "alter table users add check (age > 0), add exclude using gist (int4range(age, age) with &&)",
  },
  {
    name: "unique constraints that are more than an index",
    extra: `alter table users add constraint a unique (name) deferrable,
    add constraint b unique (age) include (id), add constraint c unique nulls not distinct (name, age)`,
  },
  { name: "comments", extra: "comment on table users is 'people'; comment on column users.name is 'what they are called'" },
  {
    name: "privileges",
    extra: `grant select on users to public; grant update (name) on users to pg_monitor; revoke delete on users from current_user;
      grant usage on sequence users_id_seq to pg_monitor; grant usage on schema public to pg_monitor`,
  },
  { name: "default privileges", extra: "alter default privileges in schema public grant select on tables to pg_monitor" },
  {
    name: "expression indexes and partial indexes",
    extra: "create index on users (lower(name)); create index on users (age) where name is null",
  },
  {
    name: "indexes with collation, order of nulls, carried columns",
    extra: `create index on users (name collate "C"); create index on users (age desc nulls last);
    create index on users (age) include (name); create unique index on users (name, age) nulls not distinct`,
  },
  { name: "an index of a method without a word", extra: "create extension bloom; create index on users using bloom (age)" },
  { name: "sequences that stand for themselves", extra: "create sequence tickets" },
  { name: "Prisma's own table", extra: "create table _prisma_migrations (id varchar(36) primary key)" },
  { name: "another schema", extra: "create schema other; create table other.t (id int primary key); create type other.e as enum ('a')" },
  { name: "extensions", extra: "create extension pg_trgm" },
  {
    name: "foreign data",
    extra: `create foreign data wrapper w; create server there foreign data wrapper w; create user mapping for public server there;
      create foreign table remote (id int, name text) server there; create foreign table part (id int) inherits (remote) server there;
      comment on server there is 'elsewhere'; grant usage on foreign server there to pg_monitor`,
  },
  {
    name: "publications",
    extra: `create publication sent for table users (id, name) where (id > 0); create publication whole for tables in schema public;
      comment on publication sent is 'what is sent'`,
  },
  {
    name: "domains",
    extra: `create domain label as text default 'a' check (value <> ''); comment on domain label is 'short'; create domain labels as label[];
    alter table users alter name type label`,
  },
  {
    name: "collations",
    extra: `create collation plain (provider = libc, locale = 'C'); comment on collation plain is 'by bytes';
    alter table users alter name type text collate plain`,
  },
  {
    name: "operators, their families and classes, casts, conversions, transforms",
    extra: `create operator === (leftarg = int, rightarg = int, function = int4eq); comment on operator === (int, int) is 'same';
    create operator class downwards for type int using btree as operator 1 >, operator 2 >=, operator 3 =, operator 4 <=, operator 5 <, function 1 btint4cmp(int, int);
    create type two as (a int, b int); create cast (two as text) with inout;
    create conversion one for 'UTF8' to 'LATIN1' from utf8_to_iso8859_1;
    create transform for two language plpgsql (from sql with function prsd_lextype(internal))`,
  },
  {
    name: "text search",
    extra: `create text search parser words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype);
    create text search template plain (init = dsimple_init, lexize = dsimple_lexize); create text search dictionary plain (template = public.plain);
    create text search configuration words (parser = words); alter text search configuration words add mapping for word with plain;
    comment on text search parser words is 'kept'`,
  },
  {
    name: "range types",
    extra: "create type span as range (subtype = float8); comment on type span is 'of'; comment on type span_multirange is 'many'",
  },
  {
    name: "composite types",
    extra: `create type pair as (a int, b text); comment on type pair is 'two'; comment on column pair.a is 'one'; create type pairs as (p pair[])`,
  },
  {
    name: "views, functions, triggers",
    extra: `create view v as select id from users; create function f() returns trigger language plpgsql as 'begin return new; end';
    create function g(users, u users[] default null) returns setof users begin atomic select * from users; end;
    create procedure p() language sql as 'select 1'; comment on function f() is 'kept';
    create trigger t before insert on users for each row execute function f()`,
  },
  {
    name: "partitions and tables that inherit",
    extra: `create table days (day date, n int) partition by range (day); create table days_1 partition of days default; drop table days;
      create table kid (extra int) inherits (users); create index on kid (extra)`,
  },
  {
    name: "row security and policies",
    extra: `alter table users enable row level security; alter table users force row level security;
    create policy mine on users to pg_monitor using (name = current_user) with check (age in (select age from users));
    comment on policy mine on users is 'what is mine'`,
  },
  {
    name: "replica identity, clustered index, access method",
    extra: `alter table users replica identity using index users_pkey; alter table users cluster on users_name_age_idx;
    create access method other_heap type table handler heap_tableam_handler; alter table users set access method other_heap;
    comment on access method other_heap is 'kept'; create access method no_table type index handler hashhandler`,
  },
  {
    name: "collation, storage, unlogged",
    extra: 'alter table users alter name type text collate "C", set (fillfactor = 70), set unlogged',
  },
  {
    name: "storage, compression, statistics targets, options",
    extra: `alter table users alter name set storage external, alter name set compression pglz, alter age set statistics 7, alter age set (n_distinct = 5);
    create index users_lower on users (lower(name)); alter index users_lower alter column 1 set statistics 9`,
  },
  {
    name: "extended statistics",
    extra: `create statistics users_name_age on name, age, (lower(email)) from users; alter statistics users_name_age set statistics 9;
    comment on statistics users_name_age is 'of people'`,
  },
  {
    name: "index details",
    extra: `drop index users_name_age_idx; create index users_name_age_idx on users (name nulls first, age) include (email) with (fillfactor = 60);
    drop index users_email_key; create unique index users_email_key on users (email) nulls not distinct`,
  },
  {
    name: "a condition, without the preview feature",
    extra: "drop index users_name_age_idx; create index users_name_age_idx on users (name, age) where age > 3",
  },
  {
    name: "key details",
    extra: "alter table users drop constraint users_pkey, add constraint users_pkey primary key (id) include (name) deferrable",
  },
  { name: "sequence options", extra: "alter sequence users_id_seq increment by 10 cache 5" },
  {
    name: "a generated column",
    extra:
      "alter table users drop age cascade; alter table users add age int generated always as (length(name)) stored; create index users_name_age_idx on users (name, age)",
  },
  {
    name: "an identity column",
    extra:
      "alter table users alter id drop default; drop sequence users_id_seq; alter table users alter id add generated by default as identity",
  },
  { name: "a sequence of another name", extra: "alter sequence users_id_seq rename to people_id_seq" },
  {
    name: "expressions in the index of the models' name",
    extra: "drop index users_email_key; create unique index users_email_key on users (lower(email))",
  },
  {
    name: "expressions mixed with columns",
    extra: "drop index users_name_age_idx; create index users_name_age_idx on users (lower(name), age) where age > 3",
  },
  {
    name: "a unique index over expressions for a plain one",
    extra: "drop index users_name_age_idx; create unique index users_name_age_idx on users (lower(name), age)",
  },
  {
    name: "a unique constraint instead of the index",
    extra: "alter table users add constraint users_email_key unique using index users_email_key",
  },
])("leaves alone: $name", async ({ extra }) => {
  expect(await statementsFor(`${made} ${extra}`, `${datasource}${users}`)).toEqual([]);
});

const hasNotNullNames = servers().some(({ major }) => major >= 18);

test.runIf(hasNotNullNames).each(["users_pkey", "of_time"])("a primary key over time stays, whatever its name: %s", async (name) => {
  const setup = `${made} create extension btree_gist; alter table users drop constraint users_pkey, add at tsrange not null,
    add constraint ${name} primary key (id, at without overlaps)`;
  const text = users.replace("age   Int?", 'age   Int?\n  at    Unsupported("tsrange")');
  expect(await statementsFor(setup, `${datasource}${text}`)).toEqual([]);
});

test.runIf(hasNotNullNames)("a comment on a NOT NULL stays with it, and goes with it", async () => {
  const commented = `${made} alter table users alter name set not null; alter table users add constraint aged not null age;
    comment on constraint users_id_not_null on users is 'key'; comment on constraint users_name_not_null on users is 'said'; comment on constraint aged on users is 'old'`;
  expect(await statementsFor(commented, `${datasource}${users}`)).toEqual([
    "comment on constraint users_name_not_null on public.users is null",
    "alter table public.users alter column name drop not null",
    "comment on constraint aged on public.users is null",
    "alter table public.users alter column age drop not null",
  ]);
  const required = users.replace("name  String?", "name  String").replace("age   Int?", "age   Int");
  expect(await statementsFor(commented, `${datasource}${required}`)).toEqual([]);
});

// What it can say, and does not, goes.
test.each([
  { name: "a table", extra: "create table t (id int)", gives: ["drop table"] },
  { name: "a column", extra: "alter table users add x int", gives: ["drop column"] },
  { name: "an index", extra: "create index i on users (age)", gives: ["drop index"] },
  { name: "a unique constraint", extra: "alter table users add constraint other unique (name, age)", gives: ["drop constraint"] },
  { name: "an enum", extra: "create type e as enum ('a')", gives: ["drop type"] },
  {
    name: "a foreign key",
    extra: "alter table users add constraint fk foreign key (age) references users (id)",
    gives: ["drop constraint"],
  },
  { name: "a default", extra: "alter table users alter name set default 'x'", gives: ["drop default"] },
])("drops: $name", async ({ extra, gives }) => {
  const statements = await statementsFor(`${made} ${extra}`, `${datasource}${users}`);
  expect(statements).toHaveLength(gives.length);
  gives.forEach((part, at) => expect(statements[at]?.toLowerCase()).toContain(part));
});

// A change of type takes attributes away that schema.prisma has no words for: they are set again, as far as the new type takes them.
test.each([
  {
    set: "alter name set storage external, alter name set compression pglz, alter name set statistics 7, alter name set (n_distinct = 5)",
    field: "name String? @db.VarChar(40)",
    gives: ["type character varying(40)", "set storage external", "set compression pglz"],
  },
  {
    set: "alter name set storage external, alter name set compression pglz",
    field: "name Int?",
    gives: ["type integer using name::integer"],
  },
  {
    set: "alter name set storage external, alter name set statistics 7",
    field: "name Kind?",
    gives: ['type public."Kind" using name::public."Kind"'],
  },
  {
    set: "alter email set storage main, alter email set statistics 7",
    field: "email String",
    gives: ["set not null"],
  },
])("attributes stay when the models change: $field", async ({ set, field, gives }) => {
  const [name = ""] = field.split(" ");
  const changed = users.replace(new RegExp(`^  ${name} .*$`, "mu"), `  ${field}${name === "email" ? " @unique" : ""}`);
  const kind = field.includes("Kind") ? "enum Kind {\n  a\n}\n" : "";
  const statements = await statementsFor(`${made} alter table users ${set}`, `${datasource}${changed}${kind}`);
  const ofColumn = `alter table public.users alter column ${name} `;
  expect(statements.flatMap((sql) => (sql.startsWith(ofColumn) ? [sql.slice(ofColumn.length)] : []))).toEqual(gives);
});

test("a partial index is spoken for with the preview feature", async () => {
  expect(await statementsFor(`${made} create index i on users (age) where name is null`, `${preview}${datasource}${users}`)).toEqual([
    expect.stringMatching(/drop index/iu),
  ]);
});

test("a default that the file does not say is kept", async () => {
  const text = `${datasource}model A {\n  id String @id @default(dbgenerated())\n  n Int @default(dbgenerated())\n}\n`;
  expect(
    await statementsFor(
      `create table "A" (id text default md5('x') constraint "A_pkey" primary key, n int not null generated always as identity)`,
      text,
    ),
  ).toEqual([]);
});

test("a view of the file is no table", async () => {
  const text = `${preview}${datasource}view V {\n  id Int @unique\n}\n`;
  expect(await statementsFor('create table "V" (id int)', text)).toEqual([]);
});

test("a sequence that a default names is wanted", async () => {
  const text = `${datasource}model A {\n  id Int @id @default(dbgenerated("nextval('my_seq'::regclass)"))\n}\n`;
  expect(
    await statementsFor(
      `create sequence my_seq; create table "A" (id int default nextval('my_seq') constraint "A_pkey" primary key); alter sequence my_seq owned by "A".id`,
      text,
    ),
  ).toEqual([]);
});

const kinds = (labels: string): string =>
  `${datasource}model A {\n  id Int @id\n  k Kind\n}\nenum Kind {\n  ${labels.split(" ").join("\n  ")}\n}\n`;
const kindsMade = (labels: string): string =>
  `create type "Kind" as enum (${labels
    .split(" ")
    .map((label) => `'${label}'`)
    .join(", ")}); create table "A" (id int constraint "A_pkey" primary key, k "Kind" not null)`;

// Prisma adds labels at the end, wherever they stand in the file.
test.each([
  { live: "a b c", wanted: "c a b", gives: [] },
  { live: "a b c", wanted: "a b new c", gives: [`alter type public."Kind" add value 'new' before 'c'`] },
  { live: "c b a", wanted: "a new b c", gives: [`alter type public."Kind" add value 'new'`] },
  {
    live: "c b a",
    wanted: "first a b c last",
    gives: [`alter type public."Kind" add value 'last' before 'b'`, `alter type public."Kind" add value 'first' before 'a'`],
  },
])("labels $live in the database, $wanted in the file", async ({ live, wanted, gives }) => {
  expect(await statementsFor(kindsMade(live), kinds(wanted))).toEqual(gives);
});

test("the order of labels counts where it is asked for", async () => {
  expect(await statementsFor(kindsMade("a b"), kinds("b a"), { enumOrder: "exact" })).not.toEqual([]);
});

// What Prisma reads as the same value or type.
test.each([
  { column: "l text[] not null default '{}'::text[]", field: "l String[] @default([])" },
  { column: "l text[] not null", field: "l String[]" },
  { column: `l text[] default '{a,"b c","d\\"e",NULL}'::text[]`, field: "l String[] @default(dbgenerated())" },
  { column: `l text[] default '{a,"b, c"}'::text[]`, field: 'l String[] @default(["a", "b, c"])' },
  { column: "l int[] default '{1,2}'::int[]", field: "l Int[] @default([1, 2])" },
  { column: "n double precision not null default 0.0", field: "n Float @default(0)" },
  { column: "n double precision not null default 0", field: "n Float @default(0.0)" },
  { column: "n numeric(10,2) not null default 1.50", field: "n Decimal @default(1.5) @db.Decimal(10, 2)" },
  { column: "n numeric(10,2) not null default '-2'", field: "n Decimal @default(-2.00) @db.Decimal(10, 2)" },
  { column: "t timestamptz(6)", field: "t DateTime? @db.Timestamptz" },
  { column: "t timestamptz", field: "t DateTime? @db.Timestamptz(6)" },
  { column: "t timestamp(6)", field: "t DateTime? @db.Timestamp" },
  { column: "t timestamp[]", field: "t DateTime[] @db.Timestamp(6)" },
  { column: "t time(6)", field: "t DateTime? @db.Time" },
  { column: "t timetz", field: "t DateTime? @db.Timetz(6)" },
  { column: "b bigserial", field: 'b Unsupported("bigserial")' },
])("no difference between $column and $field", async ({ column, field }) => {
  expect(
    await statementsFor(
      `create table "A" (id int constraint "A_pkey" primary key, ${column})`,
      `${datasource}model A {\n  id Int @id\n  ${field}\n}\n`,
    ),
  ).toEqual([]);
});

test.each([
  { column: "l text[] default '{a}'::text[]", field: 'l String[] @default(["b"])' },
  { column: "n double precision not null default 0.01", field: "n Float @default(0.1)" },
  { column: "n double precision not null default 10", field: "n Float @default(1)" },
  { column: "t timestamptz(3)", field: "t DateTime? @db.Timestamptz(6)" },
  { column: "t timestamp", field: "t DateTime? @db.Timestamptz" },
])("a difference between $column and $field", async ({ column, field }) => {
  expect(
    await statementsFor(
      `create table "A" (id int constraint "A_pkey" primary key, ${column})`,
      `${datasource}model A {\n  id Int @id\n  ${field}\n}\n`,
    ),
  ).not.toEqual([]);
});

test("a plain index over expressions makes room for a unique one", async () => {
  const statements = await statementsFor(
    `${made} drop index users_email_key; create index users_email_key on users (lower(email))`,
    `${datasource}${users}`,
  );
  expect(statements.join("; ")).toMatch(/drop index .*users_email_key.*create unique index users_email_key/su);
});

test("what Prisma accepts and ignores is told with its place", async () => {
  const { diagnostics } = await loadTexts(
    [{ path: "schema.prisma", text: `${datasource}model A {\n  id Int @id\n  b Int\n  @@index([b(map: "x")])\n}\n` }],
    { defaultSchema: "public" },
  );
  expect(diagnostics).toMatchObject([{ severity: "warning", code: "PRISMA_IGNORED", place: { line: 7 } }]);
});

// Between two files, or from nothing, schemas that the file does not name are not dropped: Prisma never drops one.
test.each([
  { name: "from nothing", from: undefined },
  { name: "from a file with tables in other schemas", from: 'model B {\n  id Int @id\n  @@schema("gone")\n}\n' },
])("no schema is dropped $name", async ({ from }) => {
  const source = 'datasource db {\n  provider = "postgresql"\n  schemas = ["app", "gone"]\n}\n';
  const load = async (models: string) =>
    modelsSide(await loadTexts([{ path: "schema.prisma", text: `${source}${models}` }], { defaultSchema: "public" }));
  const { upgrade } = await compare(
    from === undefined ? emptySide : await load(from),
    await load('model A {\n  id Int @id\n  @@schema("app")\n}\n'),
  );
  expect(upgrade.map(({ kind }) => kind).toSorted()).toEqual(["createSchema", "createTable", ...(from === undefined ? [] : ["dropTable"])]);
});

test("an index or a key that not all partitions have a part of stays so", async () => {
  const setup = `create table days (id int not null, n int) partition by range (id); create table days_1 partition of days default;
    create index days_n_idx on only days (n); alter table only days add constraint days_pkey primary key (id)`;
  const days = `model Day {\n  id Int @id\n  n Int?\n  @@index([n])\n  @@map("days")\n}\n`;
  expect(await statementsFor(setup, datasource + days)).toEqual([]);
});
