// Adds a field to a model: node scripts/add-field.mjs <schema.prisma> <model> <field declaration>
// It prints the model's first lines as they are then, the new one marked with "+".
import { readFile, writeFile } from "node:fs/promises";

const [file, model, declaration] = process.argv.slice(2);
if (declaration === undefined) throw new Error("usage: node scripts/add-field.mjs <schema.prisma> <model> <field declaration>");

const lines = (await readFile(file, "utf8")).split("\n");
const start = lines.indexOf(`model ${model} {`);
if (start === -1) throw new Error(`${file} has no model ${model}.`);
const end = lines.findIndex((line, number) => number > start && line.trim() === ""); // the first block of columns
lines.splice(end, 0, `  ${aligned(declaration, lines[end - 1])}`);
await writeFile(file, lines.join("\n"));

/** Name and type as wide as those of the line before. */
function aligned(text, before) {
  const widths = [...before.trimStart().matchAll(/\S+\s*/g)].map(([word]) => word.length);
  const [name, type, ...rest] = text.split(/\s+/);
  return `${name.padEnd(widths[0] - 1)} ${type.padEnd(widths[1] - 1)} ${rest.join(" ")}`.trimEnd();
}

console.log(`  ${lines[start]}`);
for (const line of lines.slice(Math.max(start + 1, end - 2), end)) console.log(`  ${line}`);
console.log(`+ ${lines[end]}`);
