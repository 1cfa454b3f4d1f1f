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
  const helpOf = async (...words) => {
    const { text } = await parseArguments([...words, "--help"], "");
    if (text === undefined) throw new Error(`mig ${words.join(" ")} --help prints nothing.`);
    return text;
  };
  const overview = await helpOf();
  const names = [...(overview.split("\nCommands:\n")[1] ?? "").matchAll(/^ {2}([a-z-]+) {2,}/gm)].map(([, name = ""]) => name);
  const commands = names.filter((name) => name !== "help");
  if (commands.length < 10) throw new Error("mig --help lists no commands any more as scripts/docs/commands.mjs expects.");
  const common = optionsIn(overview);
  const sections = await Promise.all(
    commands.map(async (name) => `## mig ${name}\n\n${fence("text", withoutCommon(await helpOf(name), common))}`),
  );
  const options = common.filter((option) => !/^ {2}-[hV],/.test(option));
  const everywhere = `## Options of every command\n\n${fence("text", options.join("\n"))}`;
  const list = `${commands.map((name) => `[${name}](#mig-${name})`).join(" · ")}\n`;
  return [introduction, list, targets, everywhere, exitCodes, ...sections].join("\n");
}

/** The options that a help text lists, each with the lines that go on below it. */
function optionsIn(help) {
  const lines = help.split("\n");
  const from = lines.indexOf("Options:") + 1;
  const options = [];
  for (const line of lines.slice(from)) {
    if (line === "") break;
    if (/^ {2}-/.test(line)) options.push(line);
    else options.push(`${options.pop()}\n${line}`);
  }
  return options;
}

/** Columns differ from text to text: options are the same if their words are. */
const wordsOf = (option) => option.split(/\s+/).join(" ");

function withoutCommon(help, common) {
  const known = new Set(common.map(wordsOf));
  let text = help;
  for (const option of optionsIn(help)) if (known.has(wordsOf(option))) text = text.replace(`${option}\n`, "");
  return text.replace(/\nOptions:\n(?=\n|$)/, "");
}
