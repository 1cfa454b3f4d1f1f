import { createDatabase, runScript, servers, withClient, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Kinds } from "../operation/kinds.ts";
import type { ObjectKind } from "../operation/kinds.ts";
import { getObject, schemaOf } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Column } from "./objects/relations/column/model.ts";
import type { SimpleQuery } from "./session-query.ts";
import { settle } from "./settle.ts";

const setup = `
  create type mood as enum ('sad', 'ok');
  create schema other;
  create type other."Odd Type" as enum ('x');
  create domain positive as int check (value > 0);
  create function shout(text) returns text immutable language sql return upper($1);
  create function boom(int) returns int immutable language plpgsql as $$ begin raise exception 'evaluated'; end $$;
  create sequence seq;
  create table proof (id int);
  create table users (
    id int, small smallint, big bigint, price numeric(10,2), name text, email varchar(100), code char(3), tags text[], doc jsonb,
    at timestamptz, day date, span interval, mood mood, moods mood[], odd other."Odd Type", flag boolean, "User Name" text, "größe" int, amount positive
  );`;

/** A text of the model's against what the database was given, in one place. */
interface Row {
  readonly as: "default" | "condition" | "value" | "domain condition";
  /** Column type of a default; the type that a domain is over. */
  readonly type?: string;
  readonly given: string;
  readonly wanted: string;
  readonly same: boolean;
}

const same: readonly Omit<Row, "same">[] = [
  { as: "default", type: "timestamptz", given: "now()", wanted: "CURRENT_TIMESTAMP" },
  { as: "default", type: "timestamp", given: "current_timestamp", wanted: "now()" },
  { as: "default", type: "timestamp", given: "(now() at time zone 'utc')", wanted: "CURRENT_TIMESTAMP AT TIME ZONE 'utc'::text" },
  { as: "default", type: "text", given: "user", wanted: "current_user" },
  { as: "default", type: "timestamptz(3)", given: "current_timestamp", wanted: "CURRENT_TIMESTAMP" },
  { as: "default", type: "jsonb", given: "'{}'", wanted: "'{}'::jsonb" },
  { as: "default", type: "jsonb", given: `'{"a": 1}'`, wanted: `'{"a": 1}'` },
  { as: "default", type: "text[]", given: "'{}'", wanted: "'{}'::text[]" },
  { as: "default", type: "text[]", given: "array['a', 'b']", wanted: "ARRAY['a'::text, 'b'::text]" },
  { as: "default", type: "mood", given: "'sad'", wanted: "'sad'" },
  { as: "default", type: "mood", given: "'sad'", wanted: "'sad'::mood" },
  { as: "default", type: "mood[]", given: "'{sad}'", wanted: "'{sad}'::public.mood[]" },
  { as: "default", type: `other."Odd Type"`, given: "'x'", wanted: `'x'` },
  { as: "default", type: "varchar(10)", given: "'a;b'", wanted: "'a;b'" },
  { as: "default", type: "text", given: `E'it''s a \\\\ backslash'`, wanted: `'it''s a \\ backslash'` },
  { as: "default", type: "int", given: "-1", wanted: "(-1)" },
  { as: "default", type: "int", given: "-1", wanted: "'-1'::integer" },
  { as: "default", type: "bigint", given: "0", wanted: "0" },
  { as: "default", type: "numeric(10,2)", given: "-1.50", wanted: "'-1.50'::numeric" },
  { as: "default", type: "double precision", given: "1e3", wanted: "'1000'::float8" },
  { as: "default", type: "double precision", given: "1.5", wanted: "1.50" },
  { as: "default", type: "numeric(10,2)", given: "0.00", wanted: "0" },
  { as: "default", type: "smallint", given: "-007", wanted: "'-7'" },
  { as: "default", type: "boolean", given: "'t'", wanted: "TRUE" },
  { as: "default", type: "interval", given: "'1 day 02:00'", wanted: "interval '1 day 2 hours'" },
  { as: "default", type: "interval", given: "'1 day'", wanted: "interval '1 day'" },
  { as: "default", type: "date", given: "current_date", wanted: "CURRENT_DATE" },
  { as: "default", type: "int", given: "nextval('seq')", wanted: "nextval('public.seq'::regclass)" },
  { as: "default", type: "text", given: "shout('a')", wanted: "public.shout('a'::text)" },
  { as: "default", type: "positive", given: "5", wanted: "(5)" },
  { as: "default", type: "int", given: "boom(1)", wanted: "public.boom((1))" },
  { as: "condition", given: "price > 0", wanted: "(price > 0)" },
  { as: "condition", given: "price > 0", wanted: "price > (0)::numeric" },
  { as: "condition", given: "name in ('a', 'b')", wanted: "name = any (array['a', 'b'])" },
  { as: "condition", given: "email in ('a', 'b')", wanted: "email in ('a', 'b')" },
  { as: "condition", given: "email in ('a', 'b')", wanted: "email = ANY (ARRAY['a'::varchar, 'b'::varchar]::text[])" },
  { as: "condition", given: "email <> ''", wanted: "email::text <> ''::text" },
  { as: "condition", given: "code = 'abc'", wanted: "code = 'abc'::bpchar" },
  { as: "condition", given: "mood <> 'sad' and moods <> '{}'", wanted: "(mood <> 'sad'::mood) and (moods <> '{}'::public.mood[])" },
  { as: "condition", given: `"User Name" is not null and "größe" > 1`, wanted: `("User Name" IS NOT NULL) AND ("größe" > 1)` },
  { as: "condition", given: "users.price > 0", wanted: "Users.price > 0" },
  { as: "condition", given: "price > 0", wanted: "users.price > 0" },
  { as: "condition", given: "id between 1 and 9", wanted: "(id >= 1 and id <= 9)" },
  { as: "condition", given: "id > boom(1)", wanted: "(id > public.boom(1))" },
  { as: "condition", given: "name ~ '^\\w+$'", wanted: "name ~ '^\\w+$'::text -- words" },
  { as: "condition", given: "small > 0 and flag", wanted: "small > 0 /* no ; ( here */ and flag" },
  { as: "value", given: "lower(email)", wanted: "lower((email)::text)" },
  { as: "value", given: "lower(name)", wanted: "LOWER(name)" },
  { as: "value", given: "shout(name)", wanted: "public.shout(name)" },
  { as: "value", given: "doc ->> 'a'", wanted: "(doc->>'a'::text)" },
  { as: "value", given: "price * 2", wanted: "price * 2::numeric" },
  { as: "value", given: "name is not null", wanted: "(name is not null)" },
  { as: "value", given: "case when flag then 'a' else 'b' end", wanted: "CASE WHEN flag THEN 'a'::text ELSE 'b'::text END" },
  { as: "default", type: "text", given: "'[]'", wanted: "'[]'" },
  { as: "default", type: "jsonb", given: "'[]'", wanted: "'[]'" },
  { as: "domain condition", type: "int", given: "value > 0", wanted: "(VALUE > 0)" },
  { as: "domain condition", type: "varchar(10)", given: "value in ('a', 'b')", wanted: "value = any (array['a'::varchar, 'b'])" },
  { as: "domain condition", type: "numeric(10,2)", given: "value between 0 and 9", wanted: "value >= 0::numeric and (value <= 9)" },
  { as: "domain condition", type: "text", given: "shout(value) = value", wanted: "(public.shout(VALUE) = VALUE) -- words" },
  { as: "domain condition", type: "text[]", given: "value <> '{}'", wanted: "value <> '{}'::text[]" },
  { as: "domain condition", type: "mood", given: "value <> 'sad'", wanted: "value <> 'sad'::public.mood" },
  { as: "domain condition", type: "positive", given: "value < 9", wanted: "value::int < 9" },
];

const different: readonly Omit<Row, "same">[] = [
  { as: "default", type: "timestamptz", given: "now()", wanted: "clock_timestamp()" },
  { as: "default", type: "text", given: "'now()'", wanted: "'CURRENT_TIMESTAMP'" },
  { as: "default", type: "timestamptz", given: "now()", wanted: "current_timestamp(3)" },
  { as: "default", type: "int", given: "1", wanted: "2" },
  { as: "default", type: "int", given: "1", wanted: "-1" },
  { as: "default", type: "numeric", given: "1.0", wanted: "1" },
  { as: "default", type: "text", given: "'1.0'", wanted: "'1'" },
  { as: "default", type: "numeric(4,2)", given: "1.01", wanted: "1.1" },
  { as: "default", type: "text", given: "'a'", wanted: "'A'" },
  { as: "default", type: "mood", given: "'sad'", wanted: "'new value'" },
  { as: "default", type: "text", given: "'a'", wanted: "'not closed" },
  { as: "condition", given: "price > 0", wanted: "price >= 0" },
  { as: "condition", given: "price > 0", wanted: "no_such_column > 0" },
  { as: "condition", given: "name is null", wanted: "name is not null" },
  { as: "value", given: "lower(name)", wanted: "upper(name)" },
  { as: "domain condition", type: "int", given: "value > 0", wanted: "value >= 0" },
  { as: "domain condition", type: "int", given: "value > 0", wanted: "id > 0" },
  { as: "domain condition", type: "int", given: "value > 0", wanted: "value > (select 1)" },
];

/** Of these rows, the texts that the server refuses, with its words. */
const refusals: readonly (readonly [RegExp, string])[] = [
  [/invalid input value for enum mood: "new value"/, "'new value'"],
  [/it is not a single expression/, "'not closed"],
  [/column "no_such_column" does not exist/, "no_such_column > 0"],
  [/column "id" does not exist/, "id > 0"],
  [/cannot use subquery in check constraint/, "value > (select 1)"],
];

const rows: readonly Row[] = [...same.map((row) => ({ ...row, same: true })), ...different.map((row) => ({ ...row, same: false }))];

/** How a text gets into a database, and how introspection reads it. */
const places = {
  default: {
    make: (text: string, type: string) => `alter table users add probe ${type}; alter table users alter probe set default ${text}`,
    read: "pg_get_expr(adbin, adrelid) as text from pg_attrdef, set_config('search_path', '', false) where adrelid = 'public.users'::regclass",
    undo: "alter table users drop probe",
  },
  condition: {
    make: (text: string) => `alter table users add constraint probe check (${text}) not valid`,
    read: "pg_get_expr(conbin, conrelid) as text from pg_constraint, set_config('search_path', '', false) where conname = 'probe'",
    undo: "alter table users drop constraint probe",
  },
  value: {
    make: (text: string) => `create index probe on users ((${text}))`,
    read: "pg_get_expr(indexprs, indrelid) as text from pg_index, set_config('search_path', '', false) where indexrelid = 'public.probe'::regclass",
    undo: "drop index probe",
  },
  "domain condition": {
    make: (text: string, type: string) => `create domain probe as ${type} constraint probe check (${text})`,
    read: "pg_get_expr(conbin, 0) as text from pg_constraint, set_config('search_path', '', false) where conname = 'probe'",
    undo: "drop domain probe",
  },
} as const;

/** Each of these would leave a trace, if it could end the place it is put in. */
const attacks: readonly string[] = [
  "0); insert into proof values (1); --",
  "0); insert into proof values (1); select (0",
  "0)); insert into proof values (1); commit; --",
  "0\n); insert into proof values (1); --",
  "1); drop table users; --",
  "E'\\'",
  "E'\\'' ) ; insert into proof values (1); --'",
  "E'a'\n'\\'); insert into proof values (1); --'",
  "n\u00a0E'\\'); insert into proof values (1); --'",
  "$a$ x $a$); insert into proof values (1); --",
  "$mig0$; insert into proof values (1); do $mig0$",
  "'", // and the next one, which would be read inside out
  "'); insert into proof values (1); --'",
  "/* /* */ 0",
  "\\'); insert into proof values (1); --",
  'U&"a\\"); insert into proof values (1); --"',
  "(select 1) from (insert into proof values (1))",
  "0) , check (boom(1) > 0",
];

type Text = SchemaObject & {
  readonly schema: string;
  readonly table: string;
  readonly as: Row["as"];
  readonly type?: string;
  readonly text: string;
};

/** A kind with one expression in each object: what is tested here is the same for all. */
const textKind: ObjectKind<Text> = {
  kind: "text",
  owns: () => [],
  uses: () => [],
  normalize: (object) => object,
  create: () => [],
  drop: () => [],
  alter: () => [],
  expressions: ({ schema, table, as, type, text }) => [
    as === "default" || as === "domain condition" ? { text, as, type: type ?? "" } : { text, as, table: { schema, name: table } },
  ],
  withExpressions: (object, [text]) => ({ ...object, text: text ?? object.text }),
};
const plainKind: ObjectKind = {
  kind: "column",
  owns: () => [],
  uses: () => [],
  normalize: (object) => object,
  create: () => [],
  drop: () => [],
  alter: () => [],
};
const kinds: Kinds = {
  all: [textKind, plainKind],
  of: (kind) => (kind === "text" ? textKind : plainKind), // as the registry does
  specOf: (op) => {
    throw new Error(`There is no operation ${op.kind}.`);
  },
  tableOf: () => undefined,
  rankOf: () => 0,
};

test("PGlite", { timeout: 60_000 }, async () => {
  const { PGlite } = await import("@electric-sql/pglite");
  const pglite = await PGlite.create();
  try {
    await pglite.exec("create table t (id int)");
    const query: SimpleQuery = async (text) => (await pglite.exec(text)).map((result) => result.rows as object[]);
    const columns: Column[] = [{ kind: "column", schema: "public", table: "t", name: "id", type: "integer" }];
    const check: Text = { kind: "text", schema: "public", table: "t", name: "c", as: "condition", text: "id in (1, 2)" };
    const bad: Text = { ...check, name: "d", text: "nothing > 0" };
    const live = [
      { ...check, text: "(id = ANY (ARRAY[1, 2]))" },
      { ...bad, text: "id > 0" },
    ];
    const settled = await settle({ wanted: schemaOf([...columns, check, bad]), live: schemaOf([...columns, ...live]), query, kinds });
    expect([check, bad].map((object) => (getObject(settled.schema, object) as Text).text)).toEqual([
      "(id = ANY (ARRAY[1, 2]))",
      "nothing > 0",
    ]);
    expect(await query("select count(*)::int4 as count from pg_class where relname like 'mig\\_settle%'")).toEqual([[{ count: 0 }]]);
  } finally {
    await pglite.close();
  }
});

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  let database: ScratchDatabase;
  let columns: readonly Column[];

  beforeAll(async () => {
    database = await createDatabase({ major, setup });
    columns = (
      await database.query<{ name: string; type: string }>(`
        select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
        where attrelid = 'users'::regclass and attnum > 0 and set_config('search_path', '', false) is not null order by attnum`)
    ).map(({ name, type }) => ({ kind: "column", schema: "public", table: "users", name, type }));
  });
  afterAll(() => database.drop());

  const session = <Result>(use: (query: SimpleQuery) => Promise<Result>, url = database.url): Promise<Result> =>
    withClient(url, (client) =>
      use(async (text) => {
        const results: unknown = await client.query(text);
        return (Array.isArray(results) ? results : [results]).map(({ rows: list }: { readonly rows: readonly object[] }) => list);
      }),
    );

  /** Puts the given text where it belongs and reads it back as introspection does. */
  async function printed({ as, type, given }: Pick<Row, "as" | "type" | "given">): Promise<string> {
    const { make, read, undo } = places[as];
    await runScript(database.url, make(given, type ?? ""));
    const [row] = await database.query<{ text: string }>(`select ${read}`);
    await runScript(database.url, undo);
    return row?.text ?? "";
  }

  const textOf = (at: number, { as, type }: Pick<Row, "as" | "type">, text: string): Text => ({
    kind: "text",
    schema: "public",
    table: "users",
    name: `row ${at}`,
    as,
    ...(type === undefined ? {} : { type }),
    text,
  });

  test.each<
    Pick<Row, "as" | "type"> & { readonly live: string; readonly wanted: string; readonly written: boolean; readonly printed: boolean }
  >([
    { as: "default", type: "timestamptz", live: "CURRENT_TIMESTAMP", wanted: "now()", written: true, printed: false },
    { as: "default", type: "numeric(10,2)", live: "'-1'::numeric", wanted: "'-1.0'::numeric", written: true, printed: false },
    {
      as: "condition",
      live: "(name)::text = ANY ((ARRAY['a'::character varying])::text[])",
      wanted: "name = ANY (ARRAY['a'::text])",
      written: false,
      printed: false,
    },
    { as: "condition", live: "name = ANY (ARRAY['a'::text])", wanted: "(name = ANY (ARRAY[('a'::text)]))", written: true, printed: true },
  ])("of two servers, $wanted is $printed for $live", async ({ as, type, live, wanted, ...gives }) => {
    const place = { as, ...(type === undefined ? {} : { type }) };
    await session(async (query) => {
      const options = {
        wanted: schemaOf([...columns, textOf(1, place, wanted)]),
        live: schemaOf([...columns, textOf(1, place, live)]),
        query,
        kinds,
      };
      const both = [await settle(options), await settle({ ...options, printed: true })];
      expect(both.map(({ schema }) => (getObject(schema, textOf(1, place, "")) as Text).text === live)).toEqual([
        gives.written,
        gives.printed,
      ]);
    });
  });

  test("all rows in one round trip, and nothing stays behind", async () => {
    const live: Text[] = [];
    for (const [at, row] of rows.entries()) live.push(textOf(at, row, await printed(row)));
    const wanted = rows.map((row, at) => textOf(at, row, row.wanted));
    await session(async (query) => {
      let trips = 0;
      const counting: SimpleQuery = (text) => {
        trips += 1;
        return query(text);
      };
      const settled = await settle({
        wanted: schemaOf([...columns, ...wanted]),
        live: schemaOf([...columns, ...live]),
        query: counting,
        kinds,
      });
      const found = rows.map((row, at) => ({
        ...row,
        same: (getObject(settled.schema, textOf(at, row, "")) as Text).text === live[at]?.text,
      }));
      expect(found).toEqual(rows);
      const said = settled.diagnostics.map(({ message }) => message);
      expect(said.map((message, at) => [refusals[at]?.[0].test(message), message.endsWith(`: ${refusals[at]?.[1] ?? ""}`)])).toEqual(
        refusals.map(() => [true, true]),
      );
      expect(new Set(settled.diagnostics.map(({ code, severity }) => `${severity} ${code}`))).toEqual(
        new Set(["warning EXPRESSION_REFUSED"]),
      );
      expect(trips).toBe(1);
      const [left] = await query(
        "select count(*)::int4 as count from pg_class where relname like 'mig\\_settle%'; select current_setting('search_path') as path",
      );
      expect(left).toEqual([{ count: 0 }]);
      expect((await query("select current_setting('search_path') as path"))[0]).toEqual([{ path: '"$user", public' }]);
    });
  });

  test.each(["default", "condition", "value", "domain condition"] as const)(
    "a text that is more than an expression is different and runs nothing (%s)",
    async (as) => {
      const wanted = attacks.map((text, at) => textOf(at, { as, type: "int" }, text));
      const live = attacks.map((_, at) => textOf(at, { as, type: "int" }, "1"));
      await session(async (query) => {
        const settled = await settle({ wanted: schemaOf([...columns, ...wanted]), live: schemaOf([...columns, ...live]), query, kinds });
        expect(attacks.map((text, at) => [text, (getObject(settled.schema, textOf(at, { as }, "")) as Text).text])).toEqual(
          attacks.map((text) => [text, text]),
        );
      });
      expect(await database.query("select * from proof")).toEqual([]);
      expect(await database.query("select to_regclass('users') is not null as there")).toEqual([{ there: true }]);
    },
  );

  test("hostile types and names", async () => {
    const table = { schema: "public", table: 'a"; drop table users; --' };
    const bad: Column[] = [
      { kind: "column", ...table, name: 'id"); drop table users; --', type: "int" },
      { kind: "column", ...table, name: "id", type: "int); drop table users; --" },
      { kind: "column", ...table, name: "ok", type: "int", collation: "int); drop table users; --" },
      { kind: "column", ...table, name: "n", type: "numeric(10,2)" },
    ];
    const check = (text: string): Text => ({ kind: "text", ...table, name: "c", as: "condition", text });
    const typed = (text: string): Text => ({
      kind: "text",
      ...table,
      name: "d",
      as: "default",
      type: "int default 1); drop table users; --",
      text,
    });
    await session(async (query) => {
      const wanted = schemaOf([...bad, check(`n > 0 or "id""); drop table users; --" > 0`), typed("1")]);
      const settled = await settle({
        wanted,
        live: schemaOf([...bad, check(`((n > (0)::numeric) OR ("id""); drop table users; --" > 0))`), typed("2")]),
        query,
        kinds,
      });
      expect((getObject(settled.schema, check("")) as Text).text).toBe(`((n > (0)::numeric) OR ("id""); drop table users; --" > 0))`);
      expect((getObject(settled.schema, typed("")) as Text).text).toBe("1");
    });
    expect(await database.query("select to_regclass('users') is not null as there")).toEqual([{ there: true }]);
  });

  test("a column of a type that is not there yet spoils nothing beside it", async () => {
    const extra: Column = { kind: "column", schema: "public", table: "users", name: "status", type: "public.not_yet" };
    const fine = textOf(1, { as: "condition" }, "price > 0");
    const needsIt = textOf(2, { as: "condition" }, "status = 'new'");
    const asDefault = textOf(3, { as: "default", type: "public.not_yet" }, "'new'");
    const other = textOf(4, { as: "default", type: "timestamptz" }, "now()");
    await session(async (query) => {
      const live: readonly Text[] = [
        { ...fine, text: "(price > (0)::numeric)" },
        { ...needsIt, text: "true" },
        { ...asDefault, text: "'old'" },
        { ...other, text: "CURRENT_TIMESTAMP" },
      ];
      const settled = await settle({
        wanted: schemaOf([...columns, extra, fine, needsIt, asDefault, other]),
        live: schemaOf([...columns, ...live]),
        query,
        kinds,
      });
      const texts = [fine, needsIt, asDefault, other].map((object) => (getObject(settled.schema, object) as Text).text);
      expect(texts).toEqual(["(price > (0)::numeric)", "status = 'new'", "'new'", "CURRENT_TIMESTAMP"]);
    });
  });

  test("nothing is said of a text that uses what is still to come or to change", async () => {
    const type = (name: string, text: string): Text => ({ kind: "text", schema: "public", table: "", name, as: "value", text });
    const { table: _, ...mood } = type("mood", "'glad'");
    const texts = [
      { ...textOf(1, { as: "default", type: "public.mood" }, "'glad'"), live: "'sad'::mood" },
      { ...textOf(2, { as: "condition" }, "mood <> 'glad'"), live: "(mood <> 'sad'::mood)" },
      { ...textOf(3, { as: "default", type: "int" }, "nextval('nowhere')"), live: "1" },
      { ...textOf(4, { as: "condition" }, "status = 'new'"), live: "true" },
    ];
    await session(async (query) => {
      const settled = await settle({
        wanted: schemaOf([...columns, mood, ...texts.map(({ live: _live, ...text }) => text)]),
        live: schemaOf([
          ...columns,
          { ...mood, text: "'sad'" } as SchemaObject,
          ...texts.map(({ live, ...text }) => ({ ...text, text: live })),
        ]),
        query,
        kinds,
      });
      expect(settled.diagnostics.map(({ message }) => message)).toEqual([
        `The server does not accept an expression of text public.users.row 3: relation "nowhere" does not exist. mig compares it as it is written: nextval('nowhere')`,
        `The server does not accept an expression of text public.users.row 4: column "status" does not exist. mig compares it as it is written: status = 'new'`,
      ]);
    });
  });

  test("no question, no round trip", async () => {
    const schema = schemaOf([...columns, textOf(1, { as: "condition" }, "(price > 0)")]);
    const query: SimpleQuery = () => Promise.reject(new Error("asked"));
    const settled = await settle({
      wanted: schemaOf([...columns, textOf(1, { as: "condition" }, "price > 0")]),
      live: schema,
      query,
      kinds,
    });
    expect((getObject(settled.schema, textOf(1, { as: "condition" }, "")) as Text).text).toBe("(price > 0)");
  });

  test.each([
    { who: "without the right to temporary tables", grant: "revoke temporary on database", set: "", warns: true },
    { who: "with no right but to connect", grant: "grant temporary on database", set: "", warns: false },
    { who: "read only by default", grant: "grant temporary on database", set: "set default_transaction_read_only = on", warns: false },
    { who: "of other settings", grant: "grant temporary on database", set: "set standard_conforming_strings = off", warns: false },
  ])("a role $who", async ({ grant, set, warns }) => {
    const role = `settle_${major}_${process.pid}`;
    const [direction = "", right = ""] = /^(\w+) (.*)$/u.exec(grant)?.slice(1) ?? [];
    await runScript(
      database.url,
      `drop role if exists ${role}; create role ${role}; revoke all on all tables in schema public from public; ${direction} ${right} ${database.name} ${direction === "revoke" ? "from" : "to"} public`,
    );
    try {
      await session(async (query) => {
        await query(`set session authorization ${role}; ${set}`);
        const wanted = textOf(1, { as: "default", type: "timestamptz" }, "now()");
        const check = textOf(2, { as: "condition" }, "price > 0 and name ~ '^\\w$'");
        const live = [
          { ...wanted, text: "CURRENT_TIMESTAMP" },
          { ...check, text: "((price > (0)::numeric) AND (name ~ '^\\w$'::text))" },
        ];
        const settled = await settle({
          wanted: schemaOf([...columns, wanted, check]),
          live: schemaOf([...columns, ...live]),
          query,
          kinds,
        });
        expect(
          [wanted, check].map(
            (object) =>
              (getObject(settled.schema, object) as Text).text === (warns ? object : live.find(({ name }) => name === object.name))?.text,
          ),
        ).toEqual([true, true]);
        expect(settled.diagnostics.map(({ code }) => code)).toEqual(warns ? ["COMPARED_AS_WRITTEN"] : []);
        expect(await query("select 1 as one")).toEqual([[{ one: 1 }]]); // the session is usable
      });
    } finally {
      await runScript(database.url, `drop role ${role}`);
    }
  });
});
