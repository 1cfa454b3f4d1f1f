import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createDatabase, servers, startServer, type PostgresServer } from "@migts/testkit";
import { BatchFailure } from "../session.ts";
import { connect } from "./connect.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

function folder(): string {
  const made = mkdtempSync(path.join(os.tmpdir(), "mig-connect-"));
  cleanups.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

const secret = "p@ss/w?o#r:d %41";
const failure = (url: string): Promise<unknown> =>
  connect(url).then(
    (session) => session.close(),
    (error: unknown) => error,
  );

describe.each(servers())("PostgreSQL $major", ({ major, url }) => {
  test("knows the server's version and the names of failing statements", async () => {
    const session = await connect(url);
    cleanups.push(session.close);
    expect(Math.trunc(session.serverVersion / 10_000)).toBe(major);
    expect(await session.query("select pg_backend_pid() as pid")).toEqual([{ pid: session.processId }]);
    expect(await session.query("select $1::int8 as big, current_setting('application_name') as name", ["9007199254740993"])).toEqual([
      { big: "9007199254740993", name: "mig" },
    ]);
    expect(await session.batch(["select 1 as a -- comment", "select 2 as b", "create temp table x (id int)"])).toEqual([
      [{ a: 1 }],
      [{ b: 2 }],
      [],
    ]);
    await expect(session.batch(["select 1", "select 'ünï😀', nothing", "select 2"])).rejects.toMatchObject({
      at: 1,
      position: 16,
      cause: { code: "42703" },
    });
    await expect(session.batch(["select 1", "select 1 / 0"])).rejects.toMatchObject({ at: 1 });
    const grammar: unknown = await session.batch(["select 1", "selekt 2"]).catch((error: unknown) => error);
    expect(grammar).toBeInstanceOf(BatchFailure);
    expect(grammar).toMatchObject({ at: 1, position: 1 });
  });

  test.each(['a"b', "Db. é", "x".repeat(63), "per%cent", "a/b?c#d"])("database %s", async (name) => {
    const database = await createDatabase({ major, name: `${name.slice(0, 60)}${major}` });
    cleanups.push(database.drop);
    const session = await connect(database.url);
    cleanups.unshift(session.close);
    expect(await session.query("select current_database() as name")).toEqual([{ name: database.name }]);
  });

  test("what is not there", async () => {
    const { port } = new URL(url);
    expect(await failure(`postgresql://postgres:${encodeURIComponent(secret)}@127.0.0.1:${port}/no_such_db`)).toMatchObject({
      code: "DATABASE_MISSING",
      exitCode: 1,
      details: { database: "no_such_db" },
    });
    expect(await failure(`postgresql://nobody_here@127.0.0.1:${port}/postgres`)).toMatchObject({ code: "DATABASE_AUTH_FAILED" });
    expect(await failure(`postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=require`)).toMatchObject({
      code: "DATABASE_REFUSED",
      message: expect.stringContaining("SSL"),
    });
    expect(await failure(`postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=prefer`)).toBeUndefined();
    expect(await failure("postgresql://postgres@no-such-host.invalid/postgres")).toMatchObject({ code: "DATABASE_UNREACHABLE" });
    expect(await failure("postgresql://postgres@127.0.0.1:1/postgres")).toMatchObject({
      code: "DATABASE_UNREACHABLE",
      message: expect.stringContaining("nothing listens"),
    });
    expect(await failure(`postgresql://postgres@127.0.0.1:1,127.0.0.1:${port}/postgres`), "the second host answers").toBeUndefined();
    expect(await failure("postgresql://postgres@127.0.0.1:1,127.0.0.1:2/postgres")).toMatchObject({
      code: "DATABASE_UNREACHABLE",
      cause: { port: 1 },
    });
    expect(await failure(`postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=verify-full&sslrootcert=/no/such/file`)).toMatchObject({
      code: "DATABASE_URL_INVALID",
      message: expect.stringContaining("sslrootcert"),
    });
    expect(await failure("postgresql:///postgres?host=/no/such/folder")).toMatchObject({
      code: "DATABASE_UNREACHABLE",
      message: expect.stringContaining("the socket does not exist"),
    });
  });

  test("a schema of a Prisma URL is where unqualified names are looked for", async () => {
    const database = await createDatabase({ major, setup: `create schema "My s\\p""x"; create table "My s\\p""x".t (id int)` });
    cleanups.push(database.drop);
    const session = await connect(`${database.url}?schema=${encodeURIComponent('My s\\p"x')}&connection_limit=5`);
    cleanups.unshift(session.close);
    expect(await session.query("select id from t")).toEqual([]);
  });
});

test("a server that accepts and says nothing", async () => {
  const silent = net.createServer(() => {}).listen(0, "127.0.0.1");
  cleanups.push(() => silent.close());
  await new Promise((resolve) => silent.once("listening", resolve));
  const { port } = silent.address() as net.AddressInfo;
  expect(await failure(`postgresql://postgres@127.0.0.1:${port}/postgres?connect_timeout=1`)).toMatchObject({
    code: "DATABASE_UNREACHABLE",
  });
});

describe("passwords", () => {
  let server: PostgresServer;
  let rules: string;
  beforeAll(async () => {
    rules = mkdtempSync("/tmp/mig-hba-");
    writeFileSync(path.join(rules, "pg_hba.conf"), "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n", {
      mode: 0o644,
    });
    const { chmodSync } = await import("node:fs");
    chmodSync(rules, 0o755);
    server = await startServer({ major: servers().at(-1)?.major ?? 18, settings: { hba_file: path.join(rules, "pg_hba.conf") } });
    const session = await connect(server.url);
    await session.query(`create role ada login password '${secret}'`);
    await session.close();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(rules, { recursive: true, force: true });
  });

  test.each([
    { name: "encoded", password: encodeURIComponent(secret), error: undefined },
    { name: "as it is", password: secret.replace("%41", "%2541"), error: undefined },
    { name: "wrong", password: "pass%40w0rd", error: "DATABASE_AUTH_FAILED" },
    { name: "missing", password: undefined, error: "DATABASE_AUTH_FAILED" },
  ])("$name", async ({ password, error }) => {
    const thrown = await failure(`postgresql://ada${password === undefined ? "" : `:${password}`}@127.0.0.1:${server.port}/postgres`);
    if (error === undefined) expect(thrown).toBeUndefined();
    else expect(thrown).toMatchObject({ code: error, details: { url: expect.not.stringContaining("w0rd") } });
  });
});

describe("PGlite", () => {
  test("in memory", async () => {
    const session = await connect("pglite:memory");
    cleanups.push(session.close);
    expect(session.serverVersion).toBeGreaterThan(180_000);
    expect(await session.query("select $1::int8 as big, 'x' as text", ["9007199254740993"])).toEqual([
      { big: "9007199254740993", text: "x" },
    ]);
    expect(await session.batch(["begin", "create table t (id int)", "select 1 as a", "commit"])).toEqual([[], [], [{ a: 1 }], []]);
    await expect(session.batch(["select 1", "select nothing"])).rejects.toMatchObject({ at: 1, position: 8, cause: { code: "42703" } });
  });

  test("in a folder, kept", async () => {
    const database = path.join(folder(), "db");
    const url = `pglite:${database}`;
    const reader = await connect(url);
    await reader.close();
    expect(existsSync(database), "a reader makes no database").toBe(false);
    const first = await connect(url, { creates: true });
    await first.simple("create table kept (id int)");
    await first.close();
    const second = await connect(url);
    cleanups.unshift(second.close);
    expect(await second.query("select count(*)::int as rows from kept")).toEqual([{ rows: 0 }]);
  });

  test.each([
    { name: "a folder with other files", place: "other", problem: "other files" },
    { name: "a file", place: "other/note", problem: "a file" },
  ])("leaves $name alone", async ({ place, problem }) => {
    const at = folder();
    mkdirSync(path.join(at, "other"));
    writeFileSync(path.join(at, "other/note"), "");
    expect(await failure(`pglite:${path.join(at, place)}`)).toMatchObject({
      code: "DATABASE_URL_INVALID",
      message: expect.stringContaining(problem),
    });
    expect(readdirSync(path.join(at, "other"))).toEqual(["note"]);
  });

  test.each([
    { name: "waits for another process", host: os.hostname(), pid: process.ppid, waits: true },
    { name: "takes over from a dead process", host: os.hostname(), pid: 2 ** 22 + 1, waits: false },
    { name: "takes over from another machine", host: "elsewhere.invalid", pid: process.ppid, waits: false },
  ])("in a folder $name", async ({ host, pid, waits }) => {
    const database = folder();
    const lock = path.join(database, "mig.lock");
    writeFileSync(lock, JSON.stringify({ host, pid }));
    const opened = connect(`pglite:${database}`, { creates: true });
    cleanups.unshift(async () => (await opened).close());
    if (waits) {
      expect(await Promise.race([opened.then(() => "opened"), delay(400, "waits")])).toBe("waits");
      rmSync(lock);
    }
    await (await opened).close();
    expect(existsSync(lock)).toBe(false);
  });
});
