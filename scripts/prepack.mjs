// Before a package is packed: writes what only those need who install it.
//
// - dist/types, the declarations as other compilers than ours take them. They stand in dist/types/commonjs, a folder of CommonJS, which
//   modules of both kinds may import from, and name each other by .js, as TypeScript 5.0 wants it. Beside that folder stands a file for
//   each door that exports the same as an ES module. So every type exists once.
// - dist/<door>.cjs, what `require` finds. It hands on the ES module, which Node 20.19 and later can require. So every module exists once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

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
  // A default export is not handed on by `export *`, and is another thing to an ES module that takes it from CommonJS: then the file
  // repeats.
  const asModule = hasDefault ? written.replaceAll(/"\.\//g, '"./commonjs/') : `export * from "./commonjs/${name}.js";\n`;
  writeFileSync(path.join(types, `${name}.d.ts`), asModule);
  if (require !== undefined) continue; // the package has a file of its own for `require`
  const names = Object.keys(await import(pathToFileURL(path.join(dist, `${name}.js`)).href));
  writeFileSync(path.join(dist, `${name}.cjs`), hasDefault ? withDefault(name, names) : handedOn(name, names));
}
writeFileSync(path.join(commonjs, "package.json"), '{ "type": "commonjs" }\n');

/** What `require` finds. The last line never runs: it tells Node the names, for those who import this file. */
function handedOn(name, names) {
  return `module.exports = require("./${name}.js");\n0 && (module.exports = { ${names.join(", ")} });\n`;
}

/** Compilers that turn `import` into `require` find a default export by the name, and by the mark that it has one. */
function withDefault(name, names) {
  return `Object.defineProperty(exports, "__esModule", { value: true });
const door = require("./${name}.js");
${names.map((each) => `exports.${each} = door.${each};`).join("\n")}
`;
}
