// `pnpm run docs`: writes docs/reference from the built packages and their sources, and core's table of payloads from its types.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArguments } from "../packages/cli/dist/program.js";
import * as core from "../packages/core/dist/index.js";
import { pages } from "./docs/pages.mjs";
import { payloadsFile, payloadsText } from "./payloads/shapes.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const write = (/** @type {Readonly<Record<string, string>>} */ files) => {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(file);
  }
};
write({ [payloadsFile]: payloadsText(root) }); // first: the cases of a new operation, which the pages quote, cannot run without it
const written = await pages(root, core, parseArguments);
write(written);
const folder = "docs/reference/operations";
for (const name of readdirSync(path.join(root, folder)))
  if (written[`${folder}/${name}`] === undefined) rmSync(path.join(root, folder, name));
