import { describe, expect, test } from "vitest";
import { servers, withDatabase } from "@migts/testkit";
import { ownersOf, usesOf } from "../src/operation/links.ts";
import { kinds } from "../src/postgres/objects/index.ts";
import { objectsOf, type DatabaseSchema } from "../src/schema/database-schema.ts";
import { refText } from "../src/schema/object.ts";
import { toldUses } from "../src/schema/use.ts";
import { readSchema } from "./database-diff.ts";

// What a server says that texts use, and what is found by reading them where no server has.

const setup = `
  create schema app;
  create type app.mood as enum ('sad', 'ok');
  create sequence app.numbers;
  create function app.double(int) returns int immutable language sql return $1 * 2;
  create table app.t (
    id int default nextval('app.numbers'), m app.mood default 'sad', ms app.mood[] default '{ok}', a int check (a > 0), "B b" text,
    twice int generated always as (a * 2) stored, doubled int generated always as (app.double(id)) stored,
    check (m <> 'ok'::app.mood or "B b" is not null),
    exclude using btree ((a + 1) with =) where (m = 'sad')
  );
  create index on app.t (lower("B b")) where a > 0;
  create index on app.t (app.double(a));
  create index on app.t (a);
  create table other (x int default app.double(1), y date default now());`;

/** A text does not say which function of that name it calls. */
const withoutArguments = (key: string): string => (key.startsWith("routine ") ? key.replace(/\(.*\)$/u, "") : key);

/** Without what nobody owns: that is the system's, or a word that means something else. */
const found = (schema: DatabaseSchema): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...objectsOf(schema)].map((object) => [
      refText(object),
      [...new Set(usesOf(object, kinds).map(({ of, how, follows = false }) => `${withoutArguments(of)} ${how} ${String(follows)}`))]
        .filter((text) => ownersOf(schema, text.replace(/ (?:part|blocks) (?:true|false)$/u, ""), kinds).length > 0)
        .toSorted(),
    ]),
  );

describe.each(servers())("PostgreSQL $major", ({ major }) => {
  test("the reader finds what the server says, as far as that is modelled", async () => {
    await withDatabase({ major, setup }, async (database) => {
      const { schema } = await readSchema(database);
      const copy = {
        containers: new Map(
          [...schema.containers].map(([key, objects]) => [key, new Map([...objects].map(([ref, one]) => [ref, { ...one }]))]),
        ),
      };
      expect(found(copy)).toEqual(found(schema));
    });
  });

  test("functions are told apart by their arguments", async () => {
    await withDatabase({ major, setup }, async (database) => {
      const { schema } = await readSchema(database);
      const told = [...objectsOf(schema)].filter((object) =>
        (toldUses(object) ?? []).some(({ of }) => of === "routine app.double(integer)"),
      );
      expect(told.map(refText).toSorted()).toEqual(["column app.t.doubled", "column public.other.x", "index app.t.t_double_idx"]);
    });
  });
});
