import type { Command } from "../../command.ts";
import { migOf } from "../../mig-of.ts";

export const config: Command = {
  options: [],
  examples: ["mig config", "mig -n billing config --json"],
  run: async (context) => {
    const result = await migOf(context).config();
    const { file, environments, url, urlSource, versions, tables, settings } = result;
    const lines = [
      `configuration: ${file ?? "none; the defaults hold"}`,
      ...(environments === undefined ? [] : [`environments: ${environments.join(", ")}`]),
      `database: ${url ?? "none"}${urlSource === null ? "" : ` (${url === null ? "looked for in " : ""}${urlSource})`}`,
      `revisions: ${versions.join(", ")}`,
      `tables: ${tables.version}, ${tables.log}`,
      ...Object.entries(settings).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    ];
    return { data: result, text: lines.join("\n") };
  },
};
