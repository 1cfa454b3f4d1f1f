import path from "node:path";
import { fileURLToPath } from "node:url";
import { maskText, shownLines } from "@migts/core/mask";
import { isMigError, type ExitCode, type Place } from "@migts/core/project";
import { ownFolder } from "../own-folder.ts";

/** A failure as it is shown: never a stack trace, never a password. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly place?: Place;
  readonly details?: unknown;
  readonly cause?: string;
  readonly exitCode: ExitCode;
}

export interface FailureOptions {
  /** Where the command was called: paths in it are shown from there. */
  readonly cwd: string;
}

export function failureOf(error: unknown, { cwd }: FailureOptions): Failure {
  const mask = (text: string): string => maskText(shownLines(text.replaceAll(cwd + path.sep, "")), { words: true });
  if (isMigError(error)) {
    const cause = causeText(error.cause);
    return {
      code: error.code,
      message: mask(error.message),
      hint: mask(error.hint),
      ...(error.place === undefined ? {} : { place: { ...error.place, file: mask(error.place.file) } }),
      details: shortened(error.details, mask),
      ...(cause === undefined || error.message.includes(cause) ? {} : { cause: mask(cause) }),
      exitCode: error.exitCode,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  const place = placeOutside(error);
  return {
    code: "UNEXPECTED",
    message: `Unexpected error: ${mask(message)}`,
    ...(place === undefined ? {} : { place: { ...place, file: mask(place.file) } }),
    hint:
      place === undefined
        ? "Run the command again with MIG_DEBUG=1 to see where it happened, and report it."
        : "Fix the code at that line, then run the command again.",
    exitCode: 1,
  };
}

/** Where an error arose, if that is in a file of the user's: the first place of its stack, when it is in no package. */
function placeOutside(error: unknown): Place | undefined {
  const frame = (error instanceof Error ? (error.stack ?? "") : "").split("\n").find((line) => /^\s+at /u.test(line)) ?? "";
  const found = /\(?((?:file:\/\/|\/|[A-Z]:\\)[^()]*):(\d+):(\d+)\)?$/u.exec(frame);
  if (found === null) return undefined;
  const file = found[1]?.startsWith("file://") === true ? fileURLToPath(found[1]) : (found[1] ?? "");
  const isOurs = file.startsWith(ownFolder) || file.includes(`${path.sep}node_modules${path.sep}`);
  return isOurs ? undefined : { file, line: Number(found[2]), column: Number(found[3]) };
}

/** A command line that cannot be read, from what the parser says about it. `command`: the one that was called. */
export function usageFailure(text: string, command: string | undefined): Failure {
  const [first = "", ...more] = text.replace(/^error: /u, "").split("\n");
  const suggestion = more.map((line) => /^\(?(Did you mean .*?)\)?$/u.exec(line)?.[1]).find((found) => found !== undefined);
  const isError = text.startsWith("error:");
  const help = command === undefined ? `Run "mig --help" to see the commands.` : `Run "mig ${command} --help" to see how it is called.`;
  return {
    code: "USAGE",
    message: isError ? `${first.slice(0, 1).toUpperCase()}${first.slice(1)}`.replace(/\.?$/u, ".") : "No command was given.",
    hint: [...(suggestion === undefined ? [] : [suggestion]), help].join(" "),
    exitCode: 2,
  };
}

function shortened(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => shortened(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shortened(item, change)]));
}

/** What was behind a failure, on one line, without the name of its class. */
function causeText(cause: unknown): string | undefined {
  if (cause === undefined || cause === null) return undefined;
  const text =
    cause instanceof AggregateError
      ? cause.errors.map(String).join("; ")
      : cause instanceof Error
        ? cause.message
        : typeof cause === "string"
          ? cause
          : "";
  const line = (text.split("\n")[0] ?? "").replace(/^\w*Error: /u, "").trim();
  return line === "" ? undefined : line;
}

/** The failure for a person to read: what, where, why, and what to do next. */
export function failureText(failure: Failure): string {
  const { place } = failure;
  return [
    `error ${failure.code}: ${failure.message}`,
    ...(place === undefined ? [] : [`  at ${[place.file, place.line, place.column].filter((part) => part !== undefined).join(":")}`]),
    ...statementLines(failure.details),
    ...detailLines(failure.details),
    ...(failure.cause === undefined ? [] : [`  cause: ${failure.cause}`]),
    ...(failure.hint === undefined ? [] : [`  next: ${failure.hint}`]),
  ].join("\n");
}

/** The statement that failed, as far as its line tells, with a mark where PostgreSQL stumbled. */
function statementLines(details: unknown): readonly string[] {
  if (typeof details !== "object" || details === null || !("statement" in details) || typeof details.statement !== "string") return [];
  const { statement } = details;
  const position = "position" in details && typeof details.position === "number" ? details.position : undefined;
  const before =
    position === undefined
      ? ""
      : Array.from(statement)
          .slice(0, position - 1)
          .join("");
  const start = before.lastIndexOf("\n") + 1;
  const [line = ""] = statement.slice(start).split("\n");
  const cut = Array.from(line).length > widest ? `${Array.from(line).slice(0, widest).join("")} ...` : line;
  const column = Array.from(before.slice(start)).length;
  return [`  in: ${cut}`, ...(position === undefined || column > widest ? [] : [`      ${" ".repeat(column)}^`])];
}

/** What PostgreSQL adds to its message: which row, which dependent objects. */
function detailLines(details: unknown): readonly string[] {
  if (typeof details !== "object" || details === null || !("detail" in details) || typeof details.detail !== "string") return [];
  return details.detail.split("\n").map((line, at) => `  ${at === 0 ? "detail:" : "       "} ${line}`);
}

const widest = 160;
