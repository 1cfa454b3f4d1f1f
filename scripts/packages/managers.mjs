// How each package manager is called. What is not on the machine comes from npm, as a package of a folder for tools.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./published.mjs";
import { yarnSettings } from "./registry.mjs";

const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const tools = path.join(root, "node_modules/.cache/package-managers");

/** A package with the program of a manager, installed where it is not there yet. */
function tool(name, version, program) {
  const folder = path.join(tools, `${name.replaceAll(/\W+/gu, "-")}-${version}`);
  const file = path.join(folder, "node_modules", name, program);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "package.json"), '{ "private": true }\n');
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", `${name}@${version}`], {
    cwd: folder,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name}@${version} cannot be had: ${stderr}`);
  return file;
}

const yarn1 = () => ["node", tool("yarn", "1.22.22", "bin/yarn.js")];
const yarn4 = () => ["node", tool("@yarnpkg/cli-dist", "4.18.1", "bin/yarn.js")];
const bun = () => [path.join(path.dirname(tool("bun", "1.4.5", "package.json")), "../.bin/bun")];
const pnpm = ["npx", "-y", packageManager];

/**
 * @typedef {object} Manager
 * @property {(names: readonly string[]) => [string, ...string[]]} add adds development dependencies
 * @property {[string, ...string[]]} run what stands in front of the name of a command of a dependency
 * @property {readonly string[]} [node] what runs a file. Absent: Node itself
 * @property {readonly string[]} [types] the kinds of modules that work. Absent: both
 * @property {string} [compiler] the one that it can run. Absent: the newest
 * @property {(url: string) => Record<string, string>} [settings] the files that lead it to a registry. Absent: npm's
 */

/**
 * Each is made when it is asked for: then its program is fetched. @type {Record<"npm" | "pnpm" | "yarn 1" | "yarn 4" | "yarn 4 with
 * Plug'n'Play" | "bun", () => Manager>}
 */
export const managers = {
  npm: () => ({ add: (names) => ["npm", "install", "--no-audit", "--no-fund", "-D", ...names], run: ["npx", "--no-install"] }),
  pnpm: () => ({ add: (names) => [...pnpm, "add", "-D", ...names], run: [...pnpm, "exec"] }),
  "yarn 1": () => ({ add: (names) => [...yarn1(), "add", "-D", ...names], run: [...yarn1(), "--silent"] }),
  "yarn 4": () => ({
    add: (names) => [...yarn4(), "add", "-D", ...names],
    run: yarn4(),
    settings: (url) => yarnSettings(url, "node-modules"),
  }),
  "yarn 4 with Plug'n'Play": () => ({
    add: (names) => [...yarn4(), "add", "-D", ...names],
    run: yarn4(),
    node: [...yarn4(), "node"],
    types: ["module"], // its loader does not let Node require an ES module out of an archive
    compiler: "typescript@5.9.3", // yarn patches it to find packages in archives; the newest cannot be patched
    settings: (url) => yarnSettings(url, "pnp"),
  }),
  bun: () => ({ add: (names) => [...bun(), "add", "-d", ...names], run: [...bun(), "x", "--no-install"] }),
};
