import { MigError } from "../../errors.ts";
import { nearestOf } from "../../errors/nearest.ts";
import type { MigConfig, MigConfigWithEnvironments } from "./config.ts";
import { differenceRuleProblem } from "./difference-rule.ts";
import { namingProblem } from "./naming.ts";
import { ruleProblem } from "./object-rule.ts";
import { isPreset, presetNames } from "./presets.ts";

/** What is wrong, in words that follow the key; with the place below the key where it is not the whole value. */
type Check = (value: unknown) => string | readonly [below: string, problem: string] | undefined;

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const text: Check = (value) => (isText(value) ? undefined : "must be a string");
const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const seconds: Check = (value) => (typeof value === "number" && value >= 0 ? undefined : "must be a number of seconds");
const texts: Check = (value) =>
  isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)) ? undefined : "must be a path or a list of paths";
const isModel = (value: unknown): boolean => isText(value) || (isObject(value) && typeof value["load"] === "function");
const models: Check = (value) =>
  isModel(value) || (Array.isArray(value) && value.length > 0 && value.every(isModel))
    ? undefined
    : "must be a path, an adapter, or a list of these";

const templateParts: readonly string[] = ["revision", "slug", "epoch", "year", "month", "day", "hour", "minute", "second"];

const template: Check = (value) => {
  if (!isText(value)) return "must be a string";
  const unknown = [...value.matchAll(/\{(\w+)\}/gu)].map(([, name = ""]) => name).find((name) => !templateParts.includes(name));
  if (unknown !== undefined) return `holds {${unknown}}, which is none of {${templateParts.join("}, {")}}`;
  if (!value.includes("{revision}")) return "must contain {revision}, so that names differ";
  return value.includes("\\") || /(?:^|\/)(?:\.{0,2})(?:\/|$)/u.test(value)
    ? "must be a file name, or a path below the revision folder"
    : undefined;
};

const timezone: Check = (value) => {
  if (!isText(value)) return "must be a string";
  try {
    return new Intl.DateTimeFormat("en", { timeZone: value }).resolvedOptions().timeZone === "" ? "is not a time zone" : undefined;
  } catch {
    return `must be a time zone such as "Europe/Berlin"; "${value}" is not one`;
  }
};

const isHook = (value: unknown): boolean =>
  isText(value) ||
  (isObject(value) &&
    isText(value["command"]) &&
    (value["cwd"] === undefined || isText(value["cwd"])) &&
    Object.keys(value).every((key) => key === "command" || key === "cwd"));
const hooks: Check = (value) =>
  Array.isArray(value) && value.every(isHook) ? undefined : "must be a list of command lines, or of { command, cwd }";
const length: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value > 0 ? undefined : "must be a whole number greater than 0";

/** A list of which each entry is right. */
const listOf =
  (problemOf: (entry: unknown) => string | undefined, words: string): Check =>
  (value) => {
    if (!Array.isArray(value)) return `must be a list of ${words}`;
    const problems = value.map(problemOf);
    const at = problems.findIndex((problem) => problem !== undefined);
    return at === -1 ? undefined : [`[${at}]`, problems[at] ?? ""];
  };
const rules = listOf(ruleProblem, "names, of objects such as { kind, schema, name }, or of functions");
const presetProblem = (value: unknown): string | undefined => {
  if (isPreset(value)) return undefined;
  const nearest = typeof value === "string" ? nearestOf(value, presetNames) : undefined;
  return `is none of ${presetNames.map((name) => `"${name}"`).join(", ")}${nearest === undefined ? "" : ` (did you mean "${nearest}"?)`}`;
};
const naming: Check = (value) => {
  const [key = "", problem] = namingProblem(value) ?? [];
  if (problem === undefined) return undefined;
  return key === "" ? problem : [`.${key}`, problem];
};

const keys: { readonly [Key in keyof Required<MigConfig>]: Check } = {
  models,
  include: rules,
  exclude: rules,
  presets: listOf(presetProblem, "names of presets"),
  ignore: listOf(differenceRuleProblem, "{ kind, fields, ... } or functions"),
  naming,
  compare: (value) => {
    if (!isObject(value)) return "must be { owners: true, tablespaces: true }";
    const other = Object.keys(value).find((key) => key !== "owners" && key !== "tablespaces");
    if (other !== undefined) return [`.${other}`, "is not a setting of mig"];
    const wrong = Object.keys(value).find((key) => typeof value[key] !== "boolean");
    return wrong === undefined ? undefined : [`.${wrong}`, "must be true or false"];
  },
  beforeWrite: (value) => (typeof value === "function" ? undefined : "must be a function"),
  enumOrder: (value) => (value === "exact" || value === "any" ? undefined : 'must be "exact" or "any"'),
  comments: flag,
  mirror: (value) =>
    typeof value === "boolean" || (isObject(value) && typeof value["open"] === "function") ? undefined : "must be true or a mirror",
  versions: texts,
  recursive: flag,
  url: text,
  scratchUrl: text,
  versionTable: (value) => (isObject(value) ? undefined : "must be { name, schema }"),
  logTable: (value) => (isObject(value) ? undefined : "must be { name, schema }"),
  development: flag,
  fileTemplate: template,
  revisionTemplate: text,
  slugLength: length,
  timezone,
  afterWrite: hooks,
  afterUpgrade: hooks,
  lockTimeoutSeconds: seconds,
  tableLockSeconds: seconds,
  tableStallSeconds: seconds,
  revisionTimeoutSeconds: seconds,
  lockedWaitSeconds: seconds,
  confirmLoss: (value) =>
    ["always", "downgrade", "never"].includes(String(value)) ? undefined : 'must be "always", "downgrade" or "never"',
};

const tableKeys: Readonly<Record<string, Check>> = { name: text, schema: text };

/** The configuration that a file exports, if it is one. */
export function checkConfig(value: unknown, file: string, environment?: string): MigConfig {
  if (!isObject(value))
    throw new MigError("CONFIG_BROKEN", { file, problem: "it exports no configuration as default." }, { place: { file } });
  const { environments, ...shared } = value as MigConfigWithEnvironments; // looked at below
  return checkOne({ ...shared, ...environmentIn(environments, environment, file) }, file);
}

/** The names of the environments of a configuration that was checked. */
export function environmentNames(value: unknown): readonly string[] {
  const environments = isObject(value) ? value["environments"] : undefined;
  return isObject(environments) ? Object.keys(environments) : [];
}

/** What an environment says, if one is asked for. All of them are looked at, so that a slip shows whichever is asked for. */
function environmentIn(environments: unknown, name: string | undefined, file: string): object {
  if (environments !== undefined && !isObject(environments))
    throw new MigError("CONFIG_INVALID", { file, key: "environments", problem: "must be { name: { ... } }" }, { place: { file } });
  for (const [one, settings] of Object.entries(environments ?? {})) {
    if (!isObject(settings))
      throw new MigError(
        "CONFIG_INVALID",
        { file, key: `environments.${one}`, problem: "must be an object with settings: { ... }" },
        { place: { file } },
      );
    checkKeys(settings, keys, { file, prefix: `environments.${one}.` });
  }
  if (name === undefined) return {};
  const found = environments !== undefined && Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (isObject(found)) return found;
  const names = Object.keys(environments ?? {});
  throw new MigError("OPTION_INVALID", {
    option: "--name",
    value: name,
    expected: names.length === 0 ? `nothing here: ${file} has no environments` : `one of the environments ${names.join(", ")}`,
  });
}

function checkOne(value: Readonly<Record<string, unknown>>, file: string): MigConfig {
  checkKeys(value, keys, { file, prefix: "" });
  for (const key of ["versionTable", "logTable"] as const)
    if (isObject(value[key])) checkKeys(value[key], tableKeys, { file, prefix: `${key}.` });
  if (String(value["fileTemplate"]).includes("/") && value["recursive"] !== true) {
    throw new MigError(
      "CONFIG_INVALID",
      { file, key: "fileTemplate", problem: "makes subfolders, so it needs recursive: true" },
      { place: { file } },
    );
  }
  return value; // every key has been looked at
}

interface Where {
  readonly file: string;
  readonly prefix: string;
}

function checkKeys(value: Readonly<Record<string, unknown>>, known: Readonly<Record<string, Check>>, { file, prefix }: Where): void {
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    const check = Object.hasOwn(known, key) ? known[key] : undefined;
    const found = check === undefined ? "is not a setting of mig" : check(entry);
    if (found === undefined) continue;
    const [below, problem] = typeof found === "string" ? ["", found] : found;
    const nearest = check === undefined ? nearestOf(key, Object.keys(known)) : undefined;
    throw new MigError(
      "CONFIG_INVALID",
      { file, key: prefix + key + below, problem, ...(nearest === undefined ? {} : { nearest: prefix + nearest }) },
      { place: { file } },
    );
  }
}
