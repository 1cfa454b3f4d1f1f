import { scan } from "./scan.ts";

/** A line for psql alone. */
export interface PsqlCommand {
  /** With its backslash: `\\i`. */
  readonly name: string;
  readonly start: number;
}

export interface WithoutPsql {
  /** The script with blanks in the place of commands that mean nothing here, so that places in it stay. */
  readonly text: string;
  /** The first command that only psql can run. Absent: there is none. */
  readonly command?: PsqlCommand;
}

/** pg_dump puts these around what it writes. */
const meaningless = /^\\(?:un)?restrict\b/u;

/** A script without the commands for psql. A backslash outside of quotes begins one: SQL itself has no use for it. */
export function withoutPsql(script: string): WithoutPsql {
  let text = script;
  for (let from = 0; ;) {
    const start = backslashFrom(text, from);
    if (start === undefined) return { text };
    const line = /^[^\n]*/u.exec(text.slice(start))?.[0] ?? "";
    if (!meaningless.test(line)) return { text, command: { name: /^\\\S*/u.exec(line)?.[0] ?? "", start } };
    text = text.slice(0, start) + " ".repeat(line.length) + text.slice(start + line.length);
    from = start;
  }
}

/** `from` is outside of quotes. */
function backslashFrom(text: string, from: number): number | undefined {
  for (const token of scan(text.slice(from))) if (token.kind === "symbol" && token.text === "\\") return from + token.start;
  return undefined;
}
