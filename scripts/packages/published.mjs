// The packages of this workspace that are published, in an order in which each stands after those that it depends on.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** @typedef {{ readonly name: string, readonly folder: string, readonly manifest: Record<string, any> }} Published */

/** @returns {Published[]} */
export function publishedPackages() {
  const found = readdirSync(path.join(root, "packages"))
    .map((entry) => path.join(root, "packages", entry))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
  const ordered = [];
  const add = (one) => {
    if (ordered.includes(one)) return;
    for (const other of found) if (one.manifest.dependencies?.[other.name] !== undefined) add(other);
    ordered.push(one);
  };
  for (const one of found) add(one);
  return ordered;
}
