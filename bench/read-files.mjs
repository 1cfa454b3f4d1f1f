// The floor of a graph command: one process that reads every file of a folder as text.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
let characters = 0;
for (const name of readdirSync(folder)) characters += readFileSync(join(folder, name), "utf8").length;
if (characters === 0) throw new Error("Nothing was read.");
