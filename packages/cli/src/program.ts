import { Argument as ProgramArgument, Command as Program, CommanderError, Option as ProgramOption } from "commander";
import type { Argument, ArgumentValue, Command, CommandEntry, Option, Options } from "./command.ts";
import { commands } from "./commands/index.ts";
import type { GlobalOptions } from "./context.ts";
import { globalOptions, moreOptions, readGlobalOptions } from "./global-options.ts";
import { formatHelp, helpWidth } from "./help.ts";

export interface Call {
  readonly name: string;
  readonly command: Command;
  readonly args: readonly ArgumentValue[];
  /** Those of the command, and those that every command takes. */
  readonly options: Options;
  readonly global: GlobalOptions;
}

/** What the words on the command line ask for: a command to run, or text that answers it (help). */
export type Parsed =
  | { readonly call: Call }
  /** `command`: the one that it is about. Absent: none. */
  | { readonly text: string; readonly exitCode: 0 | 2; readonly command?: string };

/** Reads the command line. Nothing runs yet; only the command that is called is loaded. */
export async function parseArguments(argv: readonly string[], version: string): Promise<Parsed> {
  let call: Call | undefined;
  const { name, unknown, isBare } = commandIn(argv);
  if (isBare === true) return parseArguments(["status", ...argv], version);
  if (unknown !== undefined) return { text: `error: unknown command '${unknown}'`, exitCode: 2 };
  const about = name === undefined ? {} : { command: name };
  const written: string[] = [];
  const program = newProgram(version, (text) => written.push(text));
  for (const entry of commands) {
    if (argv[0] === name && entry.name !== name) continue; // the others are for the help of mig itself
    const defined = program.command(entry.name).description(entry.summary).helpGroup(entry.group);
    if (entry.name === name) define(program, defined, entry, await entry.load(), (found) => (call = found));
  }
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text: written.join("").trimEnd(), exitCode: error.exitCode === 0 ? 0 : 2, ...about };
  }
  return call === undefined ? { text: program.helpInformation().trimEnd(), exitCode: 2 } : { call };
}

/**
 * The command among the words: the first that is no option and no option's value, or what follows "help". `unknown`: help is
 * asked for what is no command, which the parser would answer with its own. `isBare`: there is none, and no help is asked for.
 */
function commandIn(argv: readonly string[]): { readonly name?: string; readonly unknown?: string; readonly isBare?: true } {
  const takesValue = new Set(
    globalOptions.flatMap(({ flags }) => (flags.includes("<") ? (flags.match(/(?<![\w-])--?[\w-]+/gu) ?? []) : [])),
  );
  const [first, second] = argv.filter((word, at) => !word.startsWith("-") && !takesValue.has(argv[at - 1] ?? ""));
  const word = first === "help" ? second : first;
  const name = commands.find((entry) => entry.name === word)?.name;
  if (name !== undefined) return { name };
  if (first === undefined && !argv.some((given) => /^(?:-h|--help|-V|--version)$/u.test(given))) return { isBare: true };
  return first === "help" && word !== undefined && word !== "help" ? { unknown: word } : {};
}

function newProgram(version: string, write: (text: string) => void): Program {
  const program = new Program("mig")
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: write,
      writeErr: write,
      outputError: (text, print) => print(text),
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    })
    .description("Database migrations for TypeScript and PostgreSQL.")
    .usage("[options] <command>")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this, or the help of a command")
    .configureHelp({ formatHelp })
    .enablePositionalOptions()
    .addHelpText(
      "after",
      '\nHelp of a command: mig <command> --help\nStart with: mig init, then mig revision -m "first", then mig upgrade',
    );
  for (const option of globalOptions) program.addOption(programOption(option));
  return program;
}

function define(program: Program, defined: Program, { name }: CommandEntry, command: Command, found: (call: Call) => void): void {
  for (const argument of command.arguments ?? []) defined.addArgument(programArgument(argument));
  for (const option of command.options) defined.addOption(programOption(option));
  for (const option of moreOptions(command)) defined.addOption(programOption(option).hideHelp());
  defined.addHelpText("after", `\nExamples:\n${command.examples.map((line) => `  ${line}`).join("\n")}\n\nGlobal options: mig --help`);
  defined.action((...words: unknown[]) => {
    const args = words.slice(0, defined.registeredArguments.length) as Call["args"]; // commander gives arguments, then options, then itself
    const options = { ...program.opts<Options>(), ...defined.opts<Options>() };
    found({ name, command, args, options, global: readGlobalOptions(options) });
  });
}

function programArgument({ name, description, choices }: Argument): ProgramArgument {
  const argument = new ProgramArgument(name, description);
  if (choices !== undefined) argument.choices([...choices]);
  return argument;
}

function programOption({ flags, description, repeatable, choices }: Option): ProgramOption {
  const option = new ProgramOption(flags, description);
  option.negate = false; // "--no-x" is an option of its own, beside "--x"
  if (choices !== undefined) option.choices([...choices]);
  if (repeatable) option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}

/** For completion, which reads the same tables. */
export { commands, globalOptions, moreOptions, readGlobalOptions };
