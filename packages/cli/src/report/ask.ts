/**
 * Asks a person for a yes. Anything else, and the end of the input, is a no; so is the signal. The terminal stays as it is, so that
 * Ctrl-C reaches the command.
 */
export async function askYes(question: string, signal: AbortSignal): Promise<boolean> {
  const { createInterface } = await import("node:readline");
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false });
  return new Promise((resolve) => {
    const stop = (): void => lines.close();
    signal.addEventListener("abort", stop, { once: true });
    lines.once("close", () => {
      signal.removeEventListener("abort", stop);
      resolve(false);
    });
    lines.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(?:es)?\s*$/iu.test(answer));
      lines.close();
    });
  });
}
