import { createRequire } from "node:module";
import module from "node:module";
import type { Outcome } from "./command.ts";
import type { Context, GlobalOptions } from "./context.ts";
import { processOutput, type Output } from "./report/output.ts";

(module as { enableCompileCache?: () => void }).enableCompileCache?.(); // Node 22.1 and later

const version = (createRequire(import.meta.url)("../package.json") as { readonly version: string }).version;

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});

async function main(argv: readonly string[]): Promise<number> {
  const output = processOutput(process.env);
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    output.result(version);
    return 0;
  }
  const { parseArguments } = await import("./program.ts");
  const parsed = parseArguments(argv, version);
  if ("text" in parsed) return answer(parsed, argv, output);
  const { command, args, options, global } = parsed.call;
  const warnings: string[] = [];
  const abort = new AbortController();
  const json = global["json"] === true;
  const context: Context = {
    cwd: process.cwd(),
    env: process.env,
    output,
    signal: abort.signal,
    warn: (text) => {
      warnings.push(text);
      if (!json) output.notice(`warning: ${text}`);
    },
    progress: (text) => void (json || output.notice(text)),
    global: globalOptions(global),
  };
  onInterrupt(abort, output);
  try {
    const outcome = await command.run(context, args, options);
    printOutcome(outcome, { command: command.name, warnings, json, output });
    return outcome.exitCode ?? 0;
  } catch (error) {
    return await printFailure(error, { command: command.name, warnings, json, output, interrupted: abort.signal.aborted });
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
  else if (outcome.text !== "") output.result(outcome.text);
}

async function printFailure(error: unknown, report: Report & { readonly interrupted: boolean }): Promise<number> {
  const { failureOf, failureText } = await import("./report/failure.ts");
  const failure = failureOf(error);
  const exitCode = report.interrupted ? 130 : failure.exitCode;
  if (report.json) {
    report.output.result(JSON.stringify({ ok: false, command: report.command, data: null, warnings: report.warnings, error: { ...failure, exitCode } }));
  } else {
    report.output.notice(failureText(failure));
  }
  if (process.env["MIG_DEBUG"] === "1") report.output.notice(error instanceof Error ? (error.stack ?? "") : "");
  return exitCode;
}

/** Help, or a command line that cannot be read: on stderr unless it was asked for. */
function answer(parsed: { readonly text: string; readonly exitCode: 0 | 2; readonly code: string }, argv: readonly string[], output: Output): number {
  if (parsed.exitCode === 0) {
    output.result(parsed.text);
    return 0;
  }
  if (argv.includes("--json")) {
    const message = parsed.text.split("\n")[0] ?? "";
    const error = { code: "USAGE", message, hint: 'Run "mig --help" to see the commands.', exitCode: 2 };
    output.result(JSON.stringify({ ok: false, command: argv[0] ?? null, data: null, warnings: [], error }));
    return 2;
  }
  output.notice(parsed.code === "commander.help" ? parsed.text : `error USAGE: ${parsed.text.replace(/^error: /u, "")}\n  next: Run "mig --help" to see the commands, "mig <command> --help" for one.`);
  return 2;
}

function globalOptions(options: Readonly<Record<string, unknown>>): GlobalOptions {
  const { config, url, json, x } = options;
  const pairs = (Array.isArray(x) ? (x as readonly string[]) : []).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  return {
    ...(typeof config === "string" ? { config } : {}),
    ...(typeof url === "string" ? { url } : {}),
    json: json === true,
    x: Object.fromEntries(pairs),
  };
}

/** The first Ctrl-C asks the command to stop cleanly; the second does not wait. */
function onInterrupt(abort: AbortController, output: Output): void {
  const stop = (): void => {
    if (abort.signal.aborted) process.exit(130);
    output.notice("interrupted: rolling back");
    abort.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}
