// `pnpm run docs`: writes docs/reference from the built core and its sources, and core's table of payloads from its types.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import * as core from "../packages/core/dist/index.js";
import { pages } from "./docs/pages.mjs";
import { payloadsFile, payloadsText } from "./payloads/shapes.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const write = (/** @type {Readonly<Record<string, string>>} */ files) => {
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(path.join(root, file), text);
    console.log(file);
  }
};
write({ [payloadsFile]: payloadsText(root) }); // first: the cases of a new operation, which the pages quote, cannot run without it
write(pages(root, core));
