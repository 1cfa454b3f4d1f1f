import type { RebaseResult } from "@migts/core";
import { movedLine, some } from "@migts/core/report";
import { flag, textOptions, type Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";
import { headsText } from "../../report/run.ts";

export const rebase: Command = {
  arguments: [{ name: "[head]", description: "the head whose revisions are moved (default: the one that is not published)" }],
  options: [
    { flags: "--onto <head>", description: "the head to move them onto (default: the other one)" },
    {
      flags: "--base <branch>",
      description: "git branch whose revisions stay in place (default: all remote-tracking branches and tags, or the local main or master)",
    },
    {
      flags: "--reapply",
      description: "if the revisions are applied in your development database: revert them, rebase, and apply them again",
    },
    { flags: "--allow-loss", description: "with --reapply: accept that reverting loses rows; do not ask" },
    { flags: "--dry-run", description: "show what would be written; write nothing" },
  ],
  examples: ["mig rebase", "mig rebase --reapply", "mig rebase --onto 27c6", "mig rebase --base origin/develop --dry-run"],
  run: async (context, [head], options) => {
    const result = await migOf(context, { asks: true }).rebase({
      ...(typeof head === "string" ? { head } : {}),
      ...textOptions(options, "onto", "base"),
      reapply: flag(options, "reapply"),
      allowLoss: flag(options, "allowLoss"),
      dryRun: flag(options, "dryRun"),
    });
    return { data: result, text: textOf(result) };
  },
};

function textOf({ dryRun, onto, moved, files, reapplied = [], after }: RebaseResult): string {
  if (onto === undefined) return "Nothing to rebase: there are fewer than two heads.";
  const again = reapplied.length === 0 ? [] : [`would be reverted before and applied again afterwards: ${some(reapplied)}`];
  if (dryRun === true) return [...files.map(movedLine), ...again].join("\n");
  return `${some(moved)} now on top of ${onto}${after === undefined ? "" : `, the database is at ${headsText(after)}`}`;
}
