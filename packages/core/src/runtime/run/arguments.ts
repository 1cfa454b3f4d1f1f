import { MigError } from "../../errors.ts";
import { fieldsText, readPayload } from "../../operation/payload-check.ts";
import type { Fields } from "../../operation/payload-shape.ts";

const targets = { anyOf: ["string", { list: "string" }] } as const;
const table = { needs: {}, takes: { name: "string", schema: "string" } } as const;

/** What the calls take that programs make: `unknown` stands for what is no plain data. */
const calls = {
  upgrade: { needs: { to: targets }, takes: { missing: "boolean" } },
  downgrade: { needs: { to: "string" }, takes: {} },
  stamp: { needs: { to: targets }, takes: { purge: "boolean" } },
  start: {
    needs: {},
    takes: {
      to: targets,
      url: "string",
      versions: "unknown",
      config: "string",
      cwd: "string",
      env: "unknown",
      recursive: "boolean",
      versionTable: table,
      logTable: table,
      lockTimeoutSeconds: "number",
      tableLockSeconds: "number",
      tell: "unknown",
      signal: "unknown",
    },
  },
} as const satisfies Readonly<Record<string, Fields>>;

/**
 * Options as they were meant, from a program that no compiler has read. Functions and the like are handed through.
 * @throws MigError ARGUMENT_INVALID
 */
export function readOptions<Options extends object>(call: keyof typeof calls, given: Options): Options {
  const fields: Fields = calls[call];
  const { problems } = readPayload(given, fields);
  const name = call === "start" ? "upgrade" : call;
  if (problems.length > 0) throw new MigError("ARGUMENT_INVALID", { call: name, problem: problems.join("; "), takes: fieldsText(fields) });
  return given;
}

/** @throws MigError ARGUMENT_INVALID for what is no environment */
export function requireEnvironment(call: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "importRevision" in value && "graph" in value) return;
  throw new MigError("ARGUMENT_INVALID", { call, problem: "its first argument is not an environment", takes: "what createEnvironment(...) gives, then { to }" });
}
