import { register } from "node:module";
import { inherited, type ProcessOptions, type ProcessResult } from "@migts/testkit";
import type * as Main from "../src/main.ts";

/** What Node loads from here on are builds: the workers of vitest have it find sources, which only vitest can load. */
const hooks = `export const resolve = async (name, context, next) => {
  const found = await next(name, context);
  const url = found.url.replace(/(\\/packages\\/[\\w-]+)\\/src\\/([\\w-]+)\\.ts$/u, "$1/dist/$2.js");
  return url === found.url ? found : { ...found, url, format: "module" };
};`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

/** The build, as the processes run it. vitest.config.ts has Node load it. */
const { callMig, fail, newRun, outputOn, version } = (await import(new URL("../dist/main.js", import.meta.url).href)) as typeof Main;

/**
 * Runs `mig` in this process: the words, the result and the exit code are those of a process, at a tenth of its cost. One call at a time.
 * What only a process can show is not here: signals, its end, standard input, what users' code prints or leaves open.
 */
export function migHere(args: readonly string[], options: Pick<ProcessOptions, "cwd" | "env"> = {}): Promise<ProcessResult> {
  const call = last.then(() => callHere(args, options));
  last = call.then(
    () => {},
    () => {},
  );
  return call;
}

let last: Promise<void> = Promise.resolve();

const neverInterrupted = { signal: () => new AbortController().signal, happened: () => false };

async function callHere(args: readonly string[], { cwd = process.cwd(), env: more = {} }: Parameters<typeof migHere>[1] & {}) {
  const env = { ...inherited(), ...more };
  const written = { stdout: "", stderr: "" };
  const into = (name: keyof typeof written) => ({
    write: (text: string, next?: () => void) => {
      written[name] += text;
      next?.();
    },
    on: () => {},
  });
  const around = { cwd: process.cwd(), env: process.env };
  process.chdir(cwd);
  process.env = env; // as the process of a command has it, for configurations that read it
  try {
    const run = newRun(args, {
      output: await outputOn({ stdout: into("stdout"), stderr: into("stderr") }, env),
      cwd: process.cwd(),
      env,
      isTerminal: () => false,
    });
    const code = await callMig(run, version, () => neverInterrupted).catch((error: unknown) => fail(run, error));
    return { code, signal: undefined, ...written };
  } finally {
    process.env = around.env;
    process.chdir(around.cwd);
  }
}
