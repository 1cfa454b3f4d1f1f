import { servers, withDatabase } from "@migts/testkit";
import { describe, expect, test } from "vitest";
import { checkStep, comparing, statementsFor, type Step } from "./both-ways.ts";

// What directives say, on a real server: forth, a second diff, and back.

const item = (lines: string, above = ""): string => `${above}
model Item {
  id Int @id
  price Int
  unitPrice Int @default(1)
  note String? @map("the_note")
${lines}
}`;

const rows = `insert into "Item" values (1, 10, 2, 'a'), (2, 20, 3, null)`;

const steps: readonly Step[] = [
  {
    name: "a check above a model",
    before: item(""),
    hand: rows,
    after: item("", '/// @mig.check(price > 0 and "unitPrice" < 100)'),
    sql: [
      'alter table public."Item" add constraint "Item_check" check (price > 0 and "unitPrice" < 100)',
      `comment on constraint "Item_check" on public."Item" is '@mig.check'`,
    ],
  },
  {
    name: "a check above a field, over several lines, and one with a name among the attributes",
    before: item(""),
    hand: rows,
    after: item(`  /// Never too much.
  /// @mig.check(
  ///   amount in (1, 2)
  ///     or amount is null
  /// )
  amount Int?
  /// @mig.check(the_note <> '(', name: "note, not empty")
  @@map("Item")`),
    sql: [
      'alter table public."Item" add column amount integer',
      `alter table public."Item" add constraint "Item_amount_check" check (amount in (1, 2)\nor amount is null)`,
      `alter table public."Item" add constraint "note, not empty" check (the_note <> '(')`,
      `comment on constraint "Item_amount_check" on public."Item" is '@mig.check'`,
      `comment on constraint "note, not empty" on public."Item" is '@mig.check'`,
    ],
  },
  {
    name: "the same check in other words is no difference",
    before: item("", "/// @mig.check(price in (10, 20))"),
    hand: rows,
    after: item("", "/// @mig.check(price = any (array[10, 20]))"),
    sql: [],
  },
  {
    name: "a check that changes",
    before: item("", "/// @mig.check(price > 0)"),
    hand: rows,
    after: item("", "/// @mig.check(price > 1)"),
    sql: [
      'alter table public."Item" drop constraint "Item_price_check"',
      'alter table public."Item" add constraint "Item_price_check" check (price > 1)',
      `comment on constraint "Item_price_check" on public."Item" is '@mig.check'`,
    ],
  },
  {
    name: "a check whose directive goes, beside one that was made by hand",
    before: item("", "/// @mig.check(price > 0)"),
    hand: `${rows}; alter table "Item" add constraint by_hand check (id > 0)`,
    after: item(""),
    sql: ['alter table public."Item" drop constraint "Item_price_check"'],
  },
  {
    name: "a check that was made by hand is declared, and keeps its comment",
    before: item(""),
    hand: `${rows}; alter table "Item" add constraint by_hand check (id > 0); comment on constraint by_hand on "Item" is 'old'`,
    after: item("", "/// @mig.check(id > 0, name: by_hand)"),
    sql: [`comment on constraint by_hand on public."Item" is 'old\n@mig.check'`],
  },
  {
    name: "a check that was declared is left to hands when its mark goes",
    before: item("", "/// @mig.check(price > 0)"),
    hand: `${rows}; comment on constraint "Item_price_check" on "Item" is null`,
    after: item(""),
    sql: [],
  },
  {
    name: "a check in a new table",
    before: item(""),
    after: `${item("")}\n/// @mig.check(n > 0)\n/// @mig.index([n], where: n > 5)\nmodel Other {\n  id Int @id\n  n Int\n}`,
    sql: [
      `create table public."Other" (\n  id integer not null,\n  n integer not null,\n  constraint "Other_pkey" primary key (id),\n  constraint "Other_n_check" check (n > 0)\n)`,
      'create index "Other_n_idx" on public."Other" (n) where n > 5',
      `comment on constraint "Other_n_check" on public."Other" is '@mig.check'`,
      `comment on index public."Other_n_idx" is '@mig.index'`,
    ],
  },
  {
    name: "a check on a column that goes with it",
    before: item("  /// @mig.check(amount > 0)\n  amount Int?"),
    hand: rows,
    after: item(""),
    sql: ['alter table public."Item" drop constraint "Item_amount_check"', 'alter table public."Item" drop column amount'],
  },
  {
    name: "a check on a column that gets another type",
    before: item("", "/// @mig.check(price > 0)"),
    hand: rows,
    after: item("", "/// @mig.check(price > 0)").replace("price Int", "price BigInt"),
    sql: [
      'alter table public."Item" drop constraint "Item_price_check"',
      'alter table public."Item" alter column price type bigint',
      'alter table public."Item" add constraint "Item_price_check" check (price > 0)',
      `comment on constraint "Item_price_check" on public."Item" is '@mig.check'`,
    ],
  },
  {
    name: "indexes",
    before: item(""),
    hand: rows,
    after: item(
      `  /// @mig.index
  plain Int?
  /// @mig.index(include: [note, price], unique: true)
  unique Int?
  /// @mig.index(using: hash)
  hashed String?`,
      `/// @mig.index([lower(the_note), unitPrice desc nulls last], where: price > 0, name: item_by_note)
/// @mig.index((price + 1), unique: true)
/// @mig.index([price, note collate "C" text_pattern_ops], unique: true, nullsNotDistinct: true)`,
    ),
    sql: [
      'alter table public."Item" add column plain integer',
      'alter table public."Item" add column "unique" integer',
      'alter table public."Item" add column hashed text',
      'create unique index "Item_expr_key" on public."Item" ((price + 1))',
      'create index "Item_hashed_idx" on public."Item" using hash (hashed)',
      'create index "Item_plain_idx" on public."Item" (plain)',
      'create unique index "Item_price_the_note_key" on public."Item" (price, the_note collate "C" text_pattern_ops) nulls not distinct',
      'create unique index "Item_unique_the_note_price_key" on public."Item" ("unique") include (the_note, price)',
      'create index item_by_note on public."Item" ((lower(the_note)), "unitPrice" desc nulls last) where price > 0',
      `comment on index public."Item_expr_key" is '@mig.index'`,
      `comment on index public."Item_hashed_idx" is '@mig.index'`,
      `comment on index public."Item_plain_idx" is '@mig.index'`,
      `comment on index public."Item_price_the_note_key" is '@mig.index'`,
      `comment on index public."Item_unique_the_note_price_key" is '@mig.index'`,
      "comment on index public.item_by_note is '@mig.index'",
    ],
  },
  {
    name: "an operator class with parameters",
    before: `model T {\n  id Int @id\n  v Unsupported("tsvector")?\n}`,
    after: `model T {\n  id Int @id\n  /// @mig.index(v tsvector_ops (siglen = 100), using: gist)\n  v Unsupported("tsvector")?\n}`,
    sql: [
      'create index "T_v_idx" on public."T" using gist (v tsvector_ops (siglen = 100))',
      `comment on index public."T_v_idx" is '@mig.index'`,
    ],
  },
  {
    name: "an index of which everything changes",
    before: item("", "/// @mig.index([lower(the_note), price], where: price > 0, include: [unitPrice], name: i)"),
    hand: rows,
    after: item("", "/// @mig.index([upper(the_note)], unique: true, name: i)"),
    sql: ["drop index public.i", 'create unique index i on public."Item" ((upper(the_note)))', "comment on index public.i is '@mig.index'"],
  },
  {
    name: "indexes whose directives go, beside those made by hand, and one with settings",
    before: item("", "/// @mig.index([lower(the_note)], name: a)\n/// @mig.index(price, where: price > 1, name: b)"),
    hand: `${rows}; create index by_hand on "Item" (upper(the_note)); alter index b set (fillfactor = 70);
      create index other on "Item" (price) where price > 1`,
    after: item("", "/// @mig.index(price, where: price > 1, name: b)"),
    sql: ["drop index public.a"],
  },
  {
    name: "an index like one of Prisma's, and one like another that was made by hand",
    before: item("  @@index([price])"),
    hand: `${rows}; create index by_hand on "Item" (the_note)`,
    after: item("  @@index([price])", "/// @mig.index(price, name: also)\n/// @mig.index(note)"),
    sql: [
      'alter index public.by_hand rename to "Item_the_note_idx"',
      'create index also on public."Item" (price)',
      `comment on index public."Item_the_note_idx" is '@mig.index'`,
      "comment on index public.also is '@mig.index'",
    ],
  },
  {
    name: "an index like one of Prisma's whose directive goes",
    before: item("  @@index([price])", "/// @mig.index(price, name: also)"),
    hand: rows,
    after: item("  @@index([price])"),
    sql: ["drop index public.also"],
  },
  {
    name: "names of a convention",
    before: item("", "/// @mig.check(price > 0)\n/// @mig.index([lower(the_note)], include: [price])"),
    hand: rows,
    after: item("", "/// @mig.check(price > 1)\n/// @mig.index([lower(the_note), id], include: [price])"),
    config: { naming: { check: "ck_{table}_{columns}", index: "ix_{table}_{columns}" } },
    sql: [
      'create index "ix_Item_lower_id_price" on public."Item" ((lower(the_note)), id) include (price)',
      `comment on index public."ix_Item_lower_id_price" is '@mig.index'`,
      'drop index public."ix_Item_lower_price"',
      'alter table public."Item" drop constraint "ck_Item_price"',
      'alter table public."Item" add constraint "ck_Item_price" check (price > 1)',
      `comment on constraint "ck_Item_price" on public."Item" is '@mig.check'`,
    ],
  },
  {
    name: "an exclusion",
    before: `model Booking {\n  id Int @id\n  a Int\n  b Int\n}`,
    hand: `insert into "Booking" values (1, 1, 3), (2, 4, 5)`,
    after: `/// @mig.exclude([int4range(a, b) with &&], where: a < b, deferrable: deferred)\nmodel Booking {\n  id Int @id\n  a Int\n  b Int\n}`,
    sql: [
      'alter table public."Booking" add constraint "Booking_int4range_excl" exclude using gist ((int4range(a, b)) with &&) where (a < b) deferrable initially deferred',
      `comment on constraint "Booking_int4range_excl" on public."Booking" is '@mig.exclude'`,
    ],
  },
  {
    name: "an exclusion whose directive goes",
    before: `/// @mig.exclude([id with =], using: hash, name: x)\nmodel Booking {\n  id Int @id\n}`,
    hand: `insert into "Booking" values (1), (2); alter table "Booking" add constraint by_hand exclude using hash (id with =)`,
    after: `model Booking {\n  id Int @id\n}`,
    sql: ['alter table public."Booking" drop constraint x'],
  },
  {
    name: "comments",
    before: `${item("")}\nenum Mood {\n  happy\n}`,
    hand: `comment on column "Item".price is 'by hand'`,
    after: `${item("", "/// Documentation, which is no comment.\n/// @mig.comment('it''s an item')").replace("  note", '  /// @mig.comment("of people")\n  note')}\n/// @mig.comment($$a $ type$$)\nenum Mood {\n  happy\n}`,
    sql: [
      `comment on column public."Item".the_note is 'of people'`,
      `comment on type public."Mood" is 'a $ type'`,
      `comment on table public."Item" is 'it''s an item'`,
    ],
  },
  {
    name: "comments whose directives go stay, but for those that are none",
    before: item("", "/// @mig.comment('item')").replace("  price", "  /// @mig.comment('price')\n  price"),
    after: item("", "/// @mig.comment(none)"),
    sql: ['comment on table public."Item" is null'],
  },
  {
    name: "documentation as comments",
    before: item(""),
    hand: `comment on column "Item".price is 'by hand'; comment on column "Item".id is 'old'; comment on index "Item_pkey" is 'kept'`,
    after: `${item("", "/// Things.\n///\n/// @mig.check(price > 0)\n/// To sell.").replace("  id Int @id", "  id Int @id /// its number")}
/// what people feel
enum Mood {
  /// no comment in PostgreSQL
  happy
}`,
    options: { comments: true },
    sql: [
      `create type public."Mood" as enum ('happy')`,
      'alter table public."Item" add constraint "Item_price_check" check (price > 0)',
      `comment on constraint "Item_price_check" on public."Item" is '@mig.check'`,
      `comment on type public."Mood" is 'what people feel'`,
      `comment on table public."Item" is 'Things.\n\nTo sell.'`,
      `comment on column public."Item".id is 'its number'`,
      'comment on column public."Item".price is null',
    ],
  },
  {
    name: "a generated column",
    before: item(""),
    hand: rows,
    after: item('  /// @mig.generated(price * "unitPrice")\n  total Int? @default(dbgenerated())'),
    sql: ['alter table public."Item" add column total integer generated always as (price * "unitPrice") stored'],
  },
  {
    name: "a generated column of which the expression changes",
    before: item('  /// @mig.generated(price * "unitPrice")\n  total Int?'),
    hand: `insert into "Item" values (1, 10, 2, 'a'), (2, 20, 3, null)`,
    after: item('  /// @mig.generated(price + "unitPrice")\n  total Int?'),
    sql: [
      'alter table public."Item" drop column total',
      'alter table public."Item" add column total integer generated always as (price + "unitPrice") stored',
    ],
  },
  {
    name: "a generated column in other words",
    before: item('  /// @mig.generated(price * "unitPrice")\n  total Int?'),
    after: item('  /// @mig.generated((price)*"unitPrice")\n  total Int?'),
    sql: [],
  },
  {
    name: "a generated column whose directive goes stays generated",
    before: item('  /// @mig.generated(price * "unitPrice")\n  total Int?'),
    after: item("  total Int?"),
    sql: [],
  },
  {
    name: "a generated column that is to be none",
    before: item('  /// @mig.generated(price * "unitPrice")\n  total Int?'),
    hand: `insert into "Item" values (1, 10, 2, 'a'), (2, 20, 3, null)`,
    after: item("  /// @mig.generated(none)\n  total Int?"),
    sql: ['alter table public."Item" alter column total drop expression'],
  },
  {
    name: "a default beside one of the client",
    before: `model T {\n  id String @id @default(cuid())\n  n Int?\n}`,
    hand: `insert into "T" values ('a', 1)`,
    after: `model T {\n  /// @mig.default(gen_random_uuid())\n  id String @id @default(cuid())\n  /// @mig.default(1 + 1)\n  n Int?\n}`,
    sql: [
      'alter table public."T" alter column id set default gen_random_uuid()',
      'alter table public."T" alter column n set default 1 + 1',
    ],
  },
  {
    name: "a default whose directive goes",
    before: `model T {\n  /// @mig.default(gen_random_uuid())\n  id String @id @default(cuid())\n}`,
    after: `model T {\n  id String @id @default(cuid())\n}`,
    sql: ['alter table public."T" alter column id drop default'],
  },
];

/** Above a model with a column that is new, and an enum that is. */
const refused: readonly { readonly directive: string; readonly says?: string }[] = [
  { directive: "@mig.check(pricee > 0)", says: 'check public.Item.Item_check: column "pricee" does not exist' },
  { directive: "@mig.check(price > 0 and)", says: 'check public.Item.Item_price_check: syntax error at or near ")"' },
  { directive: "@mig.check(price)", says: "check public.Item.Item_price_check: argument of CHECK must be type boolean, not type integer" },
  { directive: "@mig.index([no_such(price)])", says: "index public.Item.Item_no_such_idx: function no_such(integer) does not exist" },
  {
    directive: "@mig.index(price, where: price = 'x')",
    says: 'index public.Item.Item_price_idx: invalid input syntax for type integer: "x"',
  },
  { directive: "@mig.check(more > 0)" },
  { directive: "@mig.check(mood <> 'sad')" },
];

const virtual: Step = {
  name: "a virtual column",
  before: item(""),
  hand: rows,
  after: item("  /// @mig.generated(price + 1, virtual: true)\n  next Int?"),
  sql: ['alter table public."Item" add column next integer generated always as (price + 1) virtual'],
};

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each(steps)("$name", (step) => checkStep(step, major));

  test.runIf(major >= 18)(virtual.name, () => checkStep(virtual, major));

  test("what the server refuses is said before a revision is written", () =>
    withDatabase({ major }, async ({ url, query }) => {
      for (const statement of statementsFor(await comparing(url, item("")))) await query(statement);
      for (const { directive, says } of refused) {
        const models = `${item("  more Int?\n  mood Mood?", `/// ${directive}`)}\nenum Mood {\n  sad\n}`;
        const { warnings } = await comparing(url, models);
        expect(
          warnings.map(({ code, message, place }) => [code, message.split(". A revision")[0], place]),
          directive,
        ).toEqual(
          says === undefined
            ? []
            : [
                [
                  "EXPRESSION_REFUSED",
                  `The server does not accept an expression of ${says}`,
                  { file: "schema.prisma", line: 4, column: 5 },
                ],
              ],
        );
      }
    }));
});
