// Each version of Node: `npm install @migts/core @migts/cli` in an empty folder, the size, and the walk of a new user.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { managers } from "./managers.mjs";
import { installed } from "./manager-rows.mjs";
import { root } from "./published.mjs";
import { tried } from "./rows.mjs";
import { sizeOf } from "./size.mjs";
import { makeProject, succeeds } from "./user-project.mjs";
import { walk } from "./walk.mjs";

/** @param {import("./rows.mjs").Given} given @returns {AsyncGenerator<import("./rows.mjs").Row>} */
export async function* nodeRows({ folder, registry, newDatabase }) {
  const { stdout } = spawnSync(process.execPath, ["scripts/nodes.mjs"], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const nodes = [
    process.execPath,
    ...stdout
      .trim()
      .split(path.delimiter)
      .filter((program) => program !== ""),
  ];
  for (const node of nodes) {
    const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
    for (const type of ["module", "commonjs"]) {
      const project = path.join(folder, `${version}-${type}`);
      const env = { PATH: `${path.dirname(node)}${path.delimiter}${process.env["PATH"]}` };
      const options = { cwd: project, env };
      const { add, run } = managers.npm();
      makeProject({ folder: project, type, url: registry.url });
      yield await tried(`Node ${version}, ${type}`, async () => {
        await succeeds(add(installed.slice(0, 2)), options);
        console.log(`         ${sizeOf(path.join(project, "node_modules"))} bytes installed`);
        await succeeds(add(installed.slice(2)), options);
        await walk({ folder: project, exec: run, node: [node], url: await newDatabase(), env });
      });
    }
  }
}
