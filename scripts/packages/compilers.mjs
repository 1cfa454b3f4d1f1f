// Each version of TypeScript, in projects of both kinds, with each way to look modules up; then what it wrote is run.
import path from "node:path";
import { managers } from "./managers.mjs";
import { tried } from "./rows.mjs";
import { makeProject, revisionFiles, run, succeeds, userFiles, writeFiles } from "./user-project.mjs";

/** The last patch of each version. */
export const compilers = ["5.0.4", "5.1.6", "5.2.2", "5.3.3", "5.4.5", "5.5.4", "5.6.3", "5.7.3", "5.8.3", "5.9.3", "6.0.3", "7.0.2"];

const majorOf = (version) => Number.parseInt(version, 10);

/** Ways to look modules up: `node10` ended with TypeScript 6, `bundler` writes what only bundlers take. */
const ways = [
  { resolution: "node10", module: "commonjs", types: ["commonjs"], until: 6 },
  { resolution: "node16", module: "node16", types: ["commonjs", "module"] },
  { resolution: "nodenext", module: "nodenext", types: ["commonjs", "module"] },
  { resolution: "bundler", module: "esnext", types: ["commonjs", "module"] },
];

/** @typedef {{ readonly version: string, readonly type: string, readonly resolution: string, readonly module: string }} CompilerRow */

/** Every version with every way that it has. @type {readonly CompilerRow[]} */
export const allRows = compilers.flatMap((version) =>
  ways.flatMap(({ resolution, module, types, until = Infinity }) =>
    majorOf(version) > until ? [] : types.map((type) => ({ version, type, resolution, module })),
  ),
);

/**
 * Makes a project with the packages and the compilers, for `compileAndRun`. @param {{ folder: string, url: string, versions: readonly
 * string[] }} options
 */
export async function makeCompilers({ folder, url, versions }) {
  makeProject({ folder, type: "commonjs", url });
  const names = versions.map((version) => `ts-${version}@npm:typescript@${version}`);
  await succeeds(managers.npm().add(["@migts/core", "@migts/cli", "@types/node@20", ...names]), { cwd: folder });
}

/** @param {import("./rows.mjs").Given} given @returns {AsyncGenerator<import("./rows.mjs").Row>} */
export async function* compilerRows({ folder, registry }) {
  await makeCompilers({ folder, url: registry.url, versions: compilers });
  for (const row of allRows)
    yield await tried(`TypeScript ${row.version}, ${row.type}, ${row.resolution}`, () => compileAndRun(folder, row));
}

/**
 * Compiles a project inside the folder, declarations of libraries included, and runs what came out. @param {string} folder @param
 * {CompilerRow} row
 */
export async function compileAndRun(folder, { version, resolution, module, type }) {
  const project = path.join(folder, `${version}-${type}-${resolution}`);
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module,
    moduleResolution: resolution === "node10" && version.startsWith("5.") ? "node" : resolution,
    ...(resolution === "node10" && version.startsWith("6.") ? { ignoreDeprecations: "6.0" } : {}),
    types: ["node"],
    rootDir: ".",
    outDir: "out",
  };
  writeFiles(project, {
    ...userFiles,
    ...revisionFiles,
    "package.json": JSON.stringify({ name: "user", private: true, type }),
    "tsconfig.json": JSON.stringify({ compilerOptions, include: ["src", "mig", "mig.config.ts"] }),
  });
  await succeeds(["node", path.join(folder, "node_modules", `ts-${version}`, "bin/tsc")], { cwd: project });
  if (resolution === "bundler") return; // what it wrote is for a bundler
  const mig = path.join(folder, "node_modules/@migts/cli/bin/mig.js");
  writeFiles(project, { "mig.config.json": '{ "versions": "out/mig/versions" }' });
  const script = await succeeds(["node", mig, "-c", "mig.config.json", "upgrade", "--sql"], { cwd: project });
  if (!/t_aa11[^]*t_bb22[^]*t_cc33/u.test(script.stdout)) throw new Error(`mig upgrade --sql printed ${script.stdout}`);
  const started = await run(["node", "out/src/start.js", "out/mig/versions"], { cwd: project });
  if (started.stdout !== "DATABASE_URL_MISSING\n" || started.stderr !== "")
    throw new Error(`The application printed ${started.stdout}${started.stderr}`);
}
