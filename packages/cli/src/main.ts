import { readFile } from "node:fs/promises";
import { answer, callMig, fail, newRun, printPlain, type Interrupt, type Run } from "./call.ts";
import { outputOn } from "./report/output.ts";

// Where the first file awaits, the bundler puts its own helpers into the others, not into a file more to open.
const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
const { version } = JSON.parse(manifest) as { readonly version: string }; // as npm demands

/** For tests, which make calls without a process for each. */
export { callMig, fail, newRun, outputOn, version };

/** From Node 22.1 on, compiled code can be kept for the next run. */
const keepsCompiled = "enableCompileCache" in process.getBuiltinModule("node:module");

const patienceMilliseconds = 500;

/** Runs the call that this process is for, and ends the process. */
export async function start(): Promise<void> {
  const run = newRun(process.argv.slice(2), {
    output: await outputOn(process, process.env),
    cwd: process.cwd(),
    env: process.env,
    isTerminal: () => process.stdin.isTTY && process.stdout.isTTY,
  });
  process.on("uncaughtException", (error) => {
    run.isLost = true;
    void fail(run, error).then((code) => leave(run, code)); // also of promises that nobody awaits
  });
  process.on("exit", () => {
    if (run.output.hasFailed()) process.exitCode ||= 1;
    if (run.isDone) return;
    printUnfinished(run);
    process.exitCode = 1; // a configuration or a revision may have said otherwise
  });
  process.exitCode = await main(run).catch((error: unknown) => fail(run, error));
  // What a configuration or a revision leaves open (a timer, a pool) does not keep the command from ending.
  setTimeout(() => run.output.afterwards(() => leave(run, process.exitCode)), patienceMilliseconds).unref();
}

function leave(run: Run, code: number | string | null | undefined): never {
  run.isDone = true;
  return process.exit(code);
}

async function main(run: Run): Promise<number> {
  const [word, ...others] = run.argv;
  if (others.length === 0 && (word === "--version" || word === "-V")) return answer(run, version);
  if (keepsCompiled) (await import("./compiling.ts")).keepCompiled();
  return callMig(run, version, () => onInterrupt(run));
}

/** The process ends, and the command is not done: nothing was left to wait for, or somebody else called process.exit. */
function printUnfinished(run: Run): void {
  printPlain(run, {
    code: "UNFINISHED",
    message: `"mig ${run.command ?? ""}" ended before it was done.`,
    hint: "Look for process.exit, and for a promise that never settles, in the configuration and in the revision that was running.",
    exitCode: 1,
  });
}

/** The first Ctrl-C asks the command to stop cleanly, if it can; the second does not wait. */
function onInterrupt(run: Run): Interrupt {
  const abort = new AbortController();
  let isListening = false;
  const stop = (): void => {
    if (!isListening || abort.signal.aborted) {
      if (run.json && !run.isDone)
        printPlain(run, { code: "INTERRUPTED", message: "Interrupted.", hint: "Run the same command again.", exitCode: 130 });
      leave(run, 130);
    }
    run.output.notice("interrupted: rolling back");
    abort.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  const signal = (): AbortSignal => {
    isListening = true;
    return abort.signal;
  };
  return { signal, happened: () => abort.signal.aborted };
}
