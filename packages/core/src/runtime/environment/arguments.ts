import { MigError } from "../../errors.ts";
import { fieldsText, readPayload, valueText } from "../../operation/payload-check.ts";
import type { Fields } from "../../operation/payload-shape.ts";

const targets = { anyOf: ["string", { list: "string" }] } as const;
const table = { needs: {}, takes: { name: "string", schema: "string" } } as const;

/** The fields of each call's options; `unknown` stands for what is not plain data. */
const calls = {
  upgrade: { needs: { to: targets }, takes: { missing: "boolean", allowLoss: "boolean" } },
  downgrade: { needs: { to: "string" }, takes: { allowLoss: "boolean" } },
  stamp: { needs: { to: targets }, takes: { purge: "boolean", except: { list: "string" } } },
  start: {
    needs: {},
    takes: {
      to: targets,
      url: "string",
      versions: { anyOf: ["string", { list: "unknown" }, { record: "unknown" }] },
      config: "string",
      cwd: "string",
      env: "unknown",
      recursive: "boolean",
      versionTable: table,
      logTable: table,
      lockTimeoutSeconds: "number",
      tableLockSeconds: "number",
      tableStallSeconds: "number",
      revisionTimeoutSeconds: "number",
      lockedWaitSeconds: "number",
      tell: "unknown",
      signal: "unknown",
    },
  },
} as const satisfies Readonly<Record<string, Fields>>;

/**
 * Checks options of a program that was not compiled. Functions and the like are not checked.
 * @throws MigError ARGUMENT_INVALID
 */
export function readOptions<Options extends object>(call: keyof typeof calls, given: Options): Options {
  const fields: Fields = calls[call];
  const { problems } = readPayload(given, fields);
  const name = call === "start" ? "upgrade" : call;
  const to: unknown = Reflect.get(Object(given) as object, "to");
  const all = Array.isArray(to) && to.length === 0 ? [...problems, '"to" names no target'] : problems;
  if (all.length > 0) throw new MigError("ARGUMENT_INVALID", { call: name, problem: all.join("; "), takes: fieldsText(fields) });
  return given;
}

/** @throws MigError ARGUMENT_INVALID for what is no URL */
export function requireText(call: string, value: unknown): void {
  if (typeof value !== "string")
    throw new MigError("ARGUMENT_INVALID", {
      call,
      problem: `it takes a URL, not ${valueText(value)}`,
      takes: "a URL as a string, then options",
    });
}

/** @throws MigError ARGUMENT_INVALID without a folder to begin in, or an environment */
export function requirePlace(call: string, options: unknown): void {
  const { problems } = readPayload(options, { needs: { cwd: "string", env: { record: "unknown" } }, takes: {} });
  const [problem] = problems.filter((text) => !text.includes("is not a field"));
  if (problem !== undefined) throw new MigError("ARGUMENT_INVALID", { call, problem, takes: "{ cwd, env, ... }" });
}

/** @throws MigError ARGUMENT_INVALID for what loadConfig did not give */
export function requireLoaded(call: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "config" in value && "root" in value) return;
  throw new MigError("ARGUMENT_INVALID", {
    call,
    problem: "its first argument is not a loaded configuration",
    takes: "what loadConfig(...) gives",
  });
}

/** @throws MigError ARGUMENT_INVALID for what is no environment */
export function requireEnvironment(call: string, value: unknown): void {
  if (typeof value === "object" && value !== null && "importRevision" in value && "graph" in value) return;
  throw new MigError("ARGUMENT_INVALID", {
    call,
    problem: "its first argument is not an environment",
    takes: "what createEnvironment(...) gives, then { to }",
  });
}
