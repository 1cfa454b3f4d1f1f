// `pnpm packages:matrix`: what is published, as users have it: packed, served by a registry of this machine, and installed in new
// projects by each package manager; compiled by each version of TypeScript; run on each version of Node, and in Next.js, on a real
// PostgreSQL.
// `pnpm packages:matrix compilers` runs one part. It takes minutes; the tests (packed.test.ts) run the cheap part of it.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { queryRows, startServer } from "@migts/testkit/server";
import { compilerRows } from "./compilers.mjs";
import { frameworkRows } from "./framework-rows.mjs";
import { managerRows } from "./manager-rows.mjs";
import { nodeRows } from "./node-rows.mjs";
import { packAll } from "./pack.mjs";
import { startRegistry } from "./registry.mjs";

const parts = { managers: managerRows, compilers: compilerRows, nodes: nodeRows, frameworks: frameworkRows };
const asked = process.argv.slice(2).filter((word) => word !== "--");
const wrong = asked.filter((word) => !Object.hasOwn(parts, word));
if (wrong.length > 0) {
  console.error(`${wrong.join(", ")} is no part of the matrix. Parts: ${Object.keys(parts).join(", ")}`);
  process.exit(2);
}

const folder = mkdtempSync(path.join(os.tmpdir(), "mig-matrix-"));
const registry = await startRegistry(packAll(folder));
const server = await startServer({ major: 18 });
let databases = 0;
const newDatabase = async () => {
  const name = `user_${(databases += 1)}`;
  await queryRows(server.url, `create database ${name}`);
  return server.urlOf(name);
};
const failed = [];
let passed = 0;
try {
  for (const [part, rows] of Object.entries(parts)) {
    if (asked.length > 0 && !asked.includes(part)) continue;
    console.log(`\n${part}`);
    for await (const { row, error } of rows({ folder: path.join(folder, part), registry, newDatabase })) {
      if (error === undefined) passed += 1;
      else failed.push(`${part}: ${row}`);
      console.log(
        `  ${error === undefined ? "ok    " : "FAILED"} ${row}${error === undefined ? "" : `\n${String(error.message ?? error)}`}`,
      );
    }
  }
} finally {
  await registry.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
for (const row of failed) console.log(`failed: ${row}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;
