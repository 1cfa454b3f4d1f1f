import { describe, expect, test } from "vitest";
import { parseDatabaseUrl } from "./database-url.ts";
import { maskUrl } from "./mask.ts";

/** Address with its settings as a plain object. */
function parsed(url: string): object {
  const address = parseDatabaseUrl(url);
  if (address.driver === "pglite") return address;
  const { settings, ...rest } = address;
  return { ...rest, ...(settings.size === 0 ? {} : { settings: Object.fromEntries(settings) }) };
}

const ada = { driver: "pg", user: "ada", host: "db", database: "shop" };

describe("parseDatabaseUrl", () => {
  test.each([
    { url: "postgresql://ada@db/shop", gives: ada },
    { url: "postgres://ada:secret@db:5433/shop", gives: { ...ada, password: "secret", port: 5433 } },
    { url: "postgresql://ada:p%40ss%2Fw%3Fo%23r%3Ad@db/shop", gives: { ...ada, password: "p@ss/w?o#r:d" } },
    { url: "postgresql://ada:p@ss/w?o#r:d@db/shop", gives: { ...ada, password: "p@ss/w?o#r:d" } },
    { url: "postgresql://ada:12/3@db/shop", gives: { ...ada, password: "12/3" } },
    { url: "postgresql://ada:1?x@db/shop", gives: { ...ada, password: "1?x" } },
    { url: "postgresql://ada:100%@db/shop", gives: { ...ada, password: "100%" } },
    { url: "postgresql://ada:%zz%41@db/shop", gives: { ...ada, password: "%zzA" } },
    { url: "postgresql://ada:a:b c'd\"$&é@db/shop", gives: { ...ada, password: "a:b c'd\"$&é" } },
    {
      url: "postgresql://ada:a@b.c@db.example.org:1/shop?sslmode=require",
      gives: { ...ada, password: "a@b.c", host: "db.example.org", port: 1, settings: { sslmode: "require" } },
    },
    { url: "postgresql://ada:x@db/shop?application_name=a@b", gives: { ...ada, password: "x", settings: { application_name: "a@b" } } },
    { url: "postgresql://ada:@db/shop", gives: ada },
    { url: "postgresql://db", gives: { driver: "pg", host: "db" } },
    { url: "postgresql://", gives: { driver: "pg" } },
    { url: "postgresql:///shop", gives: { driver: "pg", database: "shop" } },
    { url: "postgresql://[::1]:5432/shop", gives: { driver: "pg", host: "::1", port: 5432, database: "shop" } },
    { url: "postgresql://%2Fvar%2Frun%2Fpostgresql/shop", gives: { driver: "pg", host: "/var/run/postgresql", database: "shop" } },
    {
      url: "postgresql:///shop?host=/var/run/postgresql&port=6000",
      gives: {
        driver: "pg",
        host: "/var/run/postgresql",
        port: 6000,
        database: "shop",
        settings: { host: "/var/run/postgresql", port: "6000" },
      },
    },
    {
      url: "postgresql://ada@db1:5432,db2:5433,[::1]/shop",
      gives: { ...ada, host: "db1", port: 5432, others: [{ host: "db2", port: 5433 }, { host: "::1" }] },
    },
    { url: " postgresql://ada@db/shop\n", gives: ada },
    { url: "POSTGRES://ada@db/shop", gives: ada },
    { url: "postgresql://ada@db/shop?sslmode=verify-ca", gives: { ...ada, settings: { sslmode: "verify-ca" } } },
    { url: "postgresql://ada@db/a%2Fb%20%C3%A9", gives: { ...ada, database: "a/b é" } },
    {
      url: "postgresql://ada@db/shop?schema=app&connection_limit=5",
      gives: { ...ada, settings: { schema: "app", connection_limit: "5" } },
    },
    { url: "pglite:memory", gives: { driver: "pglite" } },
    { url: "pglite:./data/db", gives: { driver: "pglite", folder: "./data/db" } },
  ])("$url", ({ url, gives }) => {
    expect(parsed(url)).toEqual(gives);
  });

  test.each([
    { url: "mysql://ada:secret@db/shop", problem: /does not begin/u },
    { url: "host=db dbname=shop password=secret", problem: /does not begin/u },
    { url: "", problem: /does not begin/u },
    { url: "postgresql://ada:secret@db:99999/shop", problem: /port is not a number/u },
    { url: "postgresql://ada:secret@d b/shop", problem: /cannot be told apart/u },
    { url: "postgresql://ada:secret@db:port/shop", problem: /cannot be told apart/u },
    { url: "pglite:", problem: /neither a folder/u },
    { url: '"postgresql://ada:secret@db/shop"', problem: /quotation marks/u },
    { url: "postgresql://ada:secret@db/shop?sslmode=on", problem: /sslmode is "on"/u },
    { url: "prisma+postgres://accelerate.example/?api_key=secret", problem: /does not begin/u },
  ])("refuses $url", ({ url, problem }) => {
    const parse = (): unknown => parseDatabaseUrl(url);
    expect(parse).toThrow(expect.objectContaining({ code: "DATABASE_URL_INVALID", exitCode: 2 }));
    expect(parse).toThrow(problem);
    expect(parse).not.toThrow(/secret/u);
  });
});

test.each([
  { url: "postgresql://ada:secret@db/shop", gives: "postgresql://ada:***@db/shop" },
  { url: "postgres://ada:se@cr/et?x#y@db:1/shop?sslmode=require", gives: "postgres://ada:***@db:1/shop?sslmode=require" },
  {
    url: "postgresql://ada@db/shop?user=x&password=secret&sslmode=require",
    gives: "postgresql://ada@db/shop?user=x&password=***&sslmode=require",
  },
  { url: "postgresql://ada@db/shop", gives: "postgresql://ada@db/shop" },
  { url: "postgresql://ada:secret@d b/shop", gives: "postgresql://***" },
  { url: "mysql://ada:secret@db/shop", gives: "mysql://ada:***@db/shop" },
  { url: "pglite:memory", gives: "pglite:memory" },
])("maskUrl $url", ({ url, gives }) => {
  expect(maskUrl(url)).toBe(gives);
});
