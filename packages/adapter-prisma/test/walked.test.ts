import { compare, connect, databaseSide, isMigError, modelsSide, planOperations, statementsOf } from "@migts/core";
import { newestServer, withDatabase } from "@migts/testkit";
import { beforeAll, describe, expect, test } from "vitest";
import { loadTexts } from "../src/adapter.ts";
import { loadPrismaEngine, type PrismaEngine } from "./prisma-engine.ts";

let prisma: PrismaEngine;

beforeAll(async () => {
  prisma = await loadPrismaEngine();
});

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const fileOf = (models: string): readonly (readonly [string, string])[] => [["schema.prisma", `${datasource}${models}\n`]];

/** What mig would do so that a database is as the models say. */
async function statementsFor(url: string, models: string, options: { readonly enumOrder?: "exact" } = {}): Promise<readonly string[]> {
  const source = await loadTexts([{ path: "schema.prisma", text: `${datasource}${models}\n` }], { defaultSchema: "public", ...options });
  expect(source.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const session = await connect(url);
  try {
    const { upgrade, before } = await compare(await databaseSide(session, []), modelsSide(source));
    return statementsOf(planOperations(upgrade, before)).map(({ sql }) => sql);
  } finally {
    await session.close();
  }
}

const serial = "  id Int @id @default(autoincrement())\n";
const model = (lines: string, name = "T"): string => `model ${name} {\n  id Int @id\n${lines}\n}\n`;
const labels = (...names: readonly string[]): string =>
  `enum E {\n${names.map((name) => `  ${name}`).join("\n")}\n}\n${model("  e E @default(a)")}`;

const pair = `model A {\n  id Int @id\n  e Int @unique\n  f Int\n  b B @relation(fields: [f], references: [id])\n  @@index([f])\n}\nmodel B {\n  id Int @id\n  a A[]\n}\n`;

interface Walk {
  readonly name: string;
  /** Versions of the models, each reached by Prisma's own script. */
  readonly versions: readonly string[];
  /** SQL by hand, after the last script. */
  readonly hand?: string;
  /** The models then. Absent: the last version. */
  readonly models?: string;
}

// Where Prisma sees no difference, mig sees none.
const walks: readonly Walk[] = [
  { name: "a label appended that stands in the middle", versions: [labels("a", "c"), labels("a", "b", "c")] },
  { name: "a label appended that stands first", versions: [labels("a", "c"), labels("z", "a", "c")] },
  { name: "labels in another order", versions: [labels("a", "b", "c"), labels("c", "a", "b")] },
  {
    name: "domains over the types of the models",
    versions: [
      model("  a String @db.VarChar(10)\n  b Int?\n  c Int[]\n  d Int\n  e DateTime @default(now())\n  f Int @default(3)\n  @@index([a])"),
    ],
    hand: `create domain short as varchar(10) check (value <> ''); create domain whole as int default 5; create domain given as int not null;
      create domain moment as timestamp(3); create domain list as int[]; alter table "T" alter a type short, alter b type whole, alter c type list,
      alter d type given, alter d drop not null, alter e type moment, alter f type given`,
  },
  {
    name: "an unsupported type that is a domain",
    versions: [model('  a Unsupported("int4range")')],
    hand: `create domain span as int4range; alter table "T" alter a type span`,
    models: model('  a Unsupported("span")'),
  },
  { name: "a sequence renamed", versions: [`model T {\n${serial}}\n`], hand: `alter sequence "T_id_seq" rename to other_seq` },
  {
    name: "a sequence in another schema",
    versions: [`model T {\n${serial}}\n`],
    hand: `create schema s; alter sequence "T_id_seq" owned by none; alter sequence "T_id_seq" set schema s`,
  },
  {
    name: "two serial columns whose names run together",
    versions: [
      `model X {\n  c Int @id @default(autoincrement())\n  @@map("a_b")\n}\n`,
      `model W {\n  b_c Int @id @default(autoincrement())\n  @@map("a")\n}\nmodel X {\n  c Int @id @default(autoincrement())\n  @@map("a_b")\n}\n`,
    ],
  },
  {
    name: "integer that became bigint by hand",
    versions: [`model T {\n${serial}}\n`],
    hand: `alter table "T" alter id type bigint`,
    models: `model T {\n  id BigInt @id @default(autoincrement())\n}\n`,
  },
  {
    name: "sequences that Prisma left behind",
    versions: [`model T {\n${serial}  b Int @default(autoincrement())\n}\n`],
    hand: `alter table "T" alter id drop default, alter b drop default, alter b type text using b::text, alter b set default 'x'`,
    models: model('  b String @default("x")'),
  },
  { name: "a sequence that nothing owns", versions: [`model T {\n${serial}}\n`], hand: `alter sequence "T_id_seq" owned by none` },
  {
    name: "times with all their digits",
    versions: [
      model(
        "  a DateTime @db.Timestamptz(6)\n  b DateTime @db.Timestamp(6)\n  c DateTime @db.Time(6)\n  d DateTime @db.Timetz(6)\n  e DateTime[] @db.Timestamptz(6)",
      ),
    ],
    hand: `alter table "T" alter a type timestamptz, alter b type timestamp, alter c type time, alter d type timetz, alter e type timestamptz[]`,
  },
  {
    name: "times of which nothing is said",
    versions: [model("  a DateTime @db.Timestamptz @default(now())\n  b DateTime @db.Timestamp\n  c DateTime @db.Time")],
    hand: `alter table "T" alter a type timestamptz(6), alter b type timestamp(6), alter c type time(6)`,
  },
  {
    name: "times of which nothing is said, of any digits",
    versions: [
      model(
        "  a DateTime @db.Timestamptz @default(now())\n  b DateTime @db.Timestamp\n  c DateTime @db.Time\n  d DateTime @db.Timetz\n  e DateTime[] @db.Timestamp",
      ),
    ],
    hand: `alter table "T" alter a type timestamptz(3), alter b type timestamp(0), alter c type time(2), alter d type timetz(1), alter e type timestamp(3)[]`,
  },
  {
    name: "lists of times of which the database says nothing",
    versions: [model("  a DateTime[] @db.Timestamptz(3)\n  b DateTime[]\n  c DateTime[] @db.Time(0)")],
    hand: `alter table "T" alter a type timestamptz[], alter b type timestamp[], alter c type time[]`,
  },
  {
    name: "unsupported types of which only the name is written, as Prisma writes them",
    versions: [
      model('  a Unsupported("interval")\n  b Unsupported("interval")?\n  c Unsupported("interval")?\n  d Unsupported("INTERVAL")?'),
    ],
    hand: `alter table "T" alter a type interval(3), alter b type interval day to second, alter c type interval day to second(3), alter d type interval year`,
  },
  {
    name: "types of an extension of which only the name is written",
    versions: [model("")],
    hand: `create schema s; create type s.vec; create function s.vec_in(cstring, oid, int4) returns s.vec as 'varcharin' language internal strict immutable;
      create function s.vec_out(s.vec) returns cstring as 'varcharout' language internal strict immutable;
      create type s.vec (input = s.vec_in, output = s.vec_out, typmod_in = varchartypmodin, typmod_out = varchartypmodout);
      alter table "T" add a s.vec(3) not null, add b s.vec(3), add c s.vec(3), add d s.vec(3)`,
    models: model(
      String.raw`  a Unsupported("vec")
  b Unsupported("s.vec")?
  c Unsupported("\"s\".vec")?
  d Unsupported("\"s\".\"vec\"(3)")?`,
    ),
  },
  { name: "a second index in the models", versions: [pair, pair.replace("@@index([f])", '@@index([f])\n  @@index([f], map: "more")')] },
  { name: "a second unique index in the models", versions: [pair, pair.replace("@@index([f])", '@@unique([e], map: "more")')] },
  {
    name: "a second unique index in the models, beside a constraint",
    versions: [pair],
    hand: `drop index "A_e_key"; alter table "A" add constraint "A_e_key" unique (e)`,
    models: pair.replace("@@index([f])", '@@index([f])\n  @@unique([e], map: "more")'),
  },
  {
    name: "a second relation over the same columns",
    versions: [
      pair.replace("  b B @relation(", '  b B @relation("one", ').replace("a A[]", 'a A[] @relation("one")'),
      pair
        .replace("  b B @relation(", '  c B @relation("two", fields: [f], references: [id], map: "more")\n  b B @relation("one", ')
        .replace("a A[]", 'a A[] @relation("one")\n  c A[] @relation("two")'),
    ],
  },
  {
    name: "tables of an extension, in the models and not",
    versions: [`${model("")}model Places {\n  id Int @id\n  @@map("spatial_ref_sys")\n}\n`],
    hand: `create table raster_columns (a int)`,
  },
  { name: "a second unique index", versions: [pair], hand: `create unique index other on "A" (e)` },
  { name: "a second unique index, a constraint", versions: [pair], hand: `alter table "A" add constraint other unique (e)` },
  {
    name: "a second unique index beside a constraint",
    versions: [pair],
    hand: `drop index "A_e_key"; alter table "A" add constraint "A_e_key" unique (e); create unique index other on "A" (e)`,
  },
  { name: "a second index", versions: [pair], hand: `create index other on "A" (f)` },
  {
    name: "two indexes of other names",
    versions: [pair],
    hand: `drop index "A_f_idx"; create index o1 on "A" (f); create index o2 on "A" (f)`,
  },
  {
    name: "two unique indexes of other names",
    versions: [pair],
    hand: `drop index "A_e_key"; create unique index o1 on "A" (e); alter table "A" add constraint o2 unique (e)`,
  },
  {
    name: "a second foreign key",
    versions: [pair],
    hand: `alter table "A" add constraint other foreign key (f) references "B" (id) on update cascade on delete restrict`,
  },
  {
    name: "a list that may not be NULL",
    versions: [model("  a String[]\n  b Int[] @default([])")],
    hand: `alter table "T" alter a set not null, alter b set not null`,
  },
  {
    name: "empty lists",
    versions: [model("  a String[] @default([])\n  b String[] @db.VarChar(5) @default([])\n  c Int[] @default([])")],
    hand: `alter table "T" alter a set default '{}', alter b set default '{}', alter c set default '{}'`,
  },
  {
    name: "numbers with more digits",
    versions: [model("  a Float @default(0)\n  b Decimal @default(0)\n  c Decimal @default(1.5) @db.Decimal(10, 2)")],
    hand: `alter table "T" alter a set default 0.0, alter b set default 0.0, alter c set default 1.50`,
  },
  {
    name: "types without a length",
    versions: [model("  a String @db.Char\n  b String @db.Bit\n  c String[] @db.Char\n  d String[] @db.Bit\n  e String? @db.Char")],
    hand: `alter table "T" alter a type bpchar, alter b type "bit", alter c type bpchar[], alter d type "bit"[], alter e type "char"`,
  },
  {
    name: "types of extensions in a schema of their own",
    versions: [model("")],
    hand: `create schema ext; create extension hstore schema ext; create extension citext schema ext; alter table "T" add h ext.hstore, add c ext.citext not null, add l ext.hstore[]`,
    models: model('  h Unsupported("hstore")?\n  c String @db.Citext\n  l Unsupported("hstore")[]'),
  },
  {
    name: "types of which no length is said",
    versions: [model("  a String @db.VarChar\n  b String @db.VarBit\n  c Decimal @db.Decimal\n  d String[] @db.VarChar")],
  },
];

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test.each(walks)("no difference: $name", async ({ versions, hand, models = versions.at(-1) ?? "" }) => {
    await withDatabase({ major, setup: "" }, async ({ url, query }) => {
      for (const version of versions) await query((await prisma.databaseScript(url, fileOf(version))) || "select 1");
      if (hand !== undefined) await query(hand);
      expect(await prisma.databaseScript(url, fileOf(models))).toBe("");
      expect(await statementsFor(url, models)).toEqual([]);
    });
  });

  // What is not over the same is no twin. What Prisma renames, mig renames too; of two foreign keys it drops the other.
  test.each([
    { hand: `create index other on "A" (e)`, change: /drop index/iu },
    { hand: `create index other on "A" using hash (f)`, change: /drop index/iu },
    { hand: `create index other on "A" (f desc)`, change: /drop index/iu },
    { hand: `drop index "A_f_idx"; create index other on "A" (f)`, change: /alter index public\.other rename to "A_f_idx"/iu },
    { hand: `alter table "A" add constraint other foreign key (f) references "B" (id)`, change: /drop constraint/iu },
    {
      hand: `alter table "A" rename constraint "A_f_fkey" to o1; alter table "A" add constraint o2 foreign key (f) references "B" (id) on update cascade on delete restrict`,
      change: /drop constraint "?o2|rename constraint "?o1"? to "A_f_fkey"/iu,
    },
  ])("one difference, as Prisma: $hand", async ({ hand, change }) => {
    await withDatabase({ major, setup: "" }, async ({ url, query }) => {
      await query(await prisma.databaseScript(url, fileOf(pair)));
      await query(hand);
      expect(await prisma.databaseScript(url, fileOf(pair))).toMatch(/^-- \w+\n[^\n]*;\n$/u);
      const statements = await statementsFor(url, pair);
      expect(statements).toEqual(statements.map(() => expect.stringMatching(change) as string));
      expect(statements).not.toEqual([]);
    });
  });

  // Prisma sets the type again at each run.
  test("a column of length 1 is what @db.Char and @db.Bit make", async () => {
    const models = model("  a String @db.Char\n  b String @db.Bit");
    await withDatabase({ major, setup: "" }, async ({ url, query }) => {
      await query(await prisma.databaseScript(url, fileOf(models)));
      expect(await statementsFor(url, models)).toEqual([]);
      expect(await statementsFor(url, model("  a String @db.Char(2)\n  b String @db.Bit(2)"))).toHaveLength(2);
      await query(`alter table "T" alter a type bpchar, alter b type "bit"`);
      expect(await statementsFor(url, model("  a String @db.Char(1)\n  b String @db.Bit(1)"))).toHaveLength(2);
    });
  });

  test("a sequence goes with autoincrement(), and one that Prisma left behind is used again", async () => {
    const setup = `create table "T" (id serial constraint "T_pkey" primary key, b serial); alter table "T" alter b drop default`;
    await withDatabase({ major, setup }, async ({ url, query }) => {
      const both = "model T {\n  id Int @id @default(autoincrement())\n  b Int @default(autoincrement())\n}\n";
      expect(await statementsFor(url, model("  b Int"))).toEqual([
        expect.stringMatching(/owned by none/u),
        expect.stringMatching(/alter column id drop default/u),
        expect.stringMatching(/drop sequence public\."T_id_seq"/u),
      ]);
      expect(await statementsFor(url, both)).toEqual([expect.stringMatching(/alter column b set default nextval\('public\."T_b_seq"/u)]);
      for (const statement of await statementsFor(url, both)) await query(statement);
      expect(await statementsFor(url, both)).toEqual([]);
    });
  });

  // A default that means the same in both types is written for the new one, and nothing of the old type is left.
  test.each([
    ['String @default("X")', "E @default(X)"],
    ['String[] @default(["X"])', "E[] @default([X])"],
    ["E @default(X)", "F @default(X)"],
    ["E[] @default([])", "F[] @default([])"],
    ['String @default("1")', "Int @default(1)"],
    ['String @default("1")', "BigInt @default(1) @db.BigInt"],
    ['String @default("1")', "Decimal @default(1) @db.Decimal(5, 2)"],
    ['String @default("true")', "Boolean @default(true)"],
    ['String @default("{}")', 'Json @default("{}")'],
    ['Json @default("[1]")', 'Json @default("[1]") @db.Json'],
    ['String @default("x")', 'String @default("x") @db.VarChar(3)'],
    ['String @default("x") @db.VarChar(9)', 'String @default("x") @db.VarChar(3)'],
    ['String @default("101") @db.VarBit(5)', 'String @default("101") @db.Bit(3)'],
    ["Int @default(1)", "Float @default(1)"],
    ["Decimal @default(1.50)", "Float @default(1.5)"],
  ])("a default of another type: %s and %s", async (one, other) => {
    const enums: Readonly<Record<string, string>> = { E: "enum E {\n  X\n  Y\n}\n", F: "enum F {\n  X\n  Z\n}\n" };
    await withDatabase({ major, setup: "" }, async ({ url, query }) => {
      for (const field of [one, other, one, other]) {
        const models = `${enums[field.split(/[ [?]/u)[0] ?? ""] ?? ""}${model(`  a ${field}`)}`;
        for (const statement of await statementsFor(url, models)) await query(statement);
        expect(await statementsFor(url, models)).toEqual([]);
        await query('insert into "T" (id) select count(*) from "T"');
      }
    });
  });

  // Prisma sees no difference between any two types that it has no word for.
  test("modifiers that an unsupported type is written with count", async () => {
    const setup = `create table "T" (id int constraint "T_pkey" primary key, a interval(3), b interval, c varchar(3))`;
    await withDatabase({ major, setup }, async ({ url }) => {
      const typed = (a: string, b: string, c: string): string =>
        model(`  a Unsupported("${a}")?\n  b Unsupported("${b}")?\n  c Unsupported("${c}")?`);
      expect(await statementsFor(url, typed("interval(3)", "interval", "varchar(3)"))).toEqual([]);
      expect(await statementsFor(url, typed("interval(6)", "interval(3)", "varchar"))).toHaveLength(3);
    });
  });

  test("a unique constraint of another name is renamed and stays one", async () => {
    const setup = `create table "A" (id int constraint "A_pkey" primary key, e int not null, constraint other unique (e))`;
    const models = `model A {\n  id Int @id\n  e Int @unique\n}\n`;
    await withDatabase({ major, setup }, async ({ url, query }) => {
      const statements = await statementsFor(url, models);
      expect(statements).toEqual([expect.stringMatching(/^alter table public\."A" rename constraint other to "A_e_key"$/u)]);
      for (const statement of statements) await query(statement);
      expect(await statementsFor(url, models)).toEqual([]);
      expect(await prisma.databaseScript(url, fileOf(models))).toBe("");
    });
  });

  describe("a type that the database does not have", () => {
    const refusal = async (url: string, lines: string): Promise<unknown> =>
      statementsFor(url, model(lines)).catch((error: unknown) => error);

    test.each([
      { type: "geometri", named: "geometri" },
      { type: "geometri(Point, 4326)", named: "geometri(Point, 4326)" },
      { type: 'public."Geo Metry"', named: 'public."Geo Metry"' },
      { type: "nowhere.mood", named: "nowhere.mood" },
      { type: "doubel precision", named: "doubel precision" },
      { type: "public.text", named: "public.text" },
    ])("$type is named with its place", async ({ type, named }) => {
      await withDatabase({ major, setup: "create schema other; create type other.mood as (a int)" }, async ({ url }) => {
        const error = await refusal(url, `  a String\n  g Unsupported("${type.replaceAll('"', '\\"')}")`);
        expect(isMigError(error) && [error.code, error.place, error.message]).toEqual([
          "TYPE_NOT_FOUND",
          expect.objectContaining({ file: "schema.prisma", line: 7 }) as unknown,
          expect.stringContaining(`schema.prisma:7: type ${named} of column public.T.g`) as string,
        ]);
      });
    });

    test("all of them are named, also in a column that is there", async () => {
      await withDatabase({ major, setup: 'create table "T" (id int constraint "T_pkey" primary key, a int)' }, async ({ url }) => {
        expect(await refusal(url, '  a Unsupported("nix")\n  b Unsupported("nox")[]')).toMatchObject({
          message: expect.stringMatching(
            /schema\.prisma:6: type nix of column public\.T\.a\n {2}schema\.prisma:7: type nox\[\] of/u,
          ) as string,
        });
      });
    });

    test.each([
      { type: "mood", why: "a composite type in a schema that is not on the path" },
      { type: "other.mood", why: "the same with its schema" },
      { type: "tsvector", why: "PostgreSQL's own" },
      { type: "int4range", why: "PostgreSQL's own" },
      { type: "interval day to second(3)", why: "several words" },
      { type: "positive", why: "a domain" },
      { type: "hstore", why: "an extension's" },
    ])("$type is there: $why", async ({ type }) => {
      const setup =
        "create schema other; create type other.mood as (a int); create domain positive as int check (value > 0); create extension hstore";
      await withDatabase({ major, setup }, async ({ url }) => {
        expect(await refusal(url, `  g Unsupported("${type}")`)).not.toBeInstanceOf(Error);
      });
    });

    test("nothing is said where an extension that may bring it is to be installed", async () => {
      await withDatabase({ major, setup: "" }, async ({ url }) => {
        const preview = 'generator g {\n  provider = "prisma-client-js"\n  previewFeatures = ["postgresqlExtensions"]\n}\n';
        const text = `datasource db {\n  provider = "postgresql"\n  extensions = [hstore]\n}\n${preview}${model('  g Unsupported("hstore")')}`;
        const source = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });
        const session = await connect(url);
        const { upgrade } = await compare(await databaseSide(session, []), modelsSide(source));
        await session.close();
        expect(upgrade.map(({ kind }) => kind)).toEqual(["createExtension", "createTable"]);
      });
    });
  });

  // Prisma would set the type to bigserial, which is none, and drop the sequence.
  test("bigserial written as Unsupported", async () => {
    await withDatabase({ major, setup: 'create table "T" (id int constraint "T_pkey" primary key, s bigserial)' }, async ({ url }) => {
      expect(await statementsFor(url, model('  s Unsupported("bigserial")'))).toEqual([]);
    });
  });

  test("a new label comes where the file has it, whatever the order of the others", async () => {
    await withDatabase(
      {
        major,
        setup: `create type "E" as enum ('c', 'a'); create table "T" (id int constraint "T_pkey" primary key, e "E" not null default 'a')`,
      },
      async ({ url, query }) => {
        const models = labels("a", "b", "c", "d");
        for (const statement of await statementsFor(url, models)) {
          expect(statement).toMatch(/^alter type "?public"?\."E" add value/iu);
          await query(statement);
        }
        expect(await statementsFor(url, models)).toEqual([]);
        expect(await prisma.databaseScript(url, fileOf(models))).toBe("");
        expect(await statementsFor(url, models, { enumOrder: "exact" })).not.toEqual([]);
        expect(await statementsFor(url, labels("a", "b"))).not.toEqual([]); // labels that go
      },
    );
  });

  test("a serial column that is added beside one whose sequence has its name", async () => {
    const both = `model X {\n  c Int @id @default(autoincrement())\n  @@map("a_b")\n}\nmodel Y {\n  b_c Int @id @default(autoincrement())\n  @@map("a")\n}\n`;
    await withDatabase(
      {
        major,
        setup: `create table a (b_c serial constraint a_pkey primary key); insert into a default values; insert into a default values`,
      },
      async ({ url, query }) => {
        for (const statement of await statementsFor(url, both)) await query(statement);
        for (const table of ["a", "a_b", "a", "a_b"]) await query(`insert into ${table} default values`);
        expect(await query("select b_c from a order by 1")).toEqual([1, 2, 3, 4].map((b_c) => ({ b_c })));
        expect(await query("select c from a_b order by 1")).toEqual([1, 2].map((c) => ({ c })));
        expect(await statementsFor(url, both)).toEqual([]);
        expect(await prisma.databaseScript(url, fileOf(both))).toBe("");
      },
    );
  });

  test.each([
    { name: "an expression", index: 'unique index "U_email_key" on "U" (lower(email))' },
    { name: "an expression beside a column, with a condition", index: 'unique index "U_email_key" on "U" (lower(email), id) where id > 0' },
  ])("a unique index made by hand is not replaced by a weaker one: $name", async ({ index }) => {
    const models = (more: string): string => `model U {\n  id Int @id\n  email String @unique\n${more}}\n`;
    await withDatabase(
      { major, setup: `create table "U" (id int constraint "U_pkey" primary key, email text not null); create ${index}` },
      async ({ url }) => {
        expect(await statementsFor(url, models(""))).toEqual([]);
        expect(await statementsFor(url, models("  z Int?\n"))).toEqual([expect.stringMatching(/add column/iu)]);
      },
    );
  });
});

// A single value is a list of one.
test("single values for lists", async () => {
  const single = `generator c {\n  provider = "p"\n  previewFeatures = "partialIndexes"\n}\n${model("  a Int\n  t T2 @relation(fields: a, references: x)\n  @@index(a(sort: Asc))\n  @@unique(fields: a)")}model T2 {\n  x Int\n  T T[]\n  @@id(x)\n}\n`;
  const listed = single
    .replace('"partialIndexes"', '["partialIndexes"]')
    .replace("fields: a, references: x", "fields: [a], references: [x]")
    .replace("(a(sort: Asc))", "([a(sort: Asc)])")
    .replace("(fields: a)", "(fields: [a])")
    .replace("@@id(x)", "@@id([x])");
  const load = async (text: string) => loadTexts([{ path: "schema.prisma", text: `${datasource}${text}` }], { defaultSchema: "public" });
  const [one, many] = [await load(single), await load(listed)];
  expect(one.diagnostics).toEqual([]);
  expect(one.schema).toEqual(many.schema);
});

test("a model of a table that Prisma leaves alone is a warning", async () => {
  const text = `${datasource}${model("")}model Places {\n  id Int @id\n  @@map("Spatial_Ref_Sys")\n}\n`;
  const { diagnostics, schema } = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });
  expect(diagnostics).toEqual([
    expect.objectContaining({ severity: "warning", code: "PRISMA_IGNORED", place: { file: "schema.prisma", line: 8, column: 7 } }),
  ]);
  expect(JSON.stringify([...schema.containers.keys()])).not.toMatch(/spatial/iu);
});

test("what Prisma accepts and ignores is a warning", async () => {
  const { diagnostics } = await loadTexts(
    [{ path: "schema.prisma", text: `${datasource}${model("  a Int\n  @@index([a(sort: Asc, foo: 1)])")}` }],
    { defaultSchema: "public" },
  );
  expect(diagnostics).toEqual([
    expect.objectContaining({ severity: "warning", code: "PRISMA_IGNORED", place: { file: "schema.prisma", line: 7, column: 25 } }),
  ]);
});

test.each([
  { name: "from nothing", from: "" },
  { name: "from models elsewhere", from: 'model O {\n  id Int @id\n  @@schema("old")\n}\n' },
])("no PostgreSQL schema is dropped: $name", async ({ from }) => {
  const load = async (text: string, schemas: string) =>
    loadTexts([{ path: "schema.prisma", text: `datasource db {\n  provider = "postgresql"\n  schemas = ${schemas}\n}\n${text}` }], {
      defaultSchema: "public",
    });
  const { emptySide } = await import("@migts/core");
  const to = await load('model A {\n  id Int @id\n  @@schema("app")\n}\n', '"app"');
  expect(to.diagnostics).toEqual([]);
  const { upgrade } = await compare(from === "" ? emptySide : modelsSide(await load(from, '["old"]')), modelsSide(to));
  expect(upgrade.map(({ kind }) => kind)).not.toContain("dropSchema");
});

test("keys and indexes of a view, which older versions of Prisma allow", async () => {
  const text = `${datasource}generator c {\n  provider = "p"\n  previewFeatures = ["views"]\n}\nview V {\n  id Int @id\n  a Int\n  b Int\n  @@index([a])\n}\nview W {\n  a Int\n  b Int\n  @@id([a, b])\n}\n${model("  a Int")}`;
  const { diagnostics, schema } = await loadTexts([{ path: "schema.prisma", text }], { defaultSchema: "public" });
  expect(diagnostics).toEqual([]);
  expect([...schema.containers.keys()].join(" ")).not.toMatch(/[VW]/u);
});
