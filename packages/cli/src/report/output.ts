/** Where the command's words go: results to stdout, everything else to stderr. The only place that writes to them. */
export interface Output {
  readonly result: (text: string) => void;
  readonly notice: (text: string) => void;
  /** Whether colours may be used on stdout. */
  readonly colour: boolean;
}

/** The terminal or pipe of this process. A reader that went away (`mig history | head -1`) is no error. */
export function processOutput(env: Readonly<Record<string, string | undefined>>): Output {
  process.stdout.on("error", ignoreClosedPipe);
  process.stderr.on("error", ignoreClosedPipe);
  return {
    result: (text) => void process.stdout.write(text === "" || text.endsWith("\n") ? text : `${text}\n`),
    notice: (text) => void process.stderr.write(text.endsWith("\n") ? text : `${text}\n`),
    colour: process.stdout.isTTY && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
  };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
