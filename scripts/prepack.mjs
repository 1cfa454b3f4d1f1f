// Before a package is packed: writes what only those need who install it.
//
// - dist/types, the declarations as other compilers than ours take them. They stand in dist/types/commonjs, a folder of CommonJS, which
//   modules of both kinds may import from, and name each other by .js, as TypeScript 5.0 wants it. Beside that folder stands a file for
//   each door that exports the same as an ES module. So every type exists once.
// - dist/<door>.cjs, what `require` finds. It hands on the ES module, which Node 20.19 and later can require. So every module exists once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const dist = path.resolve("dist");
const types = path.join(dist, "types");
const commonjs = path.join(types, "commonjs");
rmSync(types, { recursive: true, force: true });
const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const doors = Object.values(exports).filter((door) => typeof door === "object");

const relative = /(\bfrom\s+|\bimport\s*\(?\s*)"(\.[^"]*)\.ts"/g;
const seen = new Set();

/** Writes a file and those that it imports. */
function write(file) {
  if (seen.has(file)) return;
  seen.add(file);
  const text = readFileSync(file, "utf8")
    .replace(/^\/\/# sourceMappingURL=.*$/m, "")
    .trimEnd();
  const target = path.join(commonjs, path.relative(dist, file));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `${text.replaceAll(relative, '$1"$2.js"')}\n`);
  for (const [, , name] of text.matchAll(relative)) write(path.resolve(path.dirname(file), `${name}.d.ts`));
}

for (const { types: door, require } of doors) {
  const name = path.basename(door, ".d.ts");
  write(path.resolve(door));
  const written = readFileSync(path.join(commonjs, `${name}.d.ts`), "utf8");
  const hasDefault = /^export default /mu.test(written);
  // A default export is not handed on by `export *`, and is another thing to an ES module that takes it from CommonJS: then the file repeats.
  const asModule = hasDefault ? written.replaceAll(/"\.\//g, '"./commonjs/') : `export * from "./commonjs/${name}.js";\n`;
  writeFileSync(path.join(types, `${name}.d.ts`), asModule);
  // A package may have a file of its own for `require`.
  if (require === undefined) writeFileSync(path.join(dist, `${name}.cjs`), hasDefault ? withDefault(name) : handedOn(name));
}
writeFileSync(path.join(commonjs, "package.json"), '{ "type": "commonjs" }\n');

function handedOn(name) {
  return `module.exports = require("./${name}.js");\n`;
}

/** Compilers that turn `import` into `require` find a default export by the name, and by the mark that it has one. */
function withDefault(name) {
  return `Object.defineProperty(exports, "__esModule", { value: true });
const door = require("./${name}.js");
Object.assign(exports, door);
exports.default = door.default;
`;
}
