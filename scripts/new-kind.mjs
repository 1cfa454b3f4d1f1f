// `pnpm new:kind <family>/<name>`: the folder of a new kind of object, to be filled, and what registers it.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { namesOf, registration, stubs } from "./new-kind/stubs.mjs";

const args = process.argv.slice(2);
const root = args.find((arg) => arg.startsWith("--root="))?.slice("--root=".length) ?? fileURLToPath(new URL("..", import.meta.url));
const [name, ...more] = args.filter((arg) => !arg.startsWith("--"));
const objects = "packages/core/src/postgres/objects";

function fail(text) {
  console.error(text);
  process.exit(2);
}

if (name === undefined || more.length > 0 || !/^[a-z]+(?:-[a-z]+)*\/[a-z]+(?:-[a-z]+)*$/.test(name))
  fail("Name a family and a kind in kebab case: pnpm new:kind types/composite-type");
if (existsSync(path.join(root, objects, name))) fail(`${objects}/${name} is there already.`);

const names = namesOf(name);
for (const [file, text] of Object.entries(stubs(names))) {
  const target = path.join(root, objects, name, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  console.log(`${objects}/${name}/${file}`);
}
console.log(`\nAdd to ${objects}/index.ts:\n`);
for (const { where, text } of registration(names)) console.log(`  ${where}\n    ${text.replaceAll("\n", "\n    ")}`);
console.log(`\nThen fill the files and write cases. CONTRIBUTING.md, "Add an object kind", tells how.`);
