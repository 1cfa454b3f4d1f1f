import { MigError } from "../errors.ts";
import { fieldsText, readPayload, valueText } from "../operation/payload-check.ts";
import type { Fields, Shape } from "../operation/payload-shape.ts";

const texts = { list: "string" } as const;
const targets = { anyOf: ["string", texts] } as const;
const mode = { dryRun: "boolean", sql: "boolean" } as const;
const header = { id: "string", branchLabels: texts, splice: "boolean" } as const;
const names = { renames: { record: { anyOf: ["string", { is: [false] }] } }, noRename: "boolean" } as const;
const telling = { differences: "boolean", verbose: "boolean" } as const;

const takes = (fields: Readonly<Record<string, Shape>>): Fields => ({ needs: {}, takes: fields });

/** The fields of each command's request. */
const requests = {
  init: takes({
    models: "string",
    fromDatabase: "boolean",
    exclude: texts,
    presets: texts,
    versions: "string",
    template: "boolean",
  }),
  adopt: takes({ form: { is: ["baseline", "history", "link"] }, from: "string", migrations: "string" }),
  undoAdopt: takes({}),
  eject: { needs: { to: { is: ["prisma"] } }, takes: { removeFiles: "boolean" } },
  revision: takes({
    message: "string",
    empty: "boolean",
    autogenerate: "boolean",
    from: { is: ["empty"] },
    head: "string",
    versionPath: "string",
    dependsOn: texts,
    verbose: "boolean",
    ...header,
    ...names,
  }),
  merge: takes({ revisions: targets, message: "string", ...header }),
  rebase: takes({ head: "string", onto: "string", base: "string", reapply: "boolean", allowLoss: "boolean", dryRun: "boolean" }),
  upgrade: takes({ to: targets, missing: "boolean", allowLoss: "boolean", allowMissingFolder: "boolean", ...mode }),
  downgrade: { needs: { to: "string" }, takes: { allowLoss: "boolean", ...mode } },
  stamp: { needs: { to: targets }, takes: { purge: "boolean", sql: "boolean" } },
  ensureVersion: takes({ sql: "boolean" }),
  current: takes({}),
  heads: takes({ resolveDependencies: "boolean" }),
  history: takes({ range: "string", indicateCurrent: { anyOf: ["boolean", { is: ["ifThere"] }] } }),
  branches: takes({}),
  show: takes({ revisions: targets }),
  check: takes({ ...names, ...telling }),
  checkHeads: takes({}),
  doctor: takes({}),
  status: takes({ compare: "boolean" }),
  diff: { needs: { from: "string", to: "string" }, takes: { script: { is: ["sql", "ts"] }, ...names, ...telling } },
  config: takes({}),
} as const satisfies Readonly<Record<string, Fields>>;

export type CommandName = keyof typeof requests;

const everyCall = takes({ on: "unknown", signal: "unknown" });

/**
 * Checks what a program hands over that no compiler has read.
 * @throws MigError ARGUMENT_INVALID
 */
export function requireRequest(command: CommandName, request: unknown, options: unknown): void {
  const fields: Fields = requests[command];
  const { problems } = readPayload(request, fields);
  const emptyLists = ["to", "revisions"].filter((name) => isEmptyList(Reflect.get(Object(request) as object, name)));
  const all = [...problems, ...emptyLists.map((name) => `"${name}" names no target`), ...callProblems(options)];
  if (all.length > 0)
    throw new MigError("ARGUMENT_INVALID", {
      call: command,
      problem: all.join("; "),
      takes: Object.keys({ ...fields.needs, ...fields.takes }).length === 0 ? "{ }" : fieldsText(fields),
    });
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function callProblems(options: unknown): readonly string[] {
  return [...readPayload(options, everyCall).problems, ...listenerProblems(options)];
}

/** What is wrong with whoever listens and whatever stops. */
function listenerProblems(options: unknown): readonly string[] {
  const { on, signal } = Object(options) as { readonly on?: unknown; readonly signal?: unknown };
  return [
    ...(on === undefined || typeof on === "function" ? [] : [`"on" must be a function, not ${valueText(on)}`]),
    ...(signal === undefined || signal instanceof AbortSignal ? [] : [`"signal" must be an AbortSignal, not ${valueText(signal)}`]),
  ];
}

const options: Fields = takes({
  cwd: "unknown",
  env: "unknown",
  url: "string",
  environment: "string",
  tag: "string",
  x: { record: "string" },
  on: "unknown",
  signal: "unknown",
  signalOfRuns: "unknown",
  confirmLosses: "unknown",
  answerRenames: "unknown",
  resolveFrom: "string",
});

/** @throws MigError ARGUMENT_INVALID for what createMig does not take */
export function requireOptions(config: unknown, given: unknown): void {
  const isConfig = config === undefined || typeof config === "string" || typeof config === "function" || isObject(config);
  const asked = ["confirmLosses", "answerRenames", "signalOfRuns"].flatMap((name) => {
    const value: unknown = Reflect.get(Object(given) as object, name);
    return value === undefined || typeof value === "function" ? [] : [`"${name}" must be a function, not ${valueText(value)}`];
  });
  const { cwd } = Object(given) as { readonly cwd?: unknown };
  const problems = [
    ...(cwd === undefined || typeof cwd === "string" || cwd instanceof URL
      ? []
      : [`"cwd" must be a path or a file URL, not ${valueText(cwd)}`]),
    ...(isConfig ? [] : [`its first argument must be a configuration or the path of one, not ${valueText(config)}`]),
    ...readPayload(given, options).problems,
    ...listenerProblems(given),
    ...asked,
  ];
  if (problems.length > 0)
    throw new MigError("ARGUMENT_INVALID", {
      call: "createMig",
      problem: problems.join("; "),
      takes: `a configuration, then ${fieldsText(options)}`,
    });
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
