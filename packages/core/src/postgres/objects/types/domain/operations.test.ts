import { createDatabase, servers, withClient, withDatabase, type ScratchDatabase } from "@migts/testkit";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSchema } from "../../../../../test/database-diff.ts";
import { checkLaw } from "../../../../../test/operation-law.ts";
import { kinds, type Operation } from "../../index.ts";

const name63 = `${"é".repeat(30)}abc`;

const used = `
  create schema "Other.s";
  create function fine(int) returns boolean immutable language sql as 'select $1 > 0';
  create domain d as int default 3 check (value > 0) constraint "q""c" check (value < 1000);
  alter domain d add constraint late check (value <> 7) not valid;
  create domain plain as int;
  create domain over as d;
  create domain "Other.s"."D ""x""" as varchar(5) collate "C" not null;
  create domain "${name63}" as text;
  create domain called as int check (fine(value));
  create table t (
    id int, a d default 5, b d[] default '{1}', c over, e "Other.s"."D ""x""", f "${name63}", k int default 3::plain,
    g int generated always as ((id::plain)::int + 1) stored, check (a is not null or b <> '{}'::d[])
  );
  create index i on t ((id::plain));
  comment on domain d is 'whole';`;

const d = { schema: "public", name: "d" } as const;
const ofD = { schema: "public", domain: "d" } as const;
const odd = { schema: "Other.s", name: 'D "x"' } as const;

const rows: readonly { readonly says: string; readonly op: Operation; readonly setup?: string; readonly from?: number }[] = [
  { says: "create", op: { kind: "createDomain", schema: "Other.s", name: 'x"y', baseType: "numeric(10,2)[]" } },
  {
    says: "create with all",
    op: {
      kind: "createDomain",
      schema: "public",
      name: "all",
      baseType: "text",
      collation: '"C"',
      default: "'it''s'::text || 'b'::text",
      notNull: true,
      checks: [{ name: "a b", expression: "VALUE <> ''::text" }],
    },
  },
  { says: "create over a domain with a default", op: { kind: "createDomain", schema: "public", name: "more", baseType: "public.over" } },
  {
    says: "create with a name for NOT NULL",
    from: 18,
    op: { kind: "createDomain", schema: "public", name: "n", baseType: "int", notNull: true, notNullConstraint: "never" },
  },
  {
    says: "drop",
    setup: "create domain gone as d check (value < 9); comment on domain gone is 'x';",
    op: { kind: "dropDomain", schema: "public", name: "gone" },
  },
  { says: "set a default", op: { kind: "setDomainDefault", ...d, default: "4" } },
  { says: "set a default of words", op: { kind: "setDomainDefault", ...odd, default: "'a'::text || 'b'::text" } },
  { says: "drop a default", op: { kind: "dropDomainDefault", ...d } },
  { says: "set NOT NULL", setup: "alter table t drop b;", op: { kind: "setDomainNotNull", ...d } },
  {
    says: "set NOT NULL with a name",
    from: 18,
    setup: "alter table t drop b;",
    op: { kind: "setDomainNotNull", ...d, constraint: "never" },
  },
  { says: "drop NOT NULL", op: { kind: "dropDomainNotNull", ...odd } },
  {
    says: "drop NOT NULL with a name",
    from: 18,
    setup: "alter table t drop b; alter domain d add constraint never not null;",
    op: { kind: "dropDomainNotNull", ...d },
  },
  {
    says: "add a check",
    setup: "alter table t drop b;",
    op: { kind: "addDomainConstraint", ...ofD, name: 'a"b', expression: "VALUE <> 5" },
  },
  {
    says: "add a check that is not valid",
    op: { kind: "addDomainConstraint", ...ofD, name: "n", expression: "public.fine(VALUE)", notValid: true },
  },
  { says: "drop a check", setup: "alter table t drop b;", op: { kind: "dropDomainConstraint", ...ofD, name: 'q"c' } },
  { says: "validate a check", setup: "alter table t drop b;", op: { kind: "validateDomainConstraint", ...ofD, name: "late" } },
  { says: "rename a check", op: { kind: "renameDomainConstraint", ...ofD, name: 'q"c', to: "other" } },
  {
    says: "rename NOT NULL",
    from: 18,
    op: { kind: "renameDomainConstraint", schema: "Other.s", domain: 'D "x"', name: 'D "x"_not_null', to: "never" },
  },
  { says: "rename", op: { kind: "renameDomain", ...d, to: "Dom.ain" } },
  { says: "rename odd", op: { kind: "renameDomain", schema: "public", name: name63, to: "plain one" } },
  { says: "rename what casts use", op: { kind: "renameDomain", schema: "public", name: "plain", to: "Plain" } },
  { says: "rename a domain under a domain", op: { kind: "renameDomain", schema: "public", name: "over", to: "more" } },
  { says: "move", op: { kind: "setDomainSchema", ...d, to: "Other.s" } },
  { says: "move what casts use", op: { kind: "setDomainSchema", schema: "public", name: "plain", to: "Other.s" } },
];

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await createDatabase({ major, setup: used, keepsConnection: true });
  });
  afterAll(() => database.drop());

  test.each(rows)("$says", async ({ op, setup = "", from = 0 }) => {
    if (major >= from) await checkLaw(database.url, setup, op);
  });

  const measured = `
    create domain plain as int;
    create domain few as int check (value < 100);
    create domain over as few;
    create domain filled as int default 7;
    create domain random as int default (random() * 5)::int;
    create domain never as int not null;
    create domain short as varchar(5);
    create domain late as int;
    alter domain late add constraint c check (value < 50) not valid;
    create table t (a int not null, b int[], c varchar(3), d few, e text, f plain, g few[], h late);
    create table u (a over);
    create table v (a int);
    insert into t values (1, '{1}', 'a', 1, '1', 1, '{1}', 1);
    insert into u values (1);`;

  const t = { schema: "public", table: "t" } as const;
  const add = (type: string, more: object = {}): Operation => ({ kind: "addColumn", ...t, name: "x", type, ...more });
  const retype = (name: string, type: string, more: object = {}): Operation => ({ kind: "alterColumnType", ...t, name, type, ...more });
  const check = { schema: "public", expression: "VALUE <> 9", name: "x" } as const;

  /** Statements that run, but for those at which the row in the table stops them. */
  test.each<Operation>([
    add("public.plain"),
    add("public.few"),
    add("public.over"),
    add("public.few", { default: "5" }),
    add("public.filled"),
    add("public.filled", { notNull: true }),
    add("public.random"),
    add("public.random", { default: "3" }),
    add("public.never"),
    add("public.never", { default: "3" }),
    add("public.few[]"),
    add("public.few[]", { default: "'{5}'" }),
    add("public.plain", { generated: { expression: "a", as: "stored" } }),
    retype("a", "public.plain"),
    retype("a", "public.few"),
    retype("b", "public.plain[]"),
    retype("c", "public.short"),
    retype("d", "integer"),
    retype("d", "public.plain"),
    retype("d", "public.over"),
    retype("e", "public.plain", { using: "e::int" }),
    retype("f", "public.few"),
    retype("f", "public.filled"),
    retype("f", "bigint"),
    retype("g", "integer[]"),
    { kind: "addDomainConstraint", domain: "over", ...check },
    { kind: "addDomainConstraint", domain: "plain", ...check },
    { kind: "addDomainConstraint", domain: "filled", ...check },
    { kind: "addDomainConstraint", domain: "plain", ...check, notValid: true },
    { kind: "validateDomainConstraint", schema: "public", domain: "late", name: "c" },
    { kind: "dropDomainConstraint", schema: "public", domain: "late", name: "c" },
    { kind: "setDomainNotNull", schema: "public", name: "over" },
    { kind: "setDomainDefault", schema: "public", name: "plain", default: "1" },
    { kind: "renameDomain", schema: "public", name: "plain", to: "other" },
  ])("facts of $kind $name $type as measured", async (op) => {
    await withDatabase({ major, setup: measured }, async (scratch) => {
      const { schema } = await readSchema(scratch);
      const { lock, alsoLocks = [], rewrites, mayFail } = kinds.specOf(op).facts(op, schema, kinds);
      await withClient(scratch.url, async (client) => {
        const files = async (): Promise<unknown> =>
          (await client.query("select relname, relfilenode from pg_class where relname in ('t', 'u', 'v') order by 1")).rows;
        await client.query("begin");
        const before = await files();
        for (const { sql } of kinds.specOf(op).sql(op, kinds)) {
          try {
            await client.query(sql);
          } catch (error) {
            expect(mayFail, String(error)).toBeDefined();
            return;
          }
        }
        const found = await client.query<{ table: string; mode: string }>(
          "select relation::regclass::text as table, mode from pg_locks where pid = pg_backend_pid() and relation in ('t'::regclass, 'u'::regclass, 'v'::regclass) and mode in ('ShareLock', 'AccessExclusiveLock')",
        );
        const isOfTable = "table" in op;
        const said = isOfTable
          ? [{ table: "t", mode: lock }]
          : alsoLocks.map((one) => ({ table: "of" in one ? one.of.name : one.words, mode: one.lock }));
        const isExclusive = (table: string): boolean => found.rows.some((row) => row.table === table && row.mode === "AccessExclusiveLock");
        const locks = found.rows.filter(({ table, mode }) => mode === "AccessExclusiveLock" || !isExclusive(table));
        expect(locks.map(({ table, mode }) => ({ table, mode: mode === "ShareLock" ? "share" : "access exclusive" }))).toEqual(said);
        expect(JSON.stringify(await files()) !== JSON.stringify(before), "rewrites").toBe(rewrites);
      });
    });
  });
});
