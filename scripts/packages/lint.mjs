// What must hold of a tarball before it is published.
import { readFileSync } from "node:fs";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { publishConfigOf } from "./publish-config.mjs";

/** What publint and "are the types wrong?" have against a tarball. No rule is left out. @param {string} file */
export async function lintTarball(file) {
  const bytes = readFileSync(file);
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  const types = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)));
  return [
    ...messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`),
    ...(types.types === false ? ["attw: there are no types"] : types.problems.map((problem) => `attw: ${JSON.stringify(problem)}`)),
  ];
}

const site = "https://github.com/migts/mig";

/**
 * What a package.json lacks of what registries show. @param {{ readonly folder: string, readonly manifest: Record<string, any> }} published
 */
export function missingFacts({ folder, manifest }) {
  const place = `packages/${folder.split(/[\\/]/u).at(-1)}`;
  const wanted = {
    description: /** @type {string | undefined} */ (manifest.description)?.length ? "present" : "missing",
    keywords: manifest.keywords?.length >= 3 ? "present" : "missing",
    license: manifest.license,
    author: manifest.author,
    homepage: manifest.homepage,
    bugs: manifest.bugs,
    repository: manifest.repository,
    "engines.node": manifest.engines?.node,
    "publishConfig (pnpm run api writes it)": manifest.publishConfig,
  };
  const expected = {
    description: "present",
    keywords: "present",
    license: "MIT",
    author: "mig contributors",
    homepage: `${site}/tree/main/${place}#readme`,
    bugs: `${site}/issues`,
    repository: { type: "git", url: `git+${site}.git`, directory: place },
    "engines.node": ">=20.19",
    "publishConfig (pnpm run api writes it)": publishConfigOf(manifest),
  };
  return Object.keys(expected).flatMap((name) =>
    JSON.stringify(wanted[name]) === JSON.stringify(expected[name])
      ? []
      : [`${place}/package.json: ${name} is ${JSON.stringify(wanted[name])}, expected ${JSON.stringify(expected[name])}`],
  );
}
