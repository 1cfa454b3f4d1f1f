import { counted, some } from "@migts/core/report";
import type { ConfirmLosses, RevisionLoss } from "@migts/core";
import type { Context } from "../context.ts";
import { askYes } from "./ask.ts";

/** A line a loss: `ae10: all rows of table users (3 rows)`. */
const lossLine = ({ revision, what, statement, from, rows, isDoubt }: RevisionLoss): string => {
  const names = (from ?? []).map(({ schema, table, column }) => [schema, table, column].filter((part) => part !== undefined).join("."));
  const about = what === "what the statement removes" ? statement : `${what}${names.length === 0 ? "" : `, ${names.join(", ")}`}`;
  return `  ${revision}: ${about} (${rowsText(rows, isDoubt)})`;
};

function rowsText(rows: number | undefined, isDoubt: true | undefined): string {
  if (rows === undefined) return isDoubt === true ? "mig cannot tell what it removes" : "row count unknown";
  return rows > 1000 ? `about ${rows} rows` : counted(rows, "row");
}

/** Names the tables with their rows, and asks. */
export const askAboutLosses =
  ({ progress, signal }: Pick<Context, "progress" | "signal">): ConfirmLosses =>
  async (losses) => {
    const head = losses.every(({ isDoubt }) => isDoubt === true) ? "This may lose data" : "This loses data";
    progress(`${head}:\n${some(losses.map(lossLine), "\n", 20)}`);
    return askYes("Continue and lose it?", signal);
  };
