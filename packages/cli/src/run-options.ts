import { flag, type Option, type Options } from "./command.ts";

/** Options of the commands that move a database. */
export const runOptions: readonly Option[] = [
  { flags: "--dry-run", description: "show the statements that would run, with their locks and data losses; change nothing" },
  { flags: "--sql", description: "print an SQL script for psql without connecting; <from>:<to> sets where it starts" },
];

/** For commands that may lose rows. */
export const allowLossOption: Option = { flags: "--allow-loss", description: "accept that rows are lost; do not ask" };

/** What they say. */
export const runMode = (options: Options): { readonly sql: boolean; readonly dryRun: boolean; readonly allowLoss: boolean } => ({
  sql: flag(options, "sql"),
  dryRun: flag(options, "dryRun"),
  allowLoss: flag(options, "allowLoss"),
});

/** The words given for an argument that takes several. Undefined: none. */
export function wordsOf(given: unknown): readonly string[] | undefined {
  const words = Array.isArray(given) ? (given as readonly string[]) : typeof given === "string" ? [given] : [];
  return words.length === 0 ? undefined : words;
}
