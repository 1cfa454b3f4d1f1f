// `exports` in package.json says what the workspace uses: sources, and the build. What is published follows from it: declarations for
// `import` and for `require`, a file for each, and the same for compilers that know no `exports`. `pnpm run api` writes it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** @param {Record<string, any>} manifest @returns {Record<string, any>} */
export function publishConfigOf({ exports, publishConfig = {} }) {
  const doors = Object.entries(exports).flatMap(([door, given]) =>
    typeof given === "object" ? [{ door, name: path.basename(given.types, ".d.ts"), require: given.require }] : [],
  );
  return {
    access: "public",
    provenance: true,
    main: publishConfig.main ?? "./dist/index.js",
    types: "./dist/types/index.d.ts",
    typesVersions: {
      "*": Object.fromEntries(doors.flatMap(({ door, name }) => (door === "." ? [] : [[door.slice(2), [`./dist/types/${name}.d.ts`]]]))),
    },
    exports: {
      ...Object.fromEntries(
        doors.map(({ door, name, require = `./dist/${name}.cjs` }) => [
          door,
          {
            types: { require: `./dist/types/commonjs/${name}.d.ts`, default: `./dist/types/${name}.d.ts` },
            require,
            default: `./dist/${name}.js`,
          },
        ]),
      ),
      "./package.json": "./package.json",
    },
  };
}

/** Writes it into a package.json. @param {string} folder */
export function writePublishConfig(folder) {
  const file = path.join(folder, "package.json");
  const text = readFileSync(file, "utf8");
  const manifest = JSON.parse(text);
  const publishConfig = publishConfigOf(manifest);
  if (JSON.stringify(publishConfig) === JSON.stringify(manifest.publishConfig)) return;
  writeFileSync(file, `${JSON.stringify({ ...manifest, publishConfig }, undefined, 2)}\n`);
  console.log(`packages/${path.basename(folder)}/package.json`);
}
