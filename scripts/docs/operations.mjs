import { readdirSync } from "node:fs";
import path from "node:path";
import { declarationReader } from "./declarations.mjs";
import { readExamples } from "./examples.mjs";
import { membersOf } from "./members.mjs";

const objects = "packages/core/src/postgres/objects";
const folder = "docs/reference/operations";
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

/** The pages, in their order: name, title, and the folders of kinds that they are about. A folder of one part means all in it. */
const pages = [
  { name: "tables", title: "Tables and partitions", of: ["relations/table"] },
  { name: "columns", title: "Columns", of: ["relations/column"] },
  { name: "constraints", title: "Keys, checks and other constraints", of: ["relations/constraint"] },
  {
    name: "indexes",
    title: "Indexes, statistics and storage",
    of: ["relations/index", "relations/statistics", "relations/clustered-index", "relations/replica-identity", "relations/tablespace"],
  },
  { name: "sequences", title: "Sequences", of: ["relations/sequence"] },
  { name: "views", title: "Views and graphs", of: ["relations/view", "relations/property-graph"] },
  {
    name: "triggers-and-policies",
    title: "Triggers, rules and policies",
    of: ["relations/trigger", "relations/partition-trigger", "relations/rule", "relations/policy"],
  },
  { name: "sql", title: "SQL", of: ["statements"] },
  { name: "types", title: "Enums, domains and other types", of: ["types"] },
  { name: "routines", title: "Functions, procedures and aggregates", of: ["routines"] },
  { name: "access", title: "Rights and owners", of: ["access"] },
  { name: "comments", title: "Comments", of: ["metadata"] },
  { name: "database", title: "Schemas, extensions and event triggers", of: ["database"] },
  { name: "operators", title: "Operators", of: ["operators"] },
  { name: "text-search", title: "Text search", of: ["text-search"] },
  { name: "foreign-data", title: "Foreign data", of: ["foreign-data"] },
  { name: "replication", title: "Replication", of: ["replication"] },
];

const note = "<!-- Written by `pnpm run docs` from the sources and case files of packages/core. -->";

const introduction = `# Operations

${note}

What a revision can do: \`op.<name>(payload)\`. A payload is plain data. \`mig revision\` writes these calls for you; you can edit them and write your own.

## How to read these pages

Each operation has the same parts:

| part | what it says |
|---|---|
| In a revision | an example. All examples are from mig's own tests |
| SQL | the statements that the example runs |
| Lock | the lock on the table that it changes, until the revision ends. \`access exclusive\`: nobody else can read or write. \`share\`: nobody else can write. \`none\`: others do not notice |
| Writes the table anew | PostgreSQL writes all rows again. On a large table that takes long |
| Reads all rows | PostgreSQL reads the table while it holds the lock |
| Loses | what is gone for good. The way back does not bring it back |
| May fail | which rows make it fail |
| In a transaction | "no": it is committed on its own |
| Way back | what \`mig revision\` writes into \`downgrade\` for the example |
| Payload | all fields, as they stand in the sources. [Types of payloads](./operations/payload-types.md) has the types that they name |

"Sometimes" means that the payload, or what is in the database, decides. \`mig upgrade --dry-run\` tells for yours.

## All operations
`;

/**
 * The pages of operations: file -> text.
 * @param {string} root @param {{ operationKinds: readonly string[], specOf: (op: object) => any }} core
 */
export function operationPages(root, { operationKinds, specOf }) {
  const reader = declarationReader(root);
  const payloads = readPayloads(root, reader);
  const examples = readExamples(root, objects, specOf);
  const shared = new Map();
  const sections = new Map(pages.map(({ name }) => [name, []]));
  for (const kind of operationKinds) {
    const payload = payloads.get(kind);
    if (payload === undefined) throw new Error(`No interface ...Operations names ${kind}.`);
    const ofKind = examples.filter((example) => example.kind === kind);
    addShared(shared, payload, reader);
    sections.get(pageOf(payload.file)).push({ kind, payload, text: operationText(kind, payload, typesIn(payload, reader), ofKind) });
  }
  const types = [...shared.values()].toSorted((left, right) => (left.name < right.name ? -1 : 1));
  const own = pages.map(({ name, title }) => {
    const texts = sections.get(name);
    return [`${folder}/${name}.md`, [`# ${title}`, note, ...partsOfPage(texts)].join("\n\n").concat("\n")];
  });
  const typesPage = `# Types of payloads\n\n${note}\n\n${types.map((type) => typeText(type, typesIn(type, reader))).join("\n")}`;
  return Object.fromEntries([
    ["docs/reference/operations.md", `${introduction}\n${listOf(sections)}`],
    ...own,
    [`${folder}/payload-types.md`, typesPage],
  ]);
}

/** The order of the pages, for the sidebar. */
export const operationPageNames = [...pages.map(({ name }) => name), "payload-types"];

const listOf = (sections) =>
  pages
    .map(({ name, title }) => {
      const links = sections.get(name).map(({ kind }) => `[${kind}](./operations/${name}.md#${kind.toLowerCase()})`);
      return `### [${title}](./operations/${name}.md)\n\n${links.join(" · ")}\n`;
    })
    .join("\n");

const partsOf = (file) => file.slice(objects.length + 1).split("/");

function pageOf(file) {
  const [family, kind] = partsOf(file);
  const found = pages.find(({ of }) => of.includes(`${family}/${kind}`) || of.includes(family));
  if (found === undefined) throw new Error(`No page of scripts/docs/operations.mjs is about ${family}/${kind}.`);
  return found.name;
}

/** A page about several kinds of objects has a heading for each, above those of the operations. */
function partsOfPage(texts) {
  const kindOf = ({ payload }) => partsOf(payload.file)[1];
  const kinds = [...new Set(texts.map(kindOf))];
  if (kinds.length === 1) return texts.map(({ kind, text }) => `## ${kind}\n\n${text.trimEnd()}`);
  return kinds.flatMap((kind) => [
    `## ${titleOf(kind)}`,
    ...texts.filter((one) => kindOf(one) === kind).map((one) => `### ${one.kind}\n\n${one.text.trimEnd()}`),
  ]);
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
  return `${payload.comment === "" ? "" : `${payload.comment}\n\n`}In a revision:

${fence("ts", example.call)}
SQL:

${fence("sql", example.sql.map((text) => `${text};`).join("\n"))}
${factsList(examples, example)}
${backText(kind, example)}
Payload:

${fence("ts", withoutKind(payload.text))}${types.length === 0 ? "" : `\n${linksTo(types, "./payload-types.md")}\n`}`;
}

/** What brings back what the example changed. */
function backText(kind, { back }) {
  if (kind === "execute") return "Way back: none. Write the `downgrade` by hand.\n";
  if (back.length === 0) return "Way back: nothing of its own is needed.\n";
  return `Way back:\n\n${fence("ts", back.join("\n"))}`;
}

/** The payload is what is given to `op`: all but the operation's own name. */
const withoutKind = (text) => text.replace(/^ {2}readonly kind: "\w+";\n/m, "").replace(/\{\n\}$/, "{}");

/**
 * One whose way back is known, then of a case called `plain`; else neither the barest nor the longest, without odd names or empty lists,
 * rather of the kind's own folder.
 */
function byFitness(file) {
  const isOdd = (call) => /\\"|\[\]|"[^"]*[A-Z][^"]*"/.test(call.replaceAll(/op\.\w+/g, ""));
  const unfitness = ({ folder: of, name, call, back }) =>
    (name === "plain" ? 0 : 1000) +
    (back.length === 0 ? 2000 : back.join("\n").length > 1000 ? 150 : 0) +
    Math.abs(call.length - 160) +
    (isOdd(call) ? 200 : 0) +
    (partsOf(file)[1] === of ? 0 : 20);
  return (left, right) => unfitness(left) - unfitness(right);
}

function factsList(examples, example) {
  const facts = examples.map((one) => one.facts);
  const locks = strengths.filter((strength) => facts.some(({ lock }) => lock === strength));
  const told = (of) => {
    const texts = facts.filter((one) => of(one) !== undefined);
    const text = of(example.facts) ?? of(texts[0] ?? example.facts) ?? "";
    return texts.length === 0 ? "no" : texts.length === facts.length ? text : `sometimes (${text})`;
  };
  const often = (is) => (facts.every(is) ? "yes" : facts.some(is) ? "sometimes" : "no");
  const rows = [
    ["Lock", locks.join(" or ")],
    ["Writes the table anew", often(({ rewrites }) => rewrites)],
    ["Reads all rows", often(({ scans }) => scans)],
    ["Loses", told(({ loses }) => loses).replace(/^no$/, "nothing")],
    ["May fail", told(({ mayFail }) => mayFail)],
    ["In a transaction", often(({ transactional }) => transactional)],
  ];
  const byHand = told((one) => one.byHand);
  // A list: side by side they are wider than the page.
  return `${rows.map(([name, text]) => `- **${name}:** ${text}`).join("\n")}\n${byHand === "no" ? "" : `\nLeft to do by hand: ${byHand}.\n`}`;
}

const linksTo = (types, page) => `Types: ${types.map(({ name }) => `[${name}](${page}#${name.toLowerCase()})`).join(", ")}`;

const typeText = ({ name, comment, text }, types) =>
  `## ${name}\n\n${comment === "" ? "" : `${comment}\n\n`}${fence("ts", text)}${types.length === 0 ? "" : `\n${linksTo(types, "")}\n`}`;

const titleOf = (name) => (name === "raw-sql" ? "SQL" : `${name[0]?.toUpperCase()}${name.slice(1).replaceAll("-", " ")}`);

export const fence = (language, text) => `\`\`\`${language}\n${text}\n\`\`\`\n`;
