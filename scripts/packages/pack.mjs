// Packs the published packages as `pnpm publish` does.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { publishedPackages, root } from "./published.mjs";

/** @typedef {{ readonly name: string, readonly version: string, readonly file: string }} Tarball */

/** Writes a tarball of each published package into a folder, from the last build of its types. @returns {Tarball[]} */
export function packAll(folder) {
  const { packageManager } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return publishedPackages().map(({ name, folder: cwd, manifest: { version } }) => {
    const { status, stdout, stderr } = spawnSync("npx", ["-y", packageManager, "pack", "--pack-destination", folder], {
      cwd,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error(`${name} cannot be packed:\n${stdout}${stderr}`);
    return { name, version, file: path.join(folder, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`) };
  });
}
