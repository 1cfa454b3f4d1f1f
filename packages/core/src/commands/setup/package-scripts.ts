import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

/** What people type most. */
const scripts: Readonly<Record<string, string>> = {
  "db:revision": "mig revision",
  "db:upgrade": "mig upgrade head",
  "db:downgrade": "mig downgrade -1",
  "db:check": "mig check",
};

/**
 * Adds mig's scripts to the package.json of a folder, in its own form. Gives their names; none where there is no package.json, or it has
 * one of that name.
 */
export async function addScripts(folder: string): Promise<readonly string[]> {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return [];
  const text = await readFile(file, "utf8");
  const manifest = parse(text);
  if (manifest === undefined) return [];
  const had: object = typeof manifest["scripts"] === "object" && manifest["scripts"] !== null ? manifest["scripts"] : {};
  const names = Object.keys(scripts).filter((name) => !(name in had));
  if (names.length < Object.keys(scripts).length) return [];
  const indent = /^[{][\r\n]+([ \t]+)"/u.exec(text)?.[1];
  const end = text.endsWith("\n") ? "\n" : "";
  const more = { ...manifest, scripts: { ...had, ...scripts } };
  await writeFile(file, `${JSON.stringify(more, undefined, indent)}${end}`);
  return names;
}

/** A package.json that cannot be read is left to whoever wrote it. */
function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
