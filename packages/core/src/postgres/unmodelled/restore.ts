import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { Operation } from "../objects/index.ts";

/** Operations that make again what went along with something, as far as the server says how. */
export const restoreOperations = (lost: readonly Unmodelled[]): readonly Operation[] =>
  lost.flatMap(({ restore }): readonly Operation[] => (restore === undefined ? [] : [{ kind: "execute", sql: restore }]));
