import { existsSync } from "node:fs";
import path from "node:path";

/** Files that tell a package manager, with its command that installs for development. */
const managers: readonly (readonly [lockFile: string, command: string])[] = [
  ["pnpm-lock.yaml", "pnpm add -D"],
  ["yarn.lock", "yarn add -D"],
  ["bun.lock", "bun add -d"],
  ["bun.lockb", "bun add -d"],
  ["package-lock.json", "npm install -D"],
];

/** The command that installs a package in the project of a folder, by the package manager that is used there. */
export function installCommand(folder: string, name: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = managers.find(([lockFile]) => existsSync(path.join(at, lockFile)));
    if (found !== undefined) return `${found[1]} ${name}`;
    if (path.dirname(at) === at) return `npm install -D ${name}`;
  }
}
