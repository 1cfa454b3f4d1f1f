import type { StepProgress } from "@migts/core";
import type { Context } from "../context.ts";

const widest = 100;

/** The beginning of a statement, in one line, without comments before it. */
export function oneLine(sql: string): string {
  const line = Array.from(
    sql
      .replace(/^(?:\s+|--[^\n]*\n|\/\*[^]*?\*\/)+/u, "")
      .trim()
      .replaceAll(/\s+/gu, " "),
  );
  return line.length > widest ? `${line.slice(0, widest).join("")} ...` : line.join("");
}

/** Without a terminal, a line is said of a statement after so many seconds, and again. */
const lineSeconds = 10;

/** Tells how far a statement is: on a terminal in one line that is written again, otherwise a line from time to time. */
export function tellStatement({ status, progress }: Pick<Context, "status" | "progress">): {
  readonly runs: (statement: StepProgress) => void;
  /** Something else is to be said. */
  readonly ends: () => void;
} {
  let told = 0;
  return {
    runs: (statement) => {
      if (status !== undefined) return status(statementLine(statement));
      if (statement.seconds < told) told = 0; // it is another one
      if (statement.seconds < told + lineSeconds) return;
      told = statement.seconds;
      progress(statementLine(statement));
    },
    ends: () => {
      told = 0;
      status?.("");
    },
  };
}

/** `  statement 2 of 5, 1 min 12 s, building index: scanning table 43%: create index ix on public.big (a)`. */
export function statementLine({ statement, number, of, seconds, phase, share, table, rows }: StepProgress): string {
  const name = number === undefined ? "" : `statement ${number}${of === undefined ? "" : ` of ${of}`}, `;
  const percent = share === undefined ? "" : ` ${Math.floor(share * 100)}%`;
  const what = phase === undefined ? "" : `, ${phase}${percent}`;
  const size =
    phase !== undefined || table === undefined || rows === undefined ? "" : `, ${table} has about ${rows.toLocaleString("en")} rows`;
  return `  ${name}${duration(seconds)}${what}${size}${statement === undefined ? "" : `: ${oneLine(statement)}`}`;
}

function duration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
