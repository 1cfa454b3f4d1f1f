import { readdirSync } from "node:fs";
import path from "node:path";
import { declarationReader } from "./declarations.mjs";
import { readExamples } from "./examples.mjs";
import { membersOf } from "./members.mjs";

const objects = "packages/core/src/postgres/objects";
const strengths = [
  "none",
  "access share",
  "row share",
  "row exclusive",
  "share update exclusive",
  "share",
  "share row exclusive",
  "exclusive",
  "access exclusive",
];

const introduction = `# Operations

<!-- Written by \`pnpm run docs\` from the sources and case files of packages/core. -->

What a revision can do: \`op.<name>(payload)\`. A payload is plain data; the types below are as they stand in the sources, and
[Types](#types) has those that they name. \`mig revision\` writes both ways from one comparison: \`upgrade\` and \`downgrade\`.

Under each operation: the lock it takes on the table that it changes, whether it writes the table anew or reads all of it under that lock,
what is lost for good, why it can fail on rows that are there, and whether it runs in the revision's transaction. "Sometimes" means
that the payload, or what is in the database, decides; \`mig upgrade --dry-run\` tells for yours. The examples are from mig's own tests.
`;

/**
 * The page of operations.
 * @param {string} root @param {{ operationKinds: readonly string[], specOf: (op: object) => any }} core
 */
export function operationsPage(root, { operationKinds, specOf }) {
  const reader = declarationReader(root);
  const payloads = readPayloads(root, reader);
  const examples = readExamples(root, objects, specOf);
  const shared = new Map();
  const sections = new Map();
  for (const kind of operationKinds) {
    const payload = payloads.get(kind);
    if (payload === undefined) throw new Error(`No interface ...Operations names ${kind}.`);
    const folder = payload.file.slice(objects.length + 1).split("/")[1] ?? "";
    addShared(shared, payload, reader);
    sections.set(folder, [
      ...(sections.get(folder) ?? []),
      operationText(
        kind,
        payload,
        typesIn(payload, reader),
        examples.filter((example) => example.kind === kind),
      ),
    ]);
  }
  const types = [...shared.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return [
    introduction,
    ...[...sections].map(([folder, texts]) => `## ${titleOf(folder)}\n\n${texts.join("\n")}`),
    `## Types\n\n${types.map((type) => typeText(type, typesIn(type, reader))).join("\n")}`,
  ].join("\n");
}

/** From an operation's name to the interface of its payload. */
function readPayloads(root, reader) {
  const files = readdirSync(path.join(root, objects), { recursive: true, encoding: "utf8" }).map((file) => file.replaceAll("\\", "/"));
  const payloads = new Map();
  for (const file of files.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && name.includes("/")).toSorted()) {
    for (const { name, body } of reader.declarationsOf(`${objects}/${file}`)) {
      if (!name.endsWith("Operations")) continue;
      for (const { name: kind, type } of membersOf(body)) payloads.set(kind, reader.find(`${objects}/${file}`, type));
    }
  }
  return payloads;
}

/** Types of ours that a declaration names. */
function typesIn(declaration, reader) {
  const words = declaration.code.replace(/^(?:interface|type) \w+/, "").match(/\b[A-Z]\w*/g) ?? [];
  return [...new Set(words)].map((word) => reader.find(declaration.file, word)).filter((type) => type !== undefined);
}

/** Keeps the types that a declaration names, and those that they name in turn. */
function addShared(shared, declaration, reader) {
  for (const type of typesIn(declaration, reader)) {
    const other = shared.get(type.name);
    if (other === type) continue;
    if (other !== undefined) throw new Error(`Two types are called ${type.name}: ${other.file} and ${type.file}.`);
    shared.set(type.name, type);
    addShared(shared, type, reader);
  }
}

function operationText(kind, payload, types, examples) {
  const [example] = examples.toSorted(byFitness(payload.file));
  if (example === undefined) throw new Error(`No case file has op.${kind}.`);
  return `### ${kind}

${payload.comment === "" ? "" : `${payload.comment}\n\n`}${fence("ts", withoutKind(payload.text))}
${linksTo(types)}${factsTable(examples, example)}
${fence("ts", example.call)}
${fence("sql", example.sql.map((text) => `${text};`).join("\n"))}`;
}

/** The payload is what is given to `op`: all but the operation's own name. */
const withoutKind = (text) => text.replace(/^ {2}readonly kind: "\w+";\n/m, "").replace(/\{\n\}$/, "{}");

/** Of a case called `plain`; else neither the barest nor the longest, without odd names or empty lists, rather of the kind's own folder. */
function byFitness(file) {
  const isOdd = (call) => /\\"|\[\]|"[^"]*[A-Z][^"]*"/.test(call.replaceAll(/op\.\w+/g, ""));
  const unfitness = ({ folder, name, call }) =>
    (name === "plain" ? 0 : 1000) +
    Math.abs(call.length - 160) +
    (isOdd(call) ? 200 : 0) +
    (file.slice(objects.length + 1).split("/")[1] === folder ? 0 : 20);
  return (left, right) => unfitness(left) - unfitness(right);
}

function factsTable(examples, example) {
  const facts = examples.map((one) => one.facts);
  const locks = strengths.filter((strength) => facts.some(({ lock }) => lock === strength));
  const told = (of) => {
    const texts = facts.filter((one) => of(one) !== undefined);
    const text = (of(example.facts) ?? of(texts[0] ?? example.facts) ?? "").replaceAll("|", "\\|");
    return texts.length === 0 ? "no" : texts.length === facts.length ? text : `sometimes: ${text}`;
  };
  const often = (is) => (facts.every(is) ? "yes" : facts.some(is) ? "sometimes" : "no");
  const cells = [
    locks.join(" or "),
    often(({ rewrites }) => rewrites),
    often(({ scans }) => scans),
    told(({ loses }) => loses),
    told(({ mayFail }) => mayFail),
    often(({ transactional }) => transactional),
  ];
  return `| Lock | Rewrites | Scans | Loses data | May fail | In the transaction |\n|---|---|---|---|---|---|\n| ${cells.join(" | ")} |\n${leftText(told(({ byHand }) => byHand))}`;
}

const leftText = (byHand) => (byHand === "no" ? "" : `\nLeft to do by hand: ${byHand}.\n`);

const linksTo = (types) =>
  types.length === 0 ? "" : `Types: ${types.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(", ")}\n\n`;

const typeText = ({ name, comment, text }, types) =>
  `### ${name}\n\n${comment === "" ? "" : `${comment}\n\n`}${fence("ts", text)}${types.length === 0 ? "" : `\n${linksTo(types).trimEnd()}\n`}`;

const titleOf = (folder) => (folder === "raw-sql" ? "SQL" : `${folder[0]?.toUpperCase()}${folder.slice(1).replaceAll("-", " ")}`);

export const fence = (language, text) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
