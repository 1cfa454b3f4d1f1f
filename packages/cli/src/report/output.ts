import { maskText, type MaskOptions } from "@migts/core/mask";

/**
 * Where the command's words go: results to stdout, everything else to stderr. The only place that writes to them, and so the
 * place that takes passwords out of whatever is said.
 */
export interface Output {
  /** A result as it is, for programs. */
  readonly result: (text: string) => void;
  /** A result for people. */
  readonly text: (text: string) => void;
  /** A result as one JSON object. */
  readonly json: (value: unknown) => void;
  /** Everything else, for people. */
  readonly notice: (text: string) => void;
  /** Shows a line that whatever comes next replaces; "" takes it away. Absent: standard error is no terminal. */
  readonly status?: (text: string) => void;
  /** Calls back once all that was written is on its way. */
  readonly afterwards: (next: () => void) => void;
  /** Whether a result could not be written, as on a disk that is full. That has been said. */
  readonly hasFailed: () => boolean;
}

type Environ = Readonly<Record<string, string | undefined>>;

/** Values without passwords. Names of fields stay. */
export function masked(value: unknown, options: MaskOptions = {}): unknown {
  if (typeof value === "string") return maskText(value, options);
  if (Array.isArray(value)) return value.map((item) => masked(item, options));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, options)]));
}

/** Where the words of a call end up. */
export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

interface Stream {
  readonly write: (text: string, next?: () => void) => unknown;
  readonly on: (event: "error", listener: (error: NodeJS.ErrnoException) => void) => unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** The terminal or pipe of a process. A reader that went away (`mig history | head -1`) is no error. */
export async function outputOn({ stdout, stderr }: Streams, env: Environ): Promise<Output> {
  let hasFailed = false;
  stderr.on("error", () => {}); // there is nowhere left to say so
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || hasFailed) return;
    hasFailed = true;
    stderr.write(
      `error OUTPUT_FAILED: The result cannot be written: ${error.message}.\n` +
        `  next: Make room where it goes, then run the same command again.\n`,
    );
  });
  const [onStdout, onStderr] = [isColoured(stdout, env), isColoured(stderr, env)];
  const paint = onStdout || onStderr ? (await import("./paint.ts")).paint : asItIs;
  const [paintResult, paintNotice] = [onStdout ? paint : asItIs, onStderr ? paint : asItIs];
  let hasStatus = false;
  const clear = (): void => {
    if (hasStatus) stderr.write(toLineStart);
    hasStatus = false;
  };
  const status = (text: string): void => {
    clear();
    if (text === "") return;
    stderr.write(
      Array.from(maskText(text, { words: true }))
        .slice(0, (stderr.columns || 80) - 1)
        .join(""),
    ); // a second line would stay
    hasStatus = true;
  };
  const result = (text: string): void => {
    clear();
    stdout.write(withEnd(text));
  };
  return {
    result,
    text: (text) => result(paintResult(maskText(text))),
    json: (value) => result(JSON.stringify(masked(value))),
    notice: (text) => {
      clear();
      stderr.write(withEnd(paintNotice(maskText(text, { words: true }))));
    },
    ...(stderr.isTTY && env["TERM"] !== "dumb" ? { status } : {}),
    afterwards: (next) => void stdout.write("", next),
    hasFailed: () => hasFailed,
  };
}

/** NO_COLOR counts before FORCE_COLOR, and that before what the stream is. */
function isColoured(stream: { readonly isTTY?: boolean }, { NO_COLOR, FORCE_COLOR, TERM }: Environ): boolean {
  if ((NO_COLOR ?? "") !== "") return false;
  if ((FORCE_COLOR ?? "") !== "") return !["0", "false"].includes(FORCE_COLOR ?? "");
  return stream.isTTY === true && TERM !== "dumb";
}

/** To the beginning of the line, and deletes what stands there. */
const toLineStart = "\r\u001b[K";

const asItIs = (text: string): string => text;

const withEnd = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);
