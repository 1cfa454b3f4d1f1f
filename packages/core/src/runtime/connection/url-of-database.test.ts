import { describe, expect, test } from "vitest";
import { parseDatabaseUrl } from "./database-url.ts";
import { urlOfDatabase } from "./url-of-database.ts";

describe("urlOfDatabase", () => {
  test.each([
    { url: "postgresql://ada@db/shop", gives: "postgresql://ada@db/test" },
    { url: "postgres://ada:p@ss/w?o#r:d@db:5433/shop", gives: "postgresql://ada:p%40ss%2Fw%3Fo%23r%3Ad@db:5433/test" },
    { url: "postgresql://db", gives: "postgresql://db/test" },
    { url: "postgresql:///shop", gives: "postgresql:///test" },
    { url: "postgresql://[::1]:5432/shop?sslmode=disable&schema=app", gives: "postgresql://[::1]:5432/test?sslmode=disable&schema=app" },
    { url: "postgresql://a:1,b:2/shop", gives: "postgresql://a:1,b:2/test" },
    { url: "postgresql://%2Fvar%2Frun/shop", gives: "postgresql:///test?host=%2Fvar%2Frun" },
    { url: "postgresql:///shop?host=/var/run&port=6000", gives: "postgresql:///test?host=%2Fvar%2Frun&port=6000" },
    { url: "postgresql://db/shop?dbname=other&user=ada&password=x", gives: "postgresql://ada:x@db/test" },
    { url: "pglite:memory", gives: "pglite:memory" },
  ])("$url", ({ url, gives }) => {
    const changed = urlOfDatabase(url, "test");
    expect(changed).toBe(gives);
    const [before, after] = [parseDatabaseUrl(url), parseDatabaseUrl(changed)];
    if (before.driver !== "pg" || after.driver !== "pg") return;
    const { settings: _had, ...was } = before;
    const { settings: _has, ...is } = after;
    expect(is).toEqual({ ...was, database: "test" });
  });

  test("a name is quoted as URLs need it", () => {
    expect(urlOfDatabase("postgresql://db/shop", "a b/ü")).toBe("postgresql://db/a%20b%2F%C3%BC");
  });
});
