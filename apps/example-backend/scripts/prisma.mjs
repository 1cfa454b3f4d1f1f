// The command `prisma` in the version of the client that is installed here.
import { createRequire } from "node:module";
import path from "node:path";

const { version } = createRequire(import.meta.url)("@prisma/client/package.json");
const config = path.join(import.meta.dirname, "prisma.config.mjs");

/** A call of it: the program and its arguments. `npx` fetches it, and runs none of the install scripts of what it fetches. */
export const prisma = (command, ...args) => ["npx", ["-y", "--ignore-scripts", `prisma@${version}`, command, "--config", config, ...args]];
