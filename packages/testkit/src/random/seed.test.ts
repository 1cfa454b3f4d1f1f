import { expect, test } from "vitest";
import { randomSeed } from "./seed.ts";

test.each([
  { given: undefined, seed: 1 },
  { given: "", seed: 1 },
  { given: "42", seed: 42 },
  { given: "-7", seed: -7 },
  { given: "random", seed: 2 ** 30 },
])("MIG_RANDOM_SEED=$given", ({ given, seed }) => expect(randomSeed(given ?? "", () => 0.5)).toBe(seed));

test.each(["Random", "1.5", "x"])("MIG_RANDOM_SEED=%s is an error", (given) =>
  expect(() => randomSeed(given)).toThrow("MIG_RANDOM_SEED must be a whole number"),
);
