// Adds a field to a model: node scripts/add-field.mjs <schema.prisma> <model> <field declaration>
// It prints the model's first lines as they are then, the new one marked with "+".
import { readFile, writeFile } from "node:fs/promises";

const [file, model, declaration] = process.argv.slice(2);
if (declaration === undefined) throw new Error("usage: node scripts/add-field.mjs <schema.prisma> <model> <field declaration>");

const lines = (await readFile(file, "utf8")).split("\n");
const start = lines.indexOf(`model ${model} {`);
if (start === -1) throw new Error(`${file} has no model ${model}.`);
const end = lines.findIndex((line, number) => number > start && line.trim() === ""); // the first block of columns
lines.splice(end, 0, `  ${declaration}`);
await writeFile(file, lines.join("\n"));

console.log(`  ${lines[start]}`);
for (const line of lines.slice(Math.max(start + 1, end - 2), end)) console.log(`  ${line}`);
console.log(`+ ${lines[end]}`);
