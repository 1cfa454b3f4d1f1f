/** Asks a person for a yes. Anything else, and the end of the input, is a no; so is the signal. */
export const askYes = async (question: string, signal: AbortSignal): Promise<boolean> =>
  /^\s*y(?:es)?\s*$/iu.test((await askLine(`${question} [y/N] `, signal)) ?? "");

/**
 * Asks a person for a line. Undefined at the end of the input, or after the signal. The terminal stays as it is, so that Ctrl-C reaches
 * the command.
 */
export async function askLine(question: string, signal: AbortSignal): Promise<string | undefined> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise((resolve) => {
    const stop = (): void => lines.close();
    signal.addEventListener("abort", stop, { once: true });
    lines.once("close", () => {
      signal.removeEventListener("abort", stop);
      resolve(undefined);
    });
    lines.question(question, (answer) => {
      resolve(answer);
      lines.close();
    });
  });
}
