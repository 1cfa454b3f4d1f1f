// Each package manager, in projects of ES modules and of CommonJS.
import path from "node:path";
import { managers } from "./managers.mjs";
import { tried } from "./rows.mjs";
import { makeProject, succeeds } from "./user-project.mjs";
import { walk } from "./walk.mjs";

// What a user installs.
/** @type {readonly [string, ...string[]]} */
export const installed = ["@migts/core", "@migts/cli", "pg@8", "typescript@7.0.2", "@types/node@20"];

/** @param {import("./rows.mjs").Given} given @param {readonly string[]} names @returns {AsyncGenerator<import("./rows.mjs").Row>} */
export async function* managerRows({ folder, registry, newDatabase }, names = Object.keys(managers)) {
  for (const name of names)
    for (const type of managers[name]().types ?? ["module", "commonjs"])
      yield await tried(`${name}, ${type}`, async () => {
        const { add, run, node = ["node"], compiler, settings } = managers[name]();
        const project = path.join(folder, `${name.replaceAll(/\W+/gu, "-")}-${type}`);
        makeProject({ folder: project, type, url: registry.url, settings });
        await succeeds(add(installed.map((one) => (one.startsWith("typescript@") ? (compiler ?? one) : one))), { cwd: project });
        await walk({ folder: project, exec: run, node, url: await newDatabase() });
      });
}
