import { MigError } from "../../errors.ts";
import type { Row } from "../session.ts";

/** Members that only a list has. Code that uses one on a promise has forgotten `await`. */
const ofLists = new Set<string | symbol>([
  ...Object.getOwnPropertyNames(Array.prototype).filter((name) => name !== "constructor" && name !== "toString"),
  Symbol.iterator,
]);
const isOfLists = (name: string | symbol): boolean => ofLists.has(name) || (typeof name === "string" && /^\d+$/u.test(name));

/** The promise of an answer. It throws a clear error if it is used without `await`. */
export function answer(promise: Promise<readonly Row[]>): Promise<readonly Row[]> {
  return new Proxy(promise, {
    get: (target, name) => {
      if (isOfLists(name)) {
        target.catch(() => {}); // this error is reported, not the result of the read
        throw new MigError("OPERATION_INVALID", {
          operation: "query",
          problem: "its answer is used before it is there",
          takes: `an await: const rows = await op.query("...")`,
        });
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
