import type { HeaderRequest } from "@migts/core";
import { flag, listOption, textOption, type Option, type Options } from "./command.ts";

/** Options of the commands that write a revision. */
export const headerOptions: readonly Option[] = [
  { flags: "--rev-id <id>", description: "id of the revision (default: 12 random hexadecimal digits)" },
  { flags: "--branch-label <label>", description: "label for the branch that starts with this revision", repeatable: true },
  { flags: "--splice", description: "allow a parent that is not a head" },
];

/** What they say. */
export function headerRequest(options: Options): Omit<HeaderRequest, "dependsOn"> {
  const id = textOption(options, "revId");
  return {
    ...(id === undefined ? {} : { id }),
    branchLabels: listOption(options, "branchLabel"),
    splice: flag(options, "splice"),
  };
}
