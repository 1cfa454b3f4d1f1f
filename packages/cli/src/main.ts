import module, { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { textOption, type Options, type Outcome } from "./command.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { processOutput, type Output } from "./report/output.ts";

// Every run is short: compiling hot functions later costs less than it saves (a check of 1,000 tables takes three quarters of the time).
setFlagsFromString("--interrupt-budget=1000000");
(module as { enableCompileCache?: () => void }).enableCompileCache?.(); // Node 22.1 and later

const version = (createRequire(import.meta.url)("../package.json") as { readonly version: string }).version;

void main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  async (error: unknown) => {
    (await processOutput(process.env)).notice(`error UNEXPECTED: ${error instanceof Error ? error.message : String(error)}\n  next: Install @migts/cli again; parts of it do not fit together.`);
    process.exitCode = 1;
  },
);

async function main(argv: readonly string[]): Promise<number> {
  const output = await processOutput(process.env);
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    output.result(version);
    return 0;
  }
  const { parseArguments } = await import("./program.ts");
  const parsed = await parseArguments(argv, version);
  if ("text" in parsed) return parsed.exitCode === 0 ? answer(parsed.text, output) : await refuse(parsed.text, argv, output);
  const { name, command, args, options } = parsed.call;
  const warnings: string[] = [];
  const interrupt = onInterrupt(output);
  const json = options["json"] === true;
  const context: Context = {
    cwd: process.cwd(),
    env: process.env,
    output,
    get signal() {
      return interrupt.signal();
    },
    warn: (text) => {
      warnings.push(text);
      if (!json) output.notice(`warning: ${text}`);
    },
    progress: (text) => void (json || output.notice(text)),
    global: globalOptions(options, json),
  };
  const report: Report = { command: name, warnings, json, output };
  try {
    const outcome = await command.run(context, args, options);
    printOutcome(outcome, report);
    return outcome.exitCode ?? 0;
  } catch (error) {
    return await printFailure(error, { ...report, url: context.global.url, interrupted: interrupt.happened() });
  }
}

interface Report {
  readonly command: string;
  readonly warnings: readonly string[];
  readonly json: boolean;
  readonly output: Output;
}

function printOutcome(outcome: Outcome, { command, warnings, json, output }: Report): void {
  if (json) output.result(JSON.stringify({ ok: (outcome.exitCode ?? 0) === 0, command, data: outcome.data, warnings, error: null }));
  else if (outcome.text !== "") output.text(outcome.text);
}

async function printFailure(error: unknown, report: Report & { readonly interrupted: boolean; readonly url: string | undefined }): Promise<number> {
  const { failureOf, failureText } = await import("./report/failure.ts");
  const failure = failureOf(error, { cwd: process.cwd(), urls: [report.url, process.env["DATABASE_URL"]] });
  const exitCode = report.interrupted ? 130 : failure.exitCode;
  if (report.json) {
    report.output.result(JSON.stringify({ ok: false, command: report.command, data: null, warnings: report.warnings, error: { ...failure, exitCode } }));
  } else {
    report.output.notice(failureText(failure));
  }
  if (process.env["MIG_DEBUG"] === "1") report.output.notice(error instanceof Error ? (error.stack ?? "") : "");
  return exitCode;
}

function answer(text: string, output: Output): number {
  output.result(text);
  return 0;
}

/** A command line that cannot be read. */
async function refuse(text: string, argv: readonly string[], output: Output): Promise<number> {
  const { failureText, usageFailure } = await import("./report/failure.ts");
  const failure = usageFailure(text);
  if (argv.includes("--json")) output.result(JSON.stringify({ ok: false, command: argv.find((word) => !word.startsWith("-")) ?? null, data: null, warnings: [], error: failure }));
  else output.notice(text.startsWith("error:") ? failureText(failure) : text);
  return 2;
}

function globalOptions(options: Options, json: boolean): GlobalOptions {
  const { x } = options;
  const pairs = (Array.isArray(x) ? (x as readonly string[]) : []).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const config = textOption(options, "config") ?? process.env["MIG_CONFIG"];
  const url = textOption(options, "url");
  return {
    ...(config === undefined ? {} : { config }),
    ...(url === undefined ? {} : { url }),
    json,
    x: Object.fromEntries(pairs),
  };
}

interface Interrupt {
  /** Aborts at the first Ctrl-C. Whoever asks for it will stop cleanly. */
  readonly signal: () => AbortSignal;
  readonly happened: () => boolean;
}

/** The first Ctrl-C asks the command to stop cleanly, if it can; the second does not wait. */
function onInterrupt(output: Output): Interrupt {
  const abort = new AbortController();
  let isListening = false;
  const stop = (): void => {
    if (!isListening || abort.signal.aborted) process.exit(130);
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
