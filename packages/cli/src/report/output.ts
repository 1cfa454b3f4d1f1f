/** Where the command's words go: results to stdout, everything else to stderr. The only place that writes to them. */
export interface Output {
  /** A result as it is, for programs. */
  readonly result: (text: string) => void;
  /** A result for people. */
  readonly text: (text: string) => void;
  /** Everything else, for people. */
  readonly notice: (text: string) => void;
}

type Environ = Readonly<Record<string, string | undefined>>;

/** The terminal or pipe of this process. A reader that went away (`mig history | head -1`) is no error. */
export async function processOutput(env: Environ): Promise<Output> {
  process.stdout.on("error", ignoreClosedPipe);
  process.stderr.on("error", ignoreClosedPipe);
  const [onStdout, onStderr] = [isColoured(process.stdout, env), isColoured(process.stderr, env)];
  const paint = onStdout || onStderr ? (await import("./paint.ts")).paint : asItIs;
  const [paintResult, paintNotice] = [onStdout ? paint : asItIs, onStderr ? paint : asItIs];
  const result = (text: string): void => void process.stdout.write(withEnd(text));
  return {
    result,
    text: (text) => result(paintResult(text)),
    notice: (text) => void process.stderr.write(withEnd(paintNotice(text))),
  };
}

const isColoured = (stream: { readonly isTTY?: boolean }, env: Environ): boolean => stream.isTTY === true && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";

const asItIs = (text: string): string => text;

const withEnd = (text: string): string => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
