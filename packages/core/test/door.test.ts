import * as core from "@migts/core";
import { expect, test } from "vitest";

const wrong: readonly unknown[] = [undefined, null, 5, "x", "", {}, [], [null], [5], [{}], () => 5, { url: 5 }, { to: 5 }, Symbol("s")];
const wrongCalls = [
  [],
  ...wrong.map((value) => [value]),
  ...wrong.flatMap((value) => [
    [value, value],
    [value, {}],
    [{}, value],
    [[], value],
    [value, "x"],
    [value, value, value],
  ]),
];

const others: readonly string[] = ["MigError", "upgrade"]; // a class, and what runs without arguments
const calls = Object.entries(core).filter(
  (entry): entry is [string, (...args: readonly unknown[]) => unknown] => typeof entry[1] === "function" && !others.includes(entry[0]),
);

test.for(calls)("%s() names a wrong argument", async ([name, call]) => {
  for (const args of wrongCalls) {
    const said = await Promise.resolve()
      .then(() => call(...args))
      .then(
        () => "",
        (error: unknown) => (core.isMigError(error) ? "" : (error as Error).message),
      );
    expect(said, `${name}(${args.map(String).join(", ")})`).toBe("");
  }
});

test("what is said of a wrong argument", () => {
  // @ts-expect-error as JavaScript may call it
  expect(() => core.buildGraph([{ revision: "a1" }])).toThrow(
    "buildGraph(): its first argument must be a list of revisions ({ id, ... }), not a list.",
  );
  // @ts-expect-error the same
  expect(() => core.maskUrl(undefined)).toThrow("maskUrl(): its first argument must be a string, not undefined.");
  // @ts-expect-error the same
  expect(() => core.requireUrl("postgresql://ada:secret@db/shop")).toThrow(
    "requireUrl(): its first argument must be a configuration from loadConfig(), not a string.",
  );
});
