import type { DoctorResult } from "@migts/core";
import { counted } from "@migts/core/report";
import type { Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const doctor: Command = {
  options: [],
  examples: ["mig doctor", "mig -n production doctor", "mig doctor --json"],
  run: async (context) => {
    const result = await migOf(context).doctor();
    return { data: result, text: textOf(result), ...(result.isWell ? {} : { exitCode: 1 }) };
  },
};

function textOf({ findings }: DoctorResult): string {
  const width = Math.max(0, ...findings.map(({ about }) => about.length));
  const lines = findings.map(({ state, about, text, next }) => {
    const line = `${state.padEnd(8)} ${about.padEnd(width)}  ${text}`;
    return next === undefined ? line : `${line}\n${" ".repeat(width + 11)}next: ${next}`;
  });
  const count = (state: string): number => findings.filter((finding) => finding.state === state).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  const counts = [...(problems === 0 ? [] : [counted(problems, "problem")]), ...(warnings === 0 ? [] : [counted(warnings, "warning")])];
  return [...lines, "", counts.length === 0 ? "All is well." : counts.join(", ")].join("\n");
}
