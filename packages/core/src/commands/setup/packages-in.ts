import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { entriesIn } from "./entries-in.ts";

/** The folders of the packages of a workspace, absolute, as npm, pnpm, Yarn and Bun have them. Empty: the folder is no workspace. */
export function packagesIn(root: string): readonly string[] {
  const patterns = [...ofManifest(root), ...ofPnpm(root)];
  const isLeftOut = (folder: string): boolean =>
    patterns.some((pattern) => pattern.startsWith("!") && foldersOf(root, pattern.slice(1)).includes(folder));
  const folders = patterns.filter((pattern) => !pattern.startsWith("!")).flatMap((pattern) => foldersOf(root, pattern));
  return [...new Set(folders)].filter((folder) => existsSync(path.join(folder, "package.json")) && !isLeftOut(folder)).toSorted();
}

/** `"workspaces"` of package.json: a list, or an object with one. */
function ofManifest(root: string): readonly string[] {
  try {
    const { workspaces } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { readonly workspaces?: unknown };
    const list: unknown = Array.isArray(workspaces) ? workspaces : (workspaces as { readonly packages?: unknown } | undefined)?.packages;
    return Array.isArray(list) ? list.filter((pattern) => typeof pattern === "string") : [];
  } catch {
    return []; // no package.json, or not one that can be read
  }
}

/** `packages:` of pnpm-workspace.yaml, an item a line. */
function ofPnpm(root: string): readonly string[] {
  const file = path.join(root, "pnpm-workspace.yaml");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const items = /^packages:[ \t]*(?:#.*)?\r?\n((?:[ \t]*(?:-.*|#.*)?\r?(?:\n|$))*)/mu.exec(text)?.[1] ?? "";
  return Array.from(items.matchAll(/^[ \t]*-[ \t]*(["']?)([^"'\r\n#]+?)\1[ \t]*(?:#.*)?\r?$/gmu), ([, , pattern = ""]) => pattern);
}

/** The folders that a pattern such as `apps/*` or `packages/**` stands for. */
function foldersOf(root: string, pattern: string): readonly string[] {
  const parts = pattern.split("/").filter((part) => part !== "" && part !== ".");
  return parts.reduce<readonly string[]>((folders, part) => folders.flatMap((folder) => within(folder, part)), [root]);
}

function within(folder: string, part: string): readonly string[] {
  if (!part.includes("*")) return [path.join(folder, part)];
  if (part === "**") return [folder, ...subfolders(folder).flatMap((inside) => within(inside, part))];
  const pattern = new RegExp(`^${part.replaceAll(/[.+?^$()|[\]{}\\]/gu, String.raw`\$&`).replaceAll("*", ".*")}$`, "u");
  return subfolders(folder).filter((inside) => pattern.test(path.basename(inside)));
}

const subfolders = (folder: string): readonly string[] =>
  entriesIn(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
    .map(({ name }) => path.join(folder, name));
