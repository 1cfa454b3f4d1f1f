import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, connect as dial, type AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { createDatabase, servers, type ScratchDatabase } from "@migts/testkit";
import { compare } from "../compare/compare.ts";
import { databaseSide } from "../compare/side.ts";
import { upgrade } from "../run/commands.ts";
import { createEnvironment, type Environment } from "../environment/environment.ts";
import { connect } from "./connect.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** What a database may set, each as far from mig's values as can be. */
const odd: Readonly<Record<string, string>> = {
  standard_conforming_strings: "off",
  quote_all_identifiers: "on",
  DateStyle: "'German, DMY'",
  IntervalStyle: "iso_8601",
  TimeZone: "'Asia/Tokyo'",
  bytea_output: "escape",
  extra_float_digits: "-5",
  transform_null_equals: "on",
  array_nulls: "off",
  xmloption: "document",
  check_function_bodies: "off",
  row_security: "off",
  default_transaction_isolation: "serializable",
  default_transaction_read_only: "on",
  default_transaction_deferrable: "on",
};

async function oddDatabase(major: number, setup?: string): Promise<ScratchDatabase> {
  const db = await createDatabase({ major, ...(setup === undefined ? {} : { setup }) });
  cleanups.push(() => db.drop());
  for (const [name, value] of Object.entries({ ...odd, ...(major >= 17 ? { transaction_timeout: "'250ms'" } : {}) }))
    await db
      .query(`alter database ${db.name} set ${name} = ${value}`)
      .catch(() => db.query(`begin read write; alter database ${db.name} set ${name} = ${value}; commit`));
  return db;
}

const names = Object.keys(odd);
const shows = `select ${names.map((name) => `current_setting('${name}') as "${name}"`).join(", ")}`;

const wanted = {
  standard_conforming_strings: "on",
  quote_all_identifiers: "off",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  TimeZone: "UTC",
  bytea_output: "hex",
  extra_float_digits: "1",
  transform_null_equals: "off",
  array_nulls: "on",
  xmloption: "content",
  check_function_bodies: "on",
  row_security: "on",
};

/** Each revision keeps what it sees; the first also sets, and resets, what it likes. */
function environment(url: string): Environment {
  const folder = mkdtempSync(path.join(os.tmpdir(), "mig-pins-"));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const table = `create table seen_`;
  const files = {
    a1: `op.execute(${JSON.stringify(`${table}1 as ${shows}`)}); op.execute("set timezone = 'Asia/Tokyo'; set datestyle = 'German, DMY'"); op.execute("select pg_sleep(0.3)"); op.execute("create table set_1 as select current_setting('timezone') as zone"); op.execute("reset timezone"); op.execute("select pg_sleep(0.1)");`,
    b1: `op.execute("create index concurrently seen_index on seen_1 (datestyle)"); op.execute(${JSON.stringify(`${table}2 as ${shows}`)});`.replace(
      "(datestyle)",
      `((\\"DateStyle\\"))`,
    ),
    c1: `op.execute("reset all"); op.execute(${JSON.stringify(`${table}3 as ${shows}`)});`,
  };
  let down = "null";
  for (const [id, body] of Object.entries(files)) {
    writeFileSync(
      path.join(folder, `${id}.mjs`),
      `export const revision = "${id}";\nexport const downRevision = ${down};\nexport function upgrade(op) { ${body} }\nexport function downgrade() {}\n`,
    );
    down = `"${id}"`;
  }
  return createEnvironment({ config: { versions: folder }, root: folder, env: {}, url });
}

/** A pooler that takes no settings at the beginning of a connection, and passes on everything else. */
async function pooler(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const server = createServer((client) => {
    client.once("data", (first) => {
      if (first.includes("options\0")) {
        const fields = "SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0";
        const head = Buffer.alloc(5);
        head.write("E");
        head.writeInt32BE(Buffer.byteLength(fields) + 4, 1);
        client.end(Buffer.concat([head, Buffer.from(fields)]));
        return;
      }
      const upstream = dial(Number(port), hostname);
      upstream.write(first);
      client.pipe(upstream).pipe(client);
      upstream.on("error", () => client.destroy());
      client.on("error", () => upstream.destroy());
    });
    client.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return through.href;
}

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test.each([{ by: "directly" }, { by: "through a pooler" }])("what a database sets changes no revision: $by", async ({ by }) => {
    const db = await oddDatabase(major);
    // What runs outside of a transaction cannot be pinned there.
    if (by !== "directly") await db.query(`begin read write; alter database ${db.name} reset default_transaction_read_only; commit`);
    await upgrade(environment(by === "directly" ? db.url : await pooler(db.url)), { to: "head" });
    for (const table of by === "directly" ? ["seen_1", "seen_2", "seen_3"] : ["seen_1", "seen_2"])
      expect((await db.query(`select * from ${table}`))[0], table).toMatchObject(wanted);
    expect(await db.query("select zone from set_1")).toEqual([{ zone: "Asia/Tokyo" }]);
  });

  test("settings of the URL count, but not for what is compared", async () => {
    const db = await oddDatabase(major);
    const session = await connect(`${db.url}?options=-c%20TimeZone%3DEurope/Berlin`);
    cleanups.push(() => session.close());
    expect(await session.query("show timezone")).toEqual([{ TimeZone: "Europe/Berlin" }]);
    expect(await session.query("show intervalstyle")).toEqual([{ IntervalStyle: "postgres" }]);
  });

  test("two databases that print values unlike are compared alike", async () => {
    const design = `create table t (a timestamptz default '2026-01-02 03:04:05+00', b interval default '1 day 2 hours', c bytea default '\\x5c00', d float8 default '0.1'::float8 + 0, e date default '2026-02-03', f text default E'a\\\\b', "order" int, check (a > '2026-01-01 00:00:00+00'), check (b < interval '3 days'), check (f <> E'\\\\'));
      create index on t ((d + 0.30000000000000004::float8)) where a > '2026-01-01 00:00:00+00'::timestamptz; create index on t (("order" + 1));`;
    const [plain, strange] = [await createDatabase({ major, setup: design }), await oddDatabase(major, design)];
    cleanups.push(() => plain.drop());
    const sessions = [await connect(plain.url), await connect(`${strange.url}?options=-c%20DateStyle%3DSQL`)] as const;
    cleanups.push(async () => void (await Promise.all(sessions.map((session) => session.close()))));
    const [left, right] = [await databaseSide(sessions[0], []), await databaseSide(sessions[1], [])];
    expect(await compare(left, right)).toMatchObject({ upgrade: [], downgrade: [] });
    expect(await compare(right, left)).toMatchObject({ upgrade: [], downgrade: [] });
  });
});
