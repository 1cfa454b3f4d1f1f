import { readFileSync } from "node:fs";
import type { Outcome } from "./command.ts";
import type { Context } from "./context.ts";
import { maskText, rememberConnection, rememberEnvironment } from "@migts/core/mask";
import { processOutput, type Output } from "./report/output.ts";

const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
const { version } = JSON.parse(manifest) as { readonly version: string }; // as npm demands

/** From Node 22.1 on, compiled code can be kept for the next run. */
const keepsCompiled = "enableCompileCache" in process.getBuiltinModule("node:module");

/** What is known of the run, for whatever ends it. */
interface Run {
  readonly output: Output;
  readonly warnings: string[];
  readonly advice: string[];
  /** Prints advice. Absent: nobody is to read it as text. */
  advises?: (text: string) => void;
  json: boolean;
  command: string | null;
  interrupted: () => boolean;
  /** Its outcome has been printed. */
  isDone: boolean;
  /** Something was thrown that nobody caught: later results do not count. */
  isLost: boolean;
}

const argv = process.argv.slice(2);
const run: Run = {
  output: await processOutput(process.env),
  json: argv.includes("--json") || /(?:^|\0)--format(?:=|\0)json(?:$|\0)/u.test(argv.join("\0")),
  warnings: [],
  advice: [],
  command: null,
  interrupted: () => false,
  isDone: false,
  isLost: false,
};

rememberEnvironment(process.env);
for (const word of argv) if (/:\/\/|@|pass\w*=/iu.test(word)) rememberConnection(word.replace(/^--[\w-]+=/u, ""));

process.on("uncaughtException", (error) => {
  run.isLost = true;
  void fail(error).then(leave); // also of promises that nobody awaits
});
process.on("exit", () => {
  if (run.output.hasFailed()) process.exitCode ||= 1;
  if (run.isDone) return;
  printUnfinished();
  process.exitCode = 1; // a configuration or a revision may have said otherwise
});

void main()
  .catch(fail)
  .then((code) => {
    process.exitCode = code;
    // What a configuration or a revision leaves open (a timer, a pool) does not keep the command from ending.
    setTimeout(() => run.output.afterwards(() => leave(process.exitCode)), patienceMilliseconds).unref();
  });

const patienceMilliseconds = 500;

function leave(code: number | string | null | undefined): never {
  run.isDone = true;
  return process.exit(code);
}

async function main(): Promise<number> {
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) return answer(version);
  if (keepsCompiled) (await import("./compiling.ts")).keepCompiled();
  if (argv[0] === "__complete") return complete(argv.slice(1));
  const { parseArguments } = await import("./program.ts");
  const parsed = await parseArguments(argv, version);
  if ("text" in parsed) {
    run.command = parsed.command ?? null;
    return parsed.exitCode === 0 ? answer(parsed.text) : refuse(parsed.text);
  }
  const { name, command, args, options, global } = parsed.call;
  run.command = name;
  run.json = global.json;
  const interrupt = onInterrupt(run.output);
  run.interrupted = interrupt.happened;
  if (global.url !== undefined) rememberConnection(global.url);
  const isQuiet = run.json || options["quiet"] === true;
  const context: Context = {
    cwd: process.cwd(),
    env: process.env,
    output: run.output,
    get isTerminal() {
      return process.stdin.isTTY && process.stdout.isTTY; // asked for by few commands, and making the stream takes time
    },
    get signal() {
      return interrupt.signal();
    },
    warn: (text) => {
      run.warnings.push(text);
      if (!run.json) run.output.notice(`warning: ${text}`);
    },
    advise: (text) => void run.advice.push(text),
    progress: (text) => void (isQuiet || run.output.notice(text)),
    ...(isQuiet || run.output.status === undefined ? {} : { status: run.output.status }),
    global,
  };
  if (!isQuiet) run.advises = run.output.notice;
  const outcome = await command.run(context, args, options);
  printOutcome(outcome);
  return outcome.exitCode ?? 0;
}

/** What the scripts of "mig completion" ask for. Whatever is wrong is said by the command itself, once it is called. */
async function complete(words: readonly string[]): Promise<number> {
  const { completionLines } = await import("./completion/complete.ts");
  run.output.result(await completionLines(words, { cwd: process.cwd(), env: process.env }).catch(() => ":values"));
  run.isDone = true;
  return 0;
}

function printOutcome(outcome: Outcome): void {
  if (run.isLost) return;
  if (run.json)
    printJson({ ok: (outcome.exitCode ?? 0) === 0, data: outcome.data, error: null, ...(outcome.isScript ? { isScript: true } : {}) });
  else if (outcome.text !== "" && outcome.isScript) run.output.result(outcome.text);
  else if (outcome.text !== "") run.output.text(outcome.text);
  printAdvice();
  run.isDone = true;
}

/** What to do next comes last: after the result, or before what went wrong. */
function printAdvice(): void {
  for (const text of run.advice) run.advises?.(text);
}

interface Envelope {
  readonly ok: boolean;
  readonly data: unknown;
  readonly error: unknown;
  readonly isScript?: true;
}

/** The one object of --json. */
function printJson({ ok, data, error, isScript }: Envelope): void {
  const warnings = run.warnings.map((text) => maskText(text, { words: true }));
  const advice = run.advice.length === 0 ? {} : { advice: run.advice };
  const envelope = { ok, command: run.command, data, warnings, ...advice, error };
  if (isScript) run.output.result(JSON.stringify(envelope));
  else run.output.json(envelope);
  run.isDone = true;
}

/** Prints a failure and gives its exit code. */
async function fail(error: unknown): Promise<number> {
  try {
    return await printFailure(error);
  } catch {
    run.output.notice(
      `error UNEXPECTED: ${error instanceof Error ? error.message : String(error)}\n` +
        `  next: Install @migts/cli again: its parts do not fit together.`,
    );
    run.isDone = true;
    return 1;
  }
}

async function printFailure(error: unknown): Promise<number> {
  const { failureOf, failureText } = await import("./report/failure.ts");
  const failure = failureOf(error, { cwd: process.cwd() });
  const exitCode = run.interrupted() ? 130 : failure.exitCode;
  if (run.json && !run.isDone) printJson({ ok: false, data: null, error: { ...failure, exitCode } });
  else {
    printAdvice();
    run.output.notice(failureText(failure));
  }
  run.isDone = true;
  if (process.env["MIG_DEBUG"] === "1") run.output.notice(error instanceof Error ? (error.stack ?? "") : "");
  return exitCode;
}

/** Help or the version. */
function answer(text: string): number {
  if (run.json) printJson({ ok: true, data: { text }, error: null });
  else run.output.result(text);
  run.isDone = true;
  return 0;
}

/** A command line that cannot be read. */
async function refuse(text: string): Promise<number> {
  const { failureText, usageFailure } = await import("./report/failure.ts");
  const failure = usageFailure(text, run.command ?? undefined);
  run.command ??= argv.find((word) => !word.startsWith("-")) ?? null;
  if (run.json) printJson({ ok: false, data: null, error: failure });
  else run.output.notice(text.startsWith("error:") ? failureText(failure) : text);
  run.isDone = true;
  return 2;
}

/** The process ends, and the command is not done: nothing was left to wait for, or somebody else called process.exit. */
function printUnfinished(): void {
  printPlain({
    code: "UNFINISHED",
    message: `"mig ${run.command ?? ""}" ended before it was done.`,
    hint: "Look for process.exit, and for a promise that never settles, in the configuration and in the revision that was running.",
    exitCode: 1,
  });
}

interface PlainFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** A failure at the end of the process, when nothing more can be loaded. */
function printPlain(failure: PlainFailure): void {
  if (run.json) printJson({ ok: false, data: null, error: failure });
  else run.output.notice(`error ${failure.code}: ${failure.message}\n  next: ${failure.hint}`);
}

interface Interrupt {
  /** Aborts at the first Ctrl-C. Code that asks for it stops cleanly. */
  readonly signal: () => AbortSignal;
  readonly happened: () => boolean;
}

/** The first Ctrl-C asks the command to stop cleanly, if it can; the second does not wait. */
function onInterrupt(output: Output): Interrupt {
  const abort = new AbortController();
  let isListening = false;
  const stop = (): void => {
    if (!isListening || abort.signal.aborted) {
      if (run.json && !run.isDone)
        printPlain({ code: "INTERRUPTED", message: "Interrupted.", hint: "Run the same command again.", exitCode: 130 });
      leave(130);
    }
    output.notice("interrupted: rolling back");
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
