import { Command as Program, CommanderError, Option as ProgramOption } from "commander";
import type { Command, Options } from "./command.ts";
import { commands } from "./commands/index.ts";

export interface Call {
  readonly command: Command;
  readonly args: readonly (string | readonly string[] | undefined)[];
  readonly options: Options;
  readonly global: Options;
}

/** What the words on the command line ask for: a command to run, or text that answers it (help). */
export type Parsed = { readonly call: Call } | { readonly text: string; readonly exitCode: 0 | 2; readonly code: string };

/** Reads the command line. Nothing runs yet. */
export function parseArguments(argv: readonly string[], version: string): Parsed {
  let call: Call | undefined;
  const written: string[] = [];
  const program = newProgram(version, (text) => written.push(text));
  for (const command of commands) define(program, command, (found) => (call = found));
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { text: written.join("").trimEnd(), exitCode: error.exitCode === 0 ? 0 : 2, code: error.code };
  }
  return call === undefined ? { text: program.helpInformation(), exitCode: 2, code: "commander.help" } : { call };
}

function newProgram(version: string, write: (text: string) => void): Program {
  return configured(new Program("mig"), write)
    .description("Database migrations for TypeScript and PostgreSQL.")
    .version(version, "-V, --version", "print the version")
    .enablePositionalOptions()
    .addHelpText("after", "\nStart with: mig init, mig revision -m \"first\", mig upgrade head\n");
}

function configured(program: Program, write: (text: string) => void): Program {
  return program
    .exitOverride()
    .showSuggestionAfterError(true)
    .configureOutput({ writeOut: write, writeErr: write, outputError: (text, print) => print(text) });
}

function define(program: Program, command: Command, found: (call: Call) => void): void {
  const words = [command.name, ...(command.arguments ?? []).map(({ name }) => name)].join(" ");
  const defined = program.command(words).description(command.summary);
  for (const { name, description } of command.arguments ?? []) {
    const argument = defined.registeredArguments.find((registered) => name.includes(registered.name()));
    if (argument !== undefined) argument.description = description;
  }
  for (const option of [...command.options, ...globalOptions]) defined.addOption(programOption(option));
  defined.addHelpText("after", `\nExamples:\n${command.examples.map((line) => `  ${line}`).join("\n")}\n`);
  defined.action((...words: unknown[]) => {
    const args = words.slice(0, defined.registeredArguments.length) as Call["args"]; // commander gives arguments, then options, then itself
    const options = defined.opts<Record<string, Options[string]>>();
    found({ command, args, options, global: options });
  });
}

const globalOptions: readonly Command["options"][number][] = [
  { flags: "-c, --config <file>", description: "configuration file (default: mig.config.* found upwards)" },
  { flags: "--url <url>", description: "database URL (default: the configuration's, else DATABASE_URL)" },
  { flags: "--json", description: "print one JSON object { ok, command, data, warnings, error }" },
  { flags: "-x <key=value>", description: "a value for a configuration that is a function", repeatable: true },
];

function programOption({ flags, description, repeatable, choices }: Command["options"][number]): ProgramOption {
  const option = new ProgramOption(flags, description);
  if (choices !== undefined) option.choices([...choices]);
  if (repeatable) option.argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
  return option;
}
