import { fence } from "./operations.mjs";

const introduction = `# Commands

<!-- Written by \`pnpm run docs\` from what \`mig --help\` prints. -->

Type \`npx mig <command>\` (or \`pnpm mig\`, \`yarn mig\`, \`bunx mig\`). \`mig --help\` and \`mig <command> --help\` print what is on this page.
`;

const exitCodes = `## Exit codes

| code | means |
|---|---|
| 0 | success |
| 1 | failed |
| 2 | wrong use or configuration |
| 3 | needs an answer, and there is no terminal to ask in |
| 4 | not in sync: there are differences or unapplied revisions |
| 5 | lock not obtained |
| 6 | no differences, but not everything was compared |
| 130 | interrupted |

## JSON

With \`--json\`, a command prints one object on one line of standard output, whatever happens: \`{ ok, command, data, warnings, error }\`, and \`advice\` if there
is any. \`error\` is \`null\`, or \`{ code, message, hint, exitCode }\` with one of [the codes](./errors.md). Progress goes to standard error. [The JSON of diff and
check](./json.md) has all fields of these two.
`;

/** Names of revisions, which many commands take. */
const targets = `## How revisions are named

| you type | means |
|---|---|
| \`ae1027a6acf1\`, \`ae10\` | an id, or the start of one that no other has |
| \`head\`, \`heads\` | the newest revision; all of them if there are several |
| \`base\` | before the first revision |
| \`current\` | where the database is |
| \`+1\`, \`-2\` | so many steps from where the database is |
| \`ae10+1\`, \`head-2\` | so many steps from there |
| \`billing@head\`, \`billing@base\`, \`billing@-1\` | the same on the branch with this label |
| \`ae10:head\` | a range, for \`history -r\` and \`--sql\` |
`;

/**
 * The page of commands.
 * @param {(argv: readonly string[], version: string) => Promise<{ text?: string }>} parseArguments of the command line
 */
export async function commandsPage(parseArguments) {
  process.stdout.columns = 80; // whoever writes the pages, in whatever terminal
  const helpOf = async (...words) => {
    const { text } = await parseArguments([...words, "--help"], "");
    if (text === undefined) throw new Error(`mig ${words.join(" ")} --help prints nothing.`);
    return text;
  };
  const overview = await helpOf();
  const [groups = "", rest = ""] = overview.split("\nOptions of every command:\n");
  const names = [...groups.matchAll(/^ {2}([a-z][a-z-]*) {2,}\S/gm)].map(([, name = ""]) => name);
  if (names.length < 10 || rest === "")
    throw new Error("mig --help does not list commands and options as scripts/docs/commands.mjs expects.");
  const options = rest.slice(0, rest.search(/\n\n|$/));
  const sections = await Promise.all(names.map(async (name) => `## mig ${name}\n\n${fence("text", ownPart(await helpOf(name)))}`));
  return [
    introduction,
    fence("text", groups.slice(groups.indexOf("\n\n", groups.indexOf("\n\n") + 2) + 2).trimEnd()),
    targets,
    `## Options of every command\n\n${fence("text", options)}`,
    exitCodes,
    ...sections,
  ].join("\n");
}

/** Without the last line, which leads to the options of every command. */
const ownPart = (help) => help.replace(/\n+Global options: mig --help$/, "");
