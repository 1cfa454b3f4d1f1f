// Stands for `npm install` in the pages: links the packages that it names from the workspace, and writes them into package.json.
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

const workspace = path.resolve(import.meta.dirname, "../../../..");
const homes = ["packages/cli", "packages/adapter-prisma", "packages/testkit", "apps/example-backend", "docs", "."];
const args = process.argv.slice(3);
const names = args.filter((word) => !word.startsWith("-")).map((word) => word.replace(/(?<=.)@[^/]*$/u, ""));
const own = existsSync("package.json") ? JSON.parse(readFileSync("package.json", "utf8")) : {};
const part = args.some((word) => ["-D", "--save-dev"].includes(word)) ? "devDependencies" : "dependencies";

const pglite = "@electric-sql/pglite";
if (names.includes(pglite) && process.env.MIG_TEST_PGLITE !== "1") {
  const folder = path.join("node_modules", pglite);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: pglite, version: "0.0.0", type: "module", exports: "./index.mjs" }),
  );
  copyFileSync(path.join(import.meta.dirname, "pglite-on-a-server.mjs"), path.join(folder, "index.mjs"));
}

for (const name of names) {
  const target = path.join("node_modules", name);
  const found = homes.map((home) => path.join(workspace, home, "node_modules", name)).find((folder) => existsSync(folder));
  if (found === undefined && !existsSync(target)) {
    console.error(`No package of the workspace has ${name}: a page cannot install it`);
    process.exit(1);
  }
  if (!existsSync(target)) {
    mkdirSync(path.dirname(target), { recursive: true });
    symlinkSync(found, target, "junction");
  }
  const { version } = JSON.parse(readFileSync(path.join(target, "package.json"), "utf8"));
  own[part] = { ...own[part], [name]: `^${version}` };
}
writeFileSync("package.json", `${JSON.stringify(own, undefined, 2)}\n`);
