// Writes the JavaScript of the package in the working directory to dist, in few files: what is in a file costs a command less than
// opening it (docs/decisions/0016-bundled-packages.md). The compiler writes the declarations. A package is bundled by itself and imports
// the others by name, so what they share, such as the class of errors, exists once, whoever imports it.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

/** What forms a file of a package: modules, each with all that it imports, as far as no file above has that. */
const layouts = {
  "@migts/core": {
    inside: ["tinyqueue", "smol-toml"],
    files: [
      { name: "private-folder", test: /\/src\/private-folder\.ts$/u },
      { name: "mask", test: /\/src\/mask\.ts$/u },
      { name: "project", test: /\/src\/(?:project|runtime\/connection\/(?!pg-session|pglite-)[\w-]+)\.ts$/u },
      { name: "report", test: /\/src\/report\.ts$/u },
      { name: "whole", test: /\/src\/runtime\/door\.ts$/u },
      // What several commands use, by what it takes: what plans and prints operations, or only files and the graph.
      {
        name: (id, modules) => (imports(modules, id, /\/src\/(?:postgres\/objects\/index|source\/[\w-]+)\.ts$/u) ? "work" : "shared"),
        debugName: "shared",
        test: /\/src\/commands\//u,
        minShareCount: 2,
      },
    ],
  },
  "@migts/test": { inside: ["@migts/testkit/rows"], files: [] },
  "@migts/cli": {
    /** What is loaded first, beside the doors. */
    entries: ["src/main.ts"],
    /** Dependencies that become a part of the package. */
    inside: ["commander"],
    files: [
      { name: "program", test: /\/src\/program\.ts$/u },
      { name: "read", test: /\/src\/commands\/read\.ts$/u },
      // What several other commands use.
      { name: "shared", test: /\/src\//u, minShareCount: 2 },
    ],
  },
};

/** Whether a module imports another, at first hand or not. */
function imports(modules, id, wanted, seen = new Set()) {
  if (wanted.test(id)) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return (modules.getModuleInfo(id)?.importedIds ?? []).some((imported) => imports(modules, imported, wanted, seen));
}

const { name, exports } = JSON.parse(readFileSync("package.json", "utf8"));
const { entries = [], files = [], inside = [] } = layouts[name] ?? {};
const doors = Object.values(exports).flatMap((door) => (typeof door === "object" ? [door["mig-source"]] : []));

/** Not a path, nor a module that a plugin makes. */
const isName = (id) => /^[^./\0]/u.test(id) && !path.isAbsolute(id);

/** A module of Node's that a dependency loads for what mig does not use: it takes longer than the rest of the dependency. */
const isUnused = (id, importer = "") => id === "node:child_process" && /[\\/]commander[\\/]/u.test(importer);
const unused = {
  name: "unused",
  resolveId: (id, importer) => (isUnused(id, importer) ? "\0unused" : undefined),
  load: (id) => (id === "\0unused" ? "export {};" : undefined),
};

/** The licence of what has become a part of a file. */
const licences = ({ moduleIds }) =>
  inside
    .filter((dependency) => moduleIds.some((id) => id.replaceAll("\\", "/").includes(`/node_modules/${dependency}/`)))
    .map((dependency) => `/*! ${dependency}\n${readFileSync(path.join("node_modules", dependency, "LICENSE"), "utf8")}*/`)
    .join("\n");

const bundle = await rolldown({
  input: Object.fromEntries([...doors, ...entries].map((file) => [path.basename(file, ".ts"), file])),
  external: (id, importer) => isName(id) && !inside.includes(id) && !isUnused(id, importer),
  platform: "node",
  preserveEntrySignatures: "allow-extension", // a door is a file that others import from, not a detour to one
  plugins: [unused],
});
const { output } = await bundle.generate({
  format: "es",
  entryFileNames: "[name].js",
  chunkFileNames: "[name].js",
  comments: false,
  banner: licences,
  minifyInternalExports: false,
  codeSplitting: { groups: files.map((file, at) => ({ ...file, priority: files.length - at })) },
});

/** Modules of Node's are asked for: an import of one copies all its names, and so loads what Node would load when that is used. */
const withNodesModules = (code) =>
  code.replaceAll(/^import (?:(\w+)(?:, |(?= from)))?(?:\{ (.+) \})? from "(node:[\w/]+)";$/gmu, (_, whole, names, module) =>
    [whole, names === undefined ? undefined : `{ ${names.replaceAll(" as ", ": ")} }`]
      .filter((taken) => taken !== undefined)
      .map((taken) => `const ${taken} = process.getBuiltinModule("${module}");`)
      .join("\n"),
  );

/** Files made for `import()` that only repeat what another one exports: that one is imported instead. */
const detours = new Map(
  output.flatMap(({ fileName, isEntry, isDynamicEntry, code }) => {
    const [, to] = /^export \{ [\w$]+(?:, [\w$]+)* \} from "\.\/([\w.-]+)";\s*$/u.exec(code) ?? [];
    return isDynamicEntry && !isEntry && to !== undefined ? [[fileName, to]] : [];
  }),
);
const kept = output.filter(({ fileName }) => !detours.has(fileName));
mkdirSync("dist", { recursive: true });
for (const { fileName, code } of kept) {
  const direct = withNodesModules(code).replaceAll(/(?<=\bimport\("\.\/)[\w.-]+(?="\))/gu, (file) => detours.get(file) ?? file);
  const file = path.join("dist", fileName);
  // Packing builds again: a file that stays the same is not written, since a command of another process may be reading it.
  if (!existsSync(file) || readFileSync(file, "utf8") !== direct) writeFileSync(file, direct);
}

// What builds before have left.
const written = new Set(kept.map(({ fileName }) => fileName));
for (const file of readdirSync("dist", { recursive: true }))
  if (/\.js(?:\.map)?$/u.test(file) && !written.has(file)) rmSync(path.join("dist", file));
