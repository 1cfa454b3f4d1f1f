import { isMigError, maskUrl, type ExitCode, type Place } from "@migts/core";

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

export function failureOf(error: unknown): Failure {
  if (isMigError(error)) {
    const cause = causeText(error.cause);
    return {
      code: error.code,
      message: maskUrl(error.message),
      hint: maskUrl(error.hint),
      ...(error.place === undefined ? {} : { place: error.place }),
      details: error.details,
      ...(cause === undefined || error.message.includes(cause) ? {} : { cause }),
      exitCode: error.exitCode,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "UNEXPECTED",
    message: `Something that mig did not expect: ${maskUrl(message)}`,
    hint: "Run the command again with MIG_DEBUG=1 to see where, and report it.",
    exitCode: 1,
  };
}

function causeText(cause: unknown): string | undefined {
  if (cause === undefined || cause === null) return undefined;
  const text = cause instanceof AggregateError ? cause.errors.map(String).join("; ") : cause instanceof Error ? cause.message : String(cause);
  return text === "" ? undefined : maskUrl(text);
}

/** The failure for a person to read: what, where, why, and what to do next. */
export function failureText(failure: Failure): string {
  const { place } = failure;
  return [
    `error ${failure.code}: ${failure.message}`,
    ...(place === undefined ? [] : [`  at ${[place.file, place.line, place.column].filter((part) => part !== undefined).join(":")}`]),
    ...(failure.cause === undefined ? [] : [`  cause: ${failure.cause}`]),
    ...(failure.hint === undefined ? [] : [`  next: ${failure.hint}`]),
  ].join("\n");
}
