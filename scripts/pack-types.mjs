// Before a package is packed (prepack): writes dist/types, the declarations as other compilers than ours take them. They stand in
// a folder of CommonJS, which modules of both kinds may import from, and name each other by .js, as TypeScript 5.0 wants it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const dist = path.resolve("dist");
const types = path.join(dist, "types");
rmSync(types, { recursive: true, force: true });
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const doors = Object.values(exports).flatMap((door) => (typeof door === "object" ? [path.resolve(door.types)] : []));

const relative = /(\bfrom\s+|\bimport\s*\(?\s*)"(\.[^"]*)\.ts"/g;
const seen = new Set();

/** Writes a file and those that it imports. */
function write(file) {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(file, "utf8")
    .replace(/^\/\/# sourceMappingURL=.*$/m, "")
    .trimEnd();
  const target = path.join(types, path.relative(dist, file));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${text.replaceAll(relative, '$1"$2.js"')}\n`);
  for (const [, , name] of text.matchAll(relative)) write(path.resolve(path.dirname(file), `${name}.d.ts`));
}

for (const door of doors) write(door);
writeFileSync(path.join(types, "package.json"), '{ "type": "commonjs" }\n');
