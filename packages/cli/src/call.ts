import type { Outcome } from "./command.ts";
import type { Context } from "./context.ts";
import { maskText, rememberConnection, rememberEnvironment } from "@migts/core/mask";
import type { Output } from "./report/output.ts";

// A call of the command with the words of its command line: what it runs, and what it prints. The process around it is main.ts.

/** What is known of a call, for whatever ends it. */
export interface Run {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  /** A person can be asked. It is read by few commands, and to make the stream takes time. */
  readonly isTerminal: () => boolean;
  readonly warnings: string[];
  readonly advice: string[];
  /** Prints advice. Absent: nobody is to read it as text. */
  advises?: (text: string) => void;
  json: boolean;
  command: string | null;
  /** How the command is asked to stop. Absent: it is ended. */
  interrupt?: Interrupt;
  /** Its outcome has been printed. */
  isDone: boolean;
  /** Something was thrown that nobody caught: later results do not count. */
  isLost: boolean;
}

export interface Interrupt {
  /** Aborts at the first Ctrl-C. Code that asks for it stops cleanly. */
  readonly signal: () => AbortSignal;
  readonly happened: () => boolean;
}

export function newRun(argv: readonly string[], { output, cwd, env, isTerminal }: Pick<Run, "output" | "cwd" | "env" | "isTerminal">): Run {
  rememberEnvironment(env);
  for (const word of argv) if (/:\/\/|@|pass\w*=/iu.test(word)) rememberConnection(word.replace(/^--[\w-]+=/u, ""));
  return {
    argv,
    cwd,
    env,
    output,
    isTerminal,
    warnings: [],
    advice: [],
    json: argv.includes("--json") || /(?:^|\0)--format(?:=|\0)json(?:$|\0)/u.test(argv.join("\0")),
    command: null,
    isDone: false,
    isLost: false,
  };
}

/** Runs what the words ask for, and gives the exit code. `listen`: begins to listen for interrupts. */
export async function callMig(run: Run, version: string, listen: () => Interrupt): Promise<number> {
  if (run.argv[0] === "__complete") return complete(run, run.argv.slice(1));
  const { parseArguments } = await import("./program.ts");
  const parsed = await parseArguments(run.argv, version);
  if ("text" in parsed) {
    run.command = parsed.command ?? null;
    return parsed.exitCode === 0 ? answer(run, parsed.text) : refuse(run, parsed.text);
  }
  const { name, command, args, options, global } = parsed.call;
  run.command = name;
  run.json = global.json;
  const interrupt = listen();
  run.interrupt = interrupt;
  if (global.url !== undefined) rememberConnection(global.url);
  const isQuiet = run.json || options["quiet"] === true;
  const context: Context = {
    cwd: run.cwd,
    env: run.env,
    output: run.output,
    get isTerminal() {
      return run.isTerminal();
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
  printOutcome(run, outcome);
  return outcome.exitCode ?? 0;
}

/** What the scripts of "mig completion" ask for. Whatever is wrong is said by the command itself, once it is called. */
async function complete(run: Run, words: readonly string[]): Promise<number> {
  const { completionLines } = await import("./completion/complete.ts");
  run.output.result(await completionLines(words, run).catch(() => ":values"));
  run.isDone = true;
  return 0;
}

function printOutcome(run: Run, outcome: Outcome): void {
  if (run.isLost) return;
  if (run.json)
    printJson(run, { ok: (outcome.exitCode ?? 0) === 0, data: outcome.data, error: null, ...(outcome.isScript ? { isScript: true } : {}) });
  else if (outcome.text !== "" && outcome.isScript) run.output.result(outcome.text);
  else if (outcome.text !== "") run.output.text(outcome.text);
  printAdvice(run);
  run.isDone = true;
}

/** What to do next comes last: after the result, or before what went wrong. */
function printAdvice(run: Run): void {
  for (const text of run.advice) run.advises?.(text);
}

interface Envelope {
  readonly ok: boolean;
  readonly data: unknown;
  readonly error: unknown;
  readonly isScript?: true;
}

/** The one object of --json. */
function printJson(run: Run, { ok, data, error, isScript }: Envelope): void {
  const warnings = run.warnings.map((text) => maskText(text, { words: true }));
  const advice = run.advice.length === 0 ? {} : { advice: run.advice };
  const envelope = { ok, command: run.command, data, warnings, ...advice, error };
  if (isScript) run.output.result(JSON.stringify(envelope));
  else run.output.json(envelope);
  run.isDone = true;
}

/** Prints a failure and gives its exit code. */
export async function fail(run: Run, error: unknown): Promise<number> {
  try {
    return await printFailure(run, error);
  } catch {
    run.output.notice(
      `error UNEXPECTED: ${error instanceof Error ? error.message : String(error)}\n` +
        `  next: Install @migts/cli again: its parts do not fit together.`,
    );
    run.isDone = true;
    return 1;
  }
}

async function printFailure(run: Run, error: unknown): Promise<number> {
  const { failureOf, failureText } = await import("./report/failure.ts");
  const failure = failureOf(error, run);
  const exitCode = run.interrupt?.happened() === true ? 130 : failure.exitCode;
  if (run.json && !run.isDone) printJson(run, { ok: false, data: null, error: { ...failure, exitCode } });
  else {
    printAdvice(run);
    run.output.notice(failureText(failure));
  }
  run.isDone = true;
  if (run.env["MIG_DEBUG"] === "1") run.output.notice(error instanceof Error ? (error.stack ?? "") : "");
  return exitCode;
}

/** Help or the version. */
export function answer(run: Run, text: string): number {
  if (run.json) printJson(run, { ok: true, data: { text }, error: null });
  else run.output.result(text);
  run.isDone = true;
  return 0;
}

/** A command line that cannot be read. */
async function refuse(run: Run, text: string): Promise<number> {
  const { failureText, usageFailure } = await import("./report/failure.ts");
  const failure = usageFailure(text, run.command ?? undefined);
  run.command ??= run.argv.find((word) => !word.startsWith("-")) ?? null;
  if (run.json) printJson(run, { ok: false, data: null, error: failure });
  else run.output.notice(text.startsWith("error:") ? failureText(failure) : text);
  run.isDone = true;
  return 2;
}

interface PlainFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exitCode: number;
}

/** A failure at the end of the process, when nothing more can be loaded. */
export function printPlain(run: Run, failure: PlainFailure): void {
  if (run.json) printJson(run, { ok: false, data: null, error: failure });
  else run.output.notice(`error ${failure.code}: ${failure.message}\n  next: ${failure.hint}`);
}
