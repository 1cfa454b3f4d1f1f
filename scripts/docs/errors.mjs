import { readdirSync } from "node:fs";
import path from "node:path";
import { declarationReader } from "./declarations.mjs";
import { membersOf } from "./members.mjs";
import { fence } from "./operations.mjs";
import { variantsOf } from "./variants.mjs";

const folder = "packages/core/src/errors";

const introduction = `# Errors

<!-- Written by \`pnpm run docs\` from the sources of packages/core. -->

mig reports each failure as a \`MigError\` with one of these codes, in \`error.code\` and in \`--json\`. In the messages, \`<words>\` stand for the
values of the case. Some codes have several messages or hints.

| Exit code | Means |
|---|---|
| 0 | success |
| 1 | failed |
| 2 | wrong use or configuration |
| 3 | needs an answer |
| 4 | not in sync: there are differences or unapplied revisions |
| 5 | lock not obtained |
| 6 | no differences, but not everything was compared |
| 130 | interrupted |
`;

/** The page of errors. @param {string} root @param {{ errorRows: Record<string, { exit: number, say: Function, hint: Function }> }} core */
export function errorsPage(root, { errorRows }) {
  const reader = declarationReader(root);
  const left = new Set(Object.keys(errorRows));
  const groups = readdirSync(path.join(root, folder))
    .toSorted()
    .flatMap((file) => reader.declarationsOf(`${folder}/${file}`))
    .filter(({ name, body }) => name.endsWith("ErrorDetails") && body.trim() !== "");
  const sections = groups.map(({ file, comment, body }) => {
    const texts = membersOf(body).map(({ name, type }) => {
      left.delete(name);
      return errorText(
        name,
        errorRows[name],
        variantsOf(type, (word) => reader.find(file, word)),
      );
    });
    return `## ${comment.split(/[.:]/)[0]}\n\n${texts.join("\n")}`;
  });
  if (left.size > 0) throw new Error(`No interface ...ErrorDetails names ${[...left].join(", ")}.`);
  return [introduction, ...sections].join("\n");
}

/** A message a line, or apart from each other where one has several lines. */
const joined = (texts) => texts.join(texts.some((text) => text.includes("\n")) ? "\n\n" : "\n");

function errorText(code, row, variants) {
  if (row === undefined) throw new Error(`No row has the code ${code}.`);
  const said = (say) => [...new Set(variants.map((details) => say(details)))];
  const texts = [...said(row.say), ...said(row.hint)];
  const strange = texts.find((text) => /\bundefined\b|\bNaN\b|\[object/.test(text));
  if (strange !== undefined) throw new Error(`${code}: example details do not do: ${strange}`);
  return `### ${code}\n\nExit code ${row.exit}.\n\n${fence("text", joined(said(row.say)))}\nNext step:\n\n${fence("text", joined(said(row.hint)))}`;
}
