import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { migBin, migNode } from "@migts/testkit";

/** A folder of commands that comes first in PATH: what a user's machine has after `npm install`, without a network. */
export interface Tools {
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

const here = fileURLToPath(import.meta.url);
const workspace = path.resolve(here, "../../../../..");

/** Packages that an `npm install` of a page may name, besides `@migts/*`, are looked for in these packages of the workspace. */
const installedFor = ["packages/cli", "packages/adapter-prisma", "packages/testkit", "apps/example-backend", "docs", "."];

export async function makeTools(): Promise<Tools> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "mig-tools-"));
  const jiti = path.join(path.dirname(createRequire(import.meta.url).resolve("jiti/package.json")), "lib/jiti-register.mjs");
  const node = migNode;
  const runTypeScript = Number(process.versions.node.split(".")[0]) >= 23 ? "" : `--import "${jiti}" `;
  const scripts = {
    mig: `exec "${node}" "${migBin}" "$@"`,
    // The command of the project, as npx finds it, without the second that npm takes to start.
    npx: `if [ "$1" = --no-install ]; then shift; fi\nif [ "$1" = mig ]; then shift; exec mig "$@"; fi\nexec "node_modules/.bin/$1" "\${@:2}"`,
    npm: `case "$1" in install|i|add) exec "${node}" --no-warnings "${path.join(path.dirname(here), "install.mjs")}" "$@";; esac
exec "${path.join(path.dirname(process.execPath), "npm")}" "$@"`,
    // Node 20 runs TypeScript by a loader.
    node: `case "$1" in *.ts) exec "${node}" ${runTypeScript}"$@";; esac\nexec "${node}" "$@"`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    const file = path.join(folder, name);
    await writeFile(file, `#!/usr/bin/env bash\n${script}\n`);
    await chmod(file, 0o755);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Links packages into a project, as if installed there. */
export async function linkPackages(project: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const target = path.join(project, "node_modules", name);
    if (existsSync(target)) continue;
    const found = installedFor.map((from) => path.join(workspace, from, "node_modules", name)).find((folder) => existsSync(folder));
    if (found === undefined) throw new Error(`No package of the workspace has ${name}: it cannot be linked for a page`);
    await mkdir(path.dirname(target), { recursive: true });
    await symlink(found, target, "junction");
  }
}
