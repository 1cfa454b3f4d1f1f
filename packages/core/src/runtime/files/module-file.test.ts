import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { moduleFile } from "./module-file.ts";

test.each([
  { name: "a door for each kind", exports: { require: "./x.cjs", default: "./x.js" }, files: ["x.cjs", "x.js"], gives: "x.js" },
  { name: "one door", exports: "./x.js", files: ["x.js"], gives: "x.js" },
  { name: "CommonJS alone", exports: "./x.cjs", files: ["x.cjs"], gives: "x.cjs" },
])("the module of a package: $name", async ({ exports, files, gives }) => {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), "mig-module-")));
  const own = path.join(folder, "node_modules/own");
  await mkdir(own, { recursive: true });
  await writeFile(path.join(own, "package.json"), JSON.stringify({ name: "own", type: "module", exports: { ".": exports } }));
  for (const file of files) await writeFile(path.join(own, file), "");
  expect(moduleFile("own", path.join(folder, "from-here.js"))).toBe(path.join(own, gives));
  expect(() => moduleFile("other", path.join(folder, "from-here.js"))).toThrow("other");
  await rm(folder, { recursive: true });
});
