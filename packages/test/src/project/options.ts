import { MigError } from "@migts/core/project";

const text = (value: unknown): boolean => typeof value === "string";
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);
const call = (value: unknown): boolean => typeof value === "function";

type Option = readonly [words: string, fits: (value: unknown) => boolean];

const ofProject: Readonly<Record<string, Option>> = {
  url: ["a URL", text],
  cwd: ["a folder", text],
  config: ["the path of a configuration", text],
  environment: ["the name of an environment", text],
};

const targets: Option = ["a revision or a list of revisions", (value) => text(value) || texts(value)];

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const rowsByTable = (value: unknown): boolean =>
  isObject(value) && Object.values(value as object).every((rows) => Array.isArray(rows) && rows.every(isObject));
const rows: Option = ["rows by table, or a function", (value) => call(value) || rowsByTable(value)];

const calls: Readonly<Record<string, Readonly<Record<string, Option>>>> = {
  testDatabase: {
    ...ofProject,
    at: targets,
    seed: ["a function", call],
    seedFiles: ["a list of paths", texts],
  },
  testMigrations: {
    ...ofProject,
    only: ["a list of revisions", texts],
    mayChangeValues: ["an object of reasons by revision", (value) => isObject(value) && Object.values(value as object).every(text)],
  },
  migrationTest: { ...ofProject, from: targets, to: ["a revision", text], rows, expect: rows, back: rows },
};

/** Checks options of a program that was not compiled. @throws MigError ARGUMENT_INVALID naming the first one that does not fit */
export function checkOptions(name: string, options: unknown): void {
  const known = calls[name] ?? {};
  const takes = `an object with ${Object.entries(known)
    .map(([key, [words]]) => `${key} (${words})`)
    .join(", ")}`;
  const refuse = (problem: string): MigError => new MigError("ARGUMENT_INVALID", { call: name, problem, takes });
  if (typeof options !== "object" || options === null || Array.isArray(options)) throw refuse("its argument is no object");
  for (const [key, value] of Object.entries(options)) {
    const [words, fits] = known[key] ?? [];
    if (words === undefined || fits === undefined) throw refuse(`"${key}" is not an option`);
    if (value !== undefined && !fits(value)) throw refuse(`"${key}" must be ${words}`);
  }
}
