// Each package manager, in projects of ES modules and of CommonJS.
import path from "node:path";
import { managers } from "./managers.mjs";
import { tried } from "./rows.mjs";
import { makeProject, succeeds } from "./user-project.mjs";
import { walk } from "./walk.mjs";

// What a user installs.
/** @type {readonly [string, ...string[]]} */
export const installed = ["@migts/core", "@migts/cli", "pg@8", "typescript@7.0.2", "@types/node@20"];

/** Every package manager with each kind of project that it can have: `npm module`. */
const allProjects = () =>
  Object.keys(managers).flatMap((name) => (managers[name]().types ?? ["module", "commonjs"]).map((type) => ({ name, type })));

/**
 * @param {import("./rows.mjs").Given} given @param {readonly { readonly name: string, readonly type: string }[]} projects
 * @returns {AsyncGenerator<import("./rows.mjs").Row>}
 */
export async function* managerRows({ folder, registry, newDatabase }, projects = allProjects()) {
  for (const { name, type } of projects)
    yield await tried(`${name}, ${type}`, async () => {
      const { add, run, node = ["node"], compiler, settings } = managers[name]();
      const project = path.join(folder, `${name.replaceAll(/\W+/gu, "-")}-${type}`);
      makeProject({ folder: project, type, url: registry.url, settings });
      await succeeds(add(installed.map((one) => (one.startsWith("typescript@") ? (compiler ?? one) : one))), { cwd: project });
      await walk({ folder: project, exec: run, node, url: await newDatabase() });
    });
}
