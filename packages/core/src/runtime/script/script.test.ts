import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, runProcess, runScript, newestServer, type ScratchDatabase } from "@migts/testkit";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";
import { previewDowngrade, previewUpgrade } from "../run/preview.ts";
import { downgradeScript, stampScript, upgradeScript } from "./script.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const files: Readonly<Record<string, string>> = {
  a1: `// First\nexport const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { op.execute("create table t (id int) -- comment"); op.execute("create type mood as enum ('sad')"); }\nexport function downgrade(op) { op.execute("drop table t; drop type mood"); }\n`,
  b1: `// Index\nexport const revision = "b1";\nexport const downRevision = "a1";\nexport function upgrade(op) { op.execute("create index concurrently t_id on t (id)"); }\nexport function downgrade(op) { op.execute("drop index concurrently t_id"); }\n`,
  b2: `// Other\nexport const revision = "b2";\nexport const downRevision = "a1";\nexport function upgrade(op) { op.execute("alter type mood add value 'glad'; create table m (mood mood default 'glad')"); }\nexport function downgrade(op) { op.execute("drop table m"); }\n`,
  c1: `export const revision = "c1";\nexport const downRevision = ["b1", "b2"];\nexport function upgrade() {}\nexport function downgrade() {}\n`,
};

function environment(url?: string, more: Readonly<Record<string, string>> = {}): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-script-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [id, text] of Object.entries({ ...files, ...more })) writeFileSync(path.join(folder, `${id}.mjs`), text);
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, ...(url === undefined ? {} : { url }) });
}

/** Runs a script as people do: from a file, by psql. */
const psql = (url: string, script: string) => {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), "mig-psql-")), "script.sql");
  cleanups.push(() => rmSync(path.dirname(file), { recursive: true, force: true }));
  writeFileSync(file, script);
  return runProcess("psql", ["-X", "-q", "-d", url, "-f", file], {});
};

async function database(major: number, setup?: string): Promise<ScratchDatabase> {
  const made = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => made.drop());
  return made;
}

/** Without what writes the log, which holds checksums and mig's version, and without the look at whose the tables are. */
const withoutLog = (script: string): string =>
  script
    .replaceAll(
      /^do \$mig\$ declare mig_path[^]*?^perform pg_catalog\.set_config\('search_path', mig_path, true\);(?:\n| (?=end))/gmu,
      "do $mig$ begin ",
    )
    .replaceAll(/^do \$mig\$ begin end \$mig\$;\n/gmu, "")
    .replaceAll(/^do \$mig\$ begin if pg_catalog\.to_regclass[^]*?end \$mig\$;\n/gmu, "")
    .replace(/^create table if not exists public\.mig_log[^]*?^\);\n/mu, "");

test("an upgrade as a script", async () => {
  expect(withoutLog(await upgradeScript(environment(), { to: "head" }))).toMatchInlineSnapshot(`
    "-- For psql; for other clients leave out the next line.
    \\set ON_ERROR_STOP on
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    begin;
    create table if not exists public.alembic_version (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num));
    commit;

    -- upgrade a1: First
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '0' then raise exception using message = 'upgrade a1 was not run: the database is not at base, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    create table t (id int) -- comment
    ;
    create type mood as enum ('sad');
    reset session authorization;
    reset role;
    insert into public.alembic_version (version_num) values ('a1');
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- upgrade b1: Index
    set mig.part = 'upgrade b1, part 0';
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b1, part 0') then raise exception using message = 'upgrade b1 was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    set mig.part = 'upgrade b1, part 1';
    commit;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b1, part 1') then raise warning using message = 'upgrade b1 was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); end if; end $mig$;
    create index concurrently t_id on t (id);
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b1, part 1') then raise exception using message = 'upgrade b1 was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    reset session authorization;
    reset role;
    update public.alembic_version set version_num = 'b1' where version_num operator(pg_catalog.=) 'a1';
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- upgrade b2: Other
    set mig.part = 'upgrade b2, part 0';
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b2, part 0') then raise exception using message = 'upgrade b2 was not run: the database is not at b1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    alter type mood add value 'glad';
    reset session authorization;
    reset role;
    set mig.part = 'upgrade b2, part 1';
    commit;
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b2, part 1') then raise exception using message = 'upgrade b2 was not run: the database is not at b1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    create table m (mood mood default 'glad');
    reset session authorization;
    reset role;
    insert into public.alembic_version (version_num) values ('b2');
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- upgrade c1
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '2' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1', 'b2'])) operator(pg_catalog.<>) '2' then raise exception using message = 'upgrade c1 was not run: the database is not at b1, b2, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    delete from public.alembic_version where version_num operator(pg_catalog.=) 'b2';
    update public.alembic_version set version_num = 'c1' where version_num operator(pg_catalog.=) 'b1';
    commit;
    "
  `);
  expect(withoutLog(await upgradeScript(environment(), { to: "b2", from: "a1" }))).toMatchInlineSnapshot(`
    "-- For psql; for other clients leave out the next line.
    \\set ON_ERROR_STOP on
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- upgrade b2: Other
    set mig.part = 'upgrade b2, part 0';
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b2, part 0') then raise exception using message = 'upgrade b2 was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    alter type mood add value 'glad';
    reset session authorization;
    reset role;
    set mig.part = 'upgrade b2, part 1';
    commit;
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'upgrade b2, part 1') then raise exception using message = 'upgrade b2 was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    create table m (mood mood default 'glad');
    reset session authorization;
    reset role;
    update public.alembic_version set version_num = 'b2' where version_num operator(pg_catalog.=) 'a1';
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;
    "
  `);
  expect(withoutLog(await downgradeScript(environment(), { from: "c1", to: "a1" }))).toMatchInlineSnapshot(`
    "-- For psql; for other clients leave out the next line.
    \\set ON_ERROR_STOP on
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- downgrade c1
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['c1'])) operator(pg_catalog.<>) '1' then raise exception using message = 'downgrade c1 was not run: the database is not at c1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    update public.alembic_version set version_num = 'b1' where version_num operator(pg_catalog.=) 'c1';
    insert into public.alembic_version (version_num) values ('b2');
    commit;

    -- downgrade b2: Other
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '2' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1', 'b2'])) operator(pg_catalog.<>) '2' then raise exception using message = 'downgrade b2 was not run: the database is not at b1, b2, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    drop table m;
    reset session authorization;
    reset role;
    delete from public.alembic_version where version_num operator(pg_catalog.=) 'b2';
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    -- downgrade b1: Index
    set mig.part = 'downgrade b1, part 0';
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'downgrade b1, part 0') then raise exception using message = 'downgrade b1 was not run: the database is not at b1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    set mig.part = 'downgrade b1, part 1';
    commit;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'downgrade b1, part 1') then raise warning using message = 'downgrade b1 was not run: the database is not at b1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; perform pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); end if; end $mig$;
    drop index concurrently t_id;
    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['b1'])) operator(pg_catalog.<>) '1' or (pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) '' and pg_catalog.current_setting('mig.part', true) operator(pg_catalog.<>) 'downgrade b1, part 1') then raise exception using message = 'downgrade b1 was not run: the database is not at b1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    reset session authorization;
    reset role;
    update public.alembic_version set version_num = 'a1' where version_num operator(pg_catalog.=) 'b1';
    commit;
    reset all;
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;
    "
  `);
  expect(withoutLog(stampScript(environment(), { from: "a1", to: "head" }))).toMatchInlineSnapshot(`
    "-- For psql; for other clients leave out the next line.
    \\set ON_ERROR_STOP on
    do $mig$ begin perform pg_catalog.set_config('standard_conforming_strings', 'on', false), pg_catalog.set_config('backslash_quote', 'safe_encoding', false), pg_catalog.set_config('array_nulls', 'on', false), pg_catalog.set_config('transform_null_equals', 'off', false), pg_catalog.set_config('quote_all_identifiers', 'off', false), pg_catalog.set_config('DateStyle', 'ISO, MDY', false), pg_catalog.set_config('IntervalStyle', 'postgres', false), pg_catalog.set_config('TimeZone', 'UTC', false), pg_catalog.set_config('bytea_output', 'hex', false), pg_catalog.set_config('extra_float_digits', '1', false), pg_catalog.set_config('lc_monetary', 'C', false), pg_catalog.set_config('xmlbinary', 'base64', false), pg_catalog.set_config('xmloption', 'content', false), pg_catalog.set_config('check_function_bodies', 'on', false), pg_catalog.set_config('row_security', 'on', false), pg_catalog.set_config('default_transaction_isolation', 'read committed', false), pg_catalog.set_config('default_transaction_read_only', 'off', false), pg_catalog.set_config('default_transaction_deferrable', 'off', false), case when pg_catalog.current_setting('transaction_timeout', true) is not null then pg_catalog.set_config('transaction_timeout', '0', false) end; end $mig$;

    begin;
    lock table public.alembic_version in share row exclusive mode;
    do $mig$ begin if (select pg_catalog.count(*) from public.alembic_version) operator(pg_catalog.<>) '1' or (select pg_catalog.count(*) from public.alembic_version where version_num operator(pg_catalog.=) any (array['a1'])) operator(pg_catalog.<>) '1' then raise exception using message = 'stamp was not run: the database is not at a1, or an earlier part of this script failed', hint = 'Run mig current to see where the database is, and write the script from there.'; end if; end $mig$;
    update public.alembic_version set version_num = 'c1' where version_num operator(pg_catalog.=) 'a1';
    commit;
    "
  `);
});

test("a stamp that forgets first", () => {
  expect(withoutLog(stampScript(environment(), { to: "b1", purge: true })).split("\n\n")[2]).toBe(
    "begin;\ndelete from public.alembic_version;\ninsert into public.alembic_version (version_num) values ('b1');\ncommit;\n",
  );
});

test("a revision that reads has no script", async () => {
  const reading = {
    d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport async function upgrade(op) { op.execute("select 0"); await op.query("select 1"); op.execute("select 2"); }\n`,
  };
  await expect(upgradeScript(environment(undefined, reading), { to: "head" })).rejects.toMatchObject({
    code: "OFFLINE_READ",
    details: { revision: "d1", sql: "select 1" },
  });
});

describe.each(newestServer())("PostgreSQL $major", ({ major }) => {
  test("scripts run, and leave what a run leaves", async () => {
    const db = await database(major);
    const env = environment(db.url);
    expect(await psql(db.url, await upgradeScript(env, { to: "head" }))).toMatchObject({ code: 0 });
    expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "c1" }]);
    expect(await db.query("select to_regclass('m') is not null as m, to_regclass('t_id') is not null as index")).toEqual([
      { m: true, index: true },
    ]);
    expect(await upgrade(env, { to: "head" })).toMatchObject({ steps: [] });
    expect(await db.query("select revision, direction from mig_log order by id")).toEqual(
      ["a1", "b1", "b2", "c1"].map((revision) => ({ revision, direction: "upgrade" })),
    );
    expect(await psql(db.url, await downgradeScript(env, { from: "c1", to: "a1" }))).toMatchObject({ code: 0 });
    expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "a1" }]);
    expect(await psql(db.url, stampScript(env, { from: "a1", to: "head" }))).toMatchObject({ code: 0 });
    expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "c1" }]);
  });

  test.each([
    { sets: "search_path", up: `op.execute("create schema aux; set search_path = aux; create table one (id int)");` },
    {
      sets: "an empty search_path",
      up: `op.execute("select pg_catalog.set_config('search_path', '', false); create table public.one (id int)");`,
    },
    {
      sets: "a role",
      up: `op.execute("create role mig_script_role; grant create on schema public to mig_script_role; set role mig_script_role; create table one (id int)");`,
      clean: "drop owned by mig_script_role; drop role mig_script_role",
    },
    {
      sets: "a session authorization",
      up: `op.execute("create role mig_script_role; grant create on schema public to mig_script_role; set session authorization mig_script_role; create table one (id int)");`,
      clean: "drop owned by mig_script_role; drop role mig_script_role",
    },
    { sets: "something local", up: `op.execute("create schema aux; set local search_path = aux; create table one (id int)");` },
    {
      sets: "something local and more transactions",
      up: `op.execute("create schema aux; set search_path = aux; create table one (id int); create index concurrently one_id on one (id); create table three (id int)");`,
    },
    {
      sets: "the time zone",
      up: `op.execute("set timezone = 'Asia/Tokyo'; create table one (id timestamptz default '2026-01-01 00:00')");`,
    },
    {
      sets: "a time zone and resets it",
      up: `op.alterColumnType({ schema: "public", table: "m", name: "mood", type: "text", timeZone: "UTC" }); op.execute("set datestyle to default; create table one (id timestamptz default '2026-01-01 00:00', d date default '02/01/2026')");`,
    },
    { sets: "nothing, all reset", up: `op.execute("reset all; create table one (id timestamptz default '2026-01-01 00:00')");` },
  ])("what a revision sets ends with it, in a script as in a run: $sets", async ({ up, clean }) => {
    const two = {
      d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport function upgrade(op) { ${up} }\n`,
      e1: `export const revision = "e1";\nexport const downRevision = "d1";\nexport function upgrade(op) { op.execute("create table two (id timestamptz default '2026-02-01 00:00')"); }\n`,
    };
    const seen: unknown[] = [];
    for (const way of ["run", "script"] as const) {
      const db = await database(major);
      await db.query(`alter database ${db.name} set timezone = 'America/Lima'`);
      await db.query(`alter database ${db.name} set datestyle = 'ISO, DMY'`);
      const env = environment(db.url, two);
      if (way === "run") await upgrade(env, { to: "head" });
      else expect(await psql(db.url, await upgradeScript(env, { to: "head" }))).toMatchObject({ code: 0 });
      seen.push(
        await db.query(
          `select c.relnamespace::regnamespace::text as schema, c.relname::text as name, c.relowner::regrole::text as owner, pg_get_expr(d.adbin, d.adrelid) as "default" from pg_class c left join pg_attrdef d on d.adrelid = c.oid where c.relkind in ('r', 'i') and c.relnamespace::regnamespace::text in ('public', 'aux') and c.relname !~ 'mig_log' order by 1, 2, d.adnum`,
        ),
      );
      if (clean !== undefined) await db.query(clean);
    }
    expect(seen[1]).toEqual(seen[0]);
  });

  describe.each([{ client: "psql" }, { client: "a client that goes on after an error" }])("in $client", ({ client }) => {
    const run = async (url: string, script: string) => psql(url, client === "psql" ? script : script.replace(/^\\set.*$/mu, ""));
    const state = async (db: ScratchDatabase) => [
      await db.query(
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relname !~ 'mig_log|alembic_version_pkc' order by 1",
      ),
      await db.query("select version_num from alembic_version order by 1").catch(() => "no table"),
    ];

    test("a script that was run already does nothing", async () => {
      const db = await database(major);
      const script = await upgradeScript(environment(), { to: "head" });
      await run(db.url, script);
      const before = await state(db);
      const again = await run(db.url, script);
      expect(again.stderr).toContain("upgrade a1 was not run: the database is not at base");
      if (client === "psql") expect(again.code).not.toBe(0);
      expect(await state(db)).toEqual(before);
    });

    test.each(["b1", "b2", "c1"])("a script on the wrong database does nothing: %s", async (at) => {
      const db = await database(major);
      const env = environment(db.url);
      await upgrade(env, { to: at === "c1" ? "head" : at });
      const before = await state(db);
      for (const script of [
        await upgradeScript(env, { from: "a1", to: "b2" }),
        await upgradeScript(env, { from: "a1", to: "b1" }),
        await downgradeScript(env, { from: "a1", to: "base" }),
        stampScript(env, { from: "a1", to: "head" }),
      ])
        await run(db.url, script);
      expect(await state(db)).toEqual(before);
    });

    test("an empty database is not one that a later script fits", async () => {
      const db = await database(major, "create table t (id int)");
      const before = await state(db);
      await run(db.url, await upgradeScript(environment(), { from: "a1", to: "b1" }));
      await run(db.url, await downgradeScript(environment(), { from: "c1", to: "base" }));
      expect(await state(db)).toEqual(before);
    });

    test("a step that fails is followed by nothing", async () => {
      const db = await database(major, "create table taken (id int)");
      const failing = {
        d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport function upgrade(op) { op.execute("create table taken (id int); create index concurrently taken_id on taken (id); create table after (id int)"); }\n`,
        e1: `export const revision = "e1";\nexport const downRevision = "d1";\nexport function upgrade(op) { op.execute("create index concurrently taken_two on taken (id); drop table taken"); }\n`,
      };
      await run(db.url, await upgradeScript(environment(undefined, failing), { to: "head" }));
      expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "c1" }]);
      expect(
        await db.query(
          "select to_regclass('taken')::text as taken, to_regclass('taken_id') as index, to_regclass('taken_two') as two, to_regclass('after') as after",
        ),
      ).toEqual([{ taken: "taken", index: null, two: null, after: null }]);
    });
  });

  test("a script without its first line runs in any client", async () => {
    const db = await database(major);
    const script = await upgradeScript(environment(), { to: "b2" });
    await runScript(db.url, script.replace(/^\\set.*$/mu, ""));
    expect(await db.query("select version_num from alembic_version")).toEqual([{ version_num: "b2" }]);
    await expect(runScript(db.url, script.replace(/^\\set.*$/mu, ""))).rejects.toThrow("upgrade a1 was not run");
  });

  test("a preview says what would run, and changes nothing", async () => {
    const db = await database(major);
    const reading = {
      d1: `export const revision = "d1";\nexport const downRevision = "c1";\nexport async function upgrade(op) { op.execute("delete from t"); await op.query("select 1"); op.execute("select 2"); }\nexport function downgrade(op) { op.execute("select 3"); }\n`,
    };
    const env = environment(db.url, reading);
    const preview = await previewUpgrade(env, { to: "head" });
    expect(preview).toMatchObject({ before: [], after: ["d1"], resumes: {} });
    const steps = preview.steps.map(({ revision, plan, read }) => ({
      revision,
      transactions: plan.transactions.map(({ statements }) => statements.map(({ sql }) => sql)),
      read,
    }));
    expect(steps.at(-1)).toEqual({ revision: "d1", transactions: [["delete from t"]], read: "select 1" });
    expect(steps.find(({ revision }) => revision === "b2")?.transactions).toEqual([
      ["alter type mood add value 'glad'"],
      ["create table m (mood mood default 'glad')"],
    ]);
    expect(preview.steps.at(-1)?.plan.transactions[0]?.statements[0]?.facts).toMatchObject({
      lock: "row exclusive",
      losesData: "what the statement removes",
    });
    expect(await db.query("select from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
    await upgrade(env, { to: "head" });
    expect((await previewDowngrade(env, { to: "-1" })).steps).toMatchObject([
      { revision: "d1", direction: "downgrade", headsAfter: ["c1"] },
    ]);
  });
});

test.each(newestServer())("SET TRANSACTION comes first in its transaction, in a run and in a script ($major)", async ({ major }) => {
  const level = `export const revision = "d1";\nexport const downRevision = "c1";\nexport function upgrade(op) { op.execute("set transaction isolation level serializable"); op.execute("create table seen as select current_setting('transaction_isolation') as level"); }\nexport function downgrade() {}\n`;
  for (const run of ["upgrade", "script"] as const) {
    const db = await database(major);
    const of = environment(db.url, { d1: level });
    if (run === "upgrade") await upgrade(of, { to: "head" });
    else expect(await psql(db.url, await upgradeScript(of, { to: "head" }))).toMatchObject({ code: 0, stderr: "" });
    expect(await db.query("select level from seen")).toEqual([{ level: "serializable" }]);
  }
});
