import { maskUrl } from "@migts/core/project";
import type { Command } from "../../command.ts";
import { readProject } from "../../project/project.ts";

/** Settings that are never shown as they are. */
const urls = new Set(["url", "scratchUrl"]);

export const config: Command = {
  options: [],
  examples: ["mig config", "mig -n billing config --json"],
  run: async (context) => {
    const project = await readProject(context);
    const { config: settings, file, environments, folders, tables, url, urlSource, shown } = project;
    const values = Object.fromEntries(
      Object.entries(settings)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [key, urls.has(key) && typeof value === "string" ? maskUrl(value) : plainOf(value)]),
    );
    const data = {
      file: file === undefined ? null : shown(file),
      ...(environments === undefined ? {} : { environments }),
      url: url === undefined ? null : maskUrl(url),
      urlSource: urlSource ?? null,
      versions: folders.map(shown),
      tables: { version: `${tables.version.schema}.${tables.version.name}`, log: `${tables.log.schema}.${tables.log.name}` },
      settings: values,
    };
    const lines = [
      `configuration: ${data.file ?? "none; the defaults hold"}`,
      ...(environments === undefined ? [] : [`environments: ${environments.join(", ")}`]),
      `database: ${data.url ?? "none"}${data.urlSource === null ? "" : ` (${data.url === null ? "looked for in " : ""}${data.urlSource})`}`,
      `revisions: ${data.versions.join(", ")}`,
      `tables: ${data.tables.version}, ${data.tables.log}`,
      ...Object.entries(values).map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    ];
    return { data, text: lines.join("\n") };
  },
};

/** A value of the configuration as data: of a function, an expression or an adapter, what it is. */
function plainOf(value: unknown): unknown {
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value;
  if ("load" in value && "name" in value) return `the adapter ${String(value.name)}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
}
