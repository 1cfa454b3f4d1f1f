import type { DoctorResult } from "@migts/core";
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
  const counted = [
    ...(problems === 0 ? [] : [`${problems} ${problems === 1 ? "problem" : "problems"}`]),
    ...(warnings === 0 ? [] : [`${warnings} ${warnings === 1 ? "warning" : "warnings"}`]),
  ];
  return [...lines, "", counted.length === 0 ? "All is well." : counted.join(", ")].join("\n");
}
