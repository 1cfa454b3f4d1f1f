import type { ErrorRows } from "./row.ts";
import { some } from "./some.ts";

/** Errors in the configuration and in the project's files. */
export interface ConfigErrorDetails {
  readonly CONFIG_NOT_FOUND: { readonly file: string };
  /** The file cannot be read or run. */
  readonly CONFIG_BROKEN: { readonly file: string; readonly problem: string };
  /** `nearest`: the known key that an unknown one looks like. */
  readonly CONFIG_INVALID: { readonly file: string; readonly key: string; readonly problem: string; readonly nearest?: string };
  /** `beforeWrite` throws. */
  readonly BEFORE_WRITE_FAILED: { readonly file: string; readonly problem: string };
  /** `beforeWrite` returns what is no list of operations that can run. */
  readonly BEFORE_WRITE_INVALID: { readonly file: string; readonly problem: string };
  /** `steps`: what would drop or change it, in words, with the objects. */
  readonly LEFT_ALONE_IN_THE_WAY: { readonly steps: readonly { readonly step: string; readonly objects: readonly string[] }[] };
  /** Two .env files set the variable that the database URL is taken from, to different things. */
  readonly ENV_FILES_DISAGREE: { readonly variable: string; readonly files: readonly string[] };
  /** `install`: the command that installs it. */
  readonly MODULE_LOADER_MISSING: { readonly file: string; readonly install: string };
  readonly ADAPTER_MISSING: { readonly path: string; readonly install: string };
  /** It waits at its top level, or in the function that it exports. `seconds` absent: nothing is left that could end the wait. */
  readonly FILE_HANGS: { readonly file: string; readonly seconds?: number };
  /** The system refuses a file or folder of the project. */
  readonly FILE_FAILED: { readonly file: string; readonly doing: "read" | "write"; readonly problem: string };
}

export const configErrors: ErrorRows<ConfigErrorDetails> = {
  CONFIG_NOT_FOUND: {
    exit: 2,
    say: ({ file }) => `No configuration file was found: ${file}.`,
    hint: () => `Check the path given by --config, or run "mig init" to write a mig.config.ts.`,
  },
  CONFIG_BROKEN: {
    exit: 2,
    say: ({ file, problem }) => `${file} cannot be loaded: ${problem}`,
    hint: ({ file }) =>
      /\.(?:json|toml)$/u.test(file)
        ? "Fix the file."
        : `Fix the file. It must export its configuration as default: export default defineConfig({ ... })`,
  },
  CONFIG_INVALID: {
    exit: 2,
    say: ({ file, key, problem }) => `${file}: ${key} ${problem}.`,
    hint: ({ key, nearest }) => (nearest === undefined ? `Fix ${key} in that file.` : `Did you mean ${nearest}?`),
  },
  BEFORE_WRITE_FAILED: {
    exit: 2,
    say: ({ file, problem }) => `beforeWrite in ${file} failed: ${problem}`,
    hint: () => "Fix the function, then run the command again. Nothing was written.",
  },
  BEFORE_WRITE_INVALID: {
    exit: 2,
    say: ({ file, problem }) => `beforeWrite in ${file} returned operations that cannot run: ${problem}.`,
    hint: () => "Fix what the function returns, then run the command again. Nothing was written.",
  },
  LEFT_ALONE_IN_THE_WAY: {
    exit: 1,
    say: ({ steps }) =>
      `The configuration leaves alone what these changes would have to drop or change:\n  ${some(
        steps.map(({ step, objects }) => `${step}: ${some(objects, ", ", 10)}`),
        "\n  ",
        10,
      )}`,
    hint: () =>
      `Change "include", "exclude" or "presets" in the configuration, or write this change by hand: mig revision --empty. Nothing was written.`,
  },
  ENV_FILES_DISAGREE: {
    exit: 2,
    say: ({ variable, files }) => `${files.join(" and ")} set ${variable} to different values.`,
    hint: ({ variable }) => `Keep ${variable} in one of these files, or set it in the environment.`,
  },
  MODULE_LOADER_MISSING: {
    exit: 2,
    say: ({ file }) => `This Node cannot run ${file} by itself, and no TypeScript loader is installed.`,
    hint: ({ install }) => `Install the loader: ${install}. Node 22.18 and later need none for most files.`,
  },
  ADAPTER_MISSING: {
    exit: 2,
    say: ({ path }) => `To read ${path}, mig needs the package @migts/adapter-prisma, which is not installed.`,
    hint: ({ install }) => `Install it: ${install}`,
  },
  FILE_HANGS: {
    exit: 1,
    say: ({ file, seconds }) =>
      `${file} ${seconds === undefined ? "cannot finish loading" : `did not finish loading within ${seconds} s`}: ` +
      `an "await" at its top level, or in the function that it exports, never ends.`,
    hint: () => "Find the promise in that file that never settles. The database was not changed.",
  },
  FILE_FAILED: {
    exit: 1,
    say: ({ file, doing, problem }) => `${file} cannot be ${doing === "read" ? "read" : "written"}: ${problem}.`,
    hint: () => `Check its owner and permissions with "ls -ld", then run the same command again.`,
  },
};
