import { describe, expect, test } from "vitest";
import { isMigError } from "../../errors.ts";
import { parseDatabaseUrl } from "./database-url.ts";
import { maskText, maskUrl } from "./mask.ts";
import { rememberConnection, secretsIn } from "./secrets.ts";

/** A generator of numbers that gives the same ones on every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >>> 8) % below;
  };
}

const odd = [
  "\t",
  "\n",
  "%40",
  "%23",
  "ü",
  "$&",
  "\u{1f511}",
  ...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)).filter((one) => /\W|_/u.test(one)),
];

/** Passwords of two distinct parts around odd characters, so that a part alone is found too. */
function password(next: (below: number) => number): { readonly text: string; readonly parts: readonly string[] } {
  const part = (): string => `s${next(9000) + 1000}cr${next(9000) + 1000}t`;
  const parts = [part(), part()];
  const between = Array.from({ length: 1 + next(3) }, () => odd[next(odd.length)]).join("");
  return { text: parts.join(between), parts };
}

const shapes: readonly ((secret: string) => string)[] = [
  (secret) => `postgresql://ada:${secret}@db.example.org/shop`,
  (secret) => `postgres://ada:${encodeURIComponent(secret)}@db:5433/shop?sslmode=require`,
  (secret) => `ada:${secret}@db/shop`,
  (secret) => `ada:${secret}@db:5432/shop?schema=public`,
  (secret) => `postgresql://ada@db/shop?password=${secret}`,
  (secret) => `postgresql://db/shop?user=ada&password=${secret}&sslmode=require`,
  (secret) => `postgresql://ada@db/shop?sslpassword=${encodeURIComponent(secret)}`,
  (secret) => `postgresql://ada@db/shop?options=-c%20app.token%3D${encodeURIComponent(secret)}`,
  (secret) => `host=db user=ada password='${secret.replaceAll(/['\\]/gu, String.raw`\$&`)}' dbname=shop`,
  (secret) => `host=db password=${secret} dbname=shop`,
  (secret) => `jdbc:postgresql://db/shop?user=ada&password=${secret}`,
  (secret) => `jdbc:postgresql://ada:${secret}@db/shop`,
  (secret) => `postgresql://ada:${secret}@db1:5432,db2:5433/shop`,
  (secret) => `postgresql://ada:${secret}@[::1]/shop`,
  (secret) => `"postgresql://ada:${secret}@db/shop"`,
  (secret) => `postgresql:/ada:${secret}@db/shop`,
  (secret) => `prisma+postgres://accelerate.example/?api_key=${secret}`,
  (secret) => `postgresql://ada%3A${encodeURIComponent(secret)}@db/shop`,
  (secret) => `postgresql://ada:${secret}@db:99999/shop`,
  (secret) => `pglite:ada:${secret}@db/shop`,
];

const cases = Array.from({ length: 400 }, (_, seed) => {
  const next = random(seed + 1);
  const secret = password(next);
  return { url: shapes[seed % shapes.length]?.(secret.text) ?? "", ...secret };
});

const sightings = (text: string, { parts }: { readonly parts: readonly string[] }): readonly string[] =>
  parts.filter((part) => text.includes(part));

test.each(odd)("a password with %j is remembered, and not shown", (one) => {
  for (const secret of [`zq1${one}first`, `${one}zq1first${one}`, one.repeat(9)]) {
    rememberConnection(`postgresql://ada:${encodeURIComponent(secret)}@db/shop`);
    rememberConnection(`host=db password='${secret.replaceAll(/['\\]/gu, String.raw`\$&`)}'`);
    if (/zq1/u.test(secret) && one !== "%40" && one !== "%23") expect(maskText(`It said ${secret}.`)).not.toContain("zq1");
  }
});

describe("400 URLs of every shape", () => {
  test("a masked URL shows nothing of its password", () => {
    expect(cases.filter((one) => sightings(maskUrl(one.url), one).length > 0).map(({ url }) => [url, maskUrl(url)])).toEqual([]);
  });

  test("nor does the error of a URL that cannot be read", () => {
    const shown = cases.flatMap((one) => {
      try {
        parseDatabaseUrl(one.url);
        return [];
      } catch (error) {
        const text = isMigError(error) ? `${error.message}\n${error.hint}\n${JSON.stringify(error.details)}` : String(error);
        return sightings(text, one).length > 0 ? [[one.url, text]] : [];
      }
    });
    expect(shown).toEqual([]);
  });

  test("nor a text about it that somebody else wrote, whole, encoded, as JSON, or in parts", () => {
    const shown = cases.flatMap((one) => {
      rememberConnection(one.url);
      const texts = [
        `cannot read ${one.url} now`,
        JSON.stringify({ url: one.url }),
        `user "ada" with ${one.text}`,
        `as ${encodeURIComponent(one.text)}`,
        JSON.stringify(one.text),
      ];
      return texts
        .map((text) => maskText(text, { words: true }))
        .filter((text) => sightings(text, one).length > 0)
        .map((text) => [one.url, text]);
    });
    expect(shown).toEqual([]);
  });
});

describe("texts about URLs that mig does not know", () => {
  test.each([
    { text: "cannot reach postgresql://ada:un1known@db/shop now", gives: "cannot reach postgresql://ada:***@db/shop now" },
    { text: "from postgres://a:un1known@h/x to postgres://c:un1known@i/y", gives: "from postgres://a:***@h/x to postgres://c:***@i/y" },
    { text: "amqp://ada:un 1known#@mq/x", gives: "amqp://ada:***@mq/x" },
    { text: "read ada:un1known@db/shop", gives: "read ada:***@db/shop" },
    { text: "host=db password=un1 known dbname=shop", gives: "host=db password=*** dbname=shop" },
    { text: "create role ada login password 'un1''known'", gives: "create role ada login password '***'" },
    { text: '{"password": "un1known"}', gives: `{"password": '***'}` },
    { text: "at https://example.org/a?token=un1known", gives: "at https://example.org/a?token=***" },
  ])("$text", ({ text, gives }) => {
    expect(maskText(text)).toBe(gives);
  });

  test.each([
    "postgresql://user:password@host:5432/database (special characters as %XX)",
    "at file:///home/ada/mig/versions/ae10_x.ts:3:5",
    "/home/ada/a:b.ts:1:2 mail ada@example.org",
    "update users set active = true where id = 1; -- 12:30:00",
    "Set DATABASE_URL, give --url, or set url in mig.config.ts.",
    'alter table "users" add column password_hash text default now()',
    "create index users_token_idx on users (token)",
  ])("%s stays", (text) => {
    expect(maskText(text, { words: true })).toBe(text);
  });
});

describe("passwords that are words", () => {
  test.each([
    {
      url: "postgresql://postgres:postgres@localhost/postgres",
      text: 'role "postgres" at postgresql://postgres:postgres@localhost/postgres',
      gives: 'role "postgres" at postgresql://postgres:***@localhost/postgres',
    },
    { url: "postgresql://ada:ada@localhost/shop", text: "ada may not", gives: "ada may not" },
    { url: "postgresql://ada:kiwi@localhost/shop", text: "kiwi, not kiwifruit", gives: "***, not kiwifruit" },
    { url: "postgresql://ada:error@localhost/shop", text: "error X: no", gives: "error X: no" },
  ])("$url", ({ url, text, gives }) => {
    rememberConnection(url);
    expect(maskText(text, { words: true })).toBe(gives);
  });

  test("what a program reads keeps them", () => {
    rememberConnection("postgresql://ada:orders@localhost/shop");
    expect(maskText("drop table orders")).toBe("drop table orders");
  });

  test("every reading of a text is kept in mind", () => {
    expect(secretsIn("postgresql://ada:a%40b1@db/shop")).toContain("a%40b1");
    expect(secretsIn("postgresql://ada:x@y12@db/shop?a=b")).toContain("x@y12");
  });
});
