import type { ExitCode } from "@migts/core/project";
import type { Context } from "./context.ts";

/** What a command has to say when it is done. `data` is the JSON form, `text` what a person reads; both say the same. */
export interface Outcome {
  readonly data: unknown;
  /** Without a final newline. Empty: nothing is printed. */
  readonly text: string;
  /** What is printed is for a program to run: nothing is masked in it. Absent: it is for people. */
  readonly isScript?: true;
  /** Absent: 0. */
  readonly exitCode?: ExitCode;
}

/** One command: how it is called and what it does. */
export interface Command {
  /** Arguments as commander writes them: `<revision>`, `[revisions...]`. Absent: none. */
  readonly arguments?: readonly Argument[];
  readonly options: readonly Option[];
  /** Lines to type, for `--help`. */
  readonly examples: readonly string[];
  readonly run: (context: Context, args: readonly ArgumentValue[], options: Options) => Promise<Outcome>;
}

/** What people do with commands, in the order of help. */
export const commandGroups = ["Start", "Write revisions", "Run revisions", "Look", "Compare", "Move over"] as const;

export type CommandGroup = (typeof commandGroups)[number];

/** A command in the list of commands. Its module is loaded only when it is called, or its help is asked for. */
export interface CommandEntry {
  readonly name: string;
  /** What one does with it: the heading that help lists it under. */
  readonly group: CommandGroup;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export interface Argument {
  readonly name: string;
  readonly description: string;
  /** Values it takes. Absent: any. */
  readonly choices?: readonly string[];
}

/** What was given for an argument. */
export type ArgumentValue = string | readonly string[] | undefined;

export interface Option {
  /** As commander writes them: `-m, --message <text>`. */
  readonly flags: string;
  readonly description: string;
  /** May be given several times; the values come as a list. */
  readonly repeatable?: true;
  /** Values it takes. Absent: any. */
  readonly choices?: readonly string[];
}

/** Options by their camel-case names. A flag is `true`; absent: not given. */
export type Options = Readonly<Record<string, string | true | readonly string[] | undefined>>;

export function textOption(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

/** The texts that were given, by the names of their options. */
export function textOptions<Name extends string>(options: Options, ...names: readonly Name[]): { readonly [K in Name]?: string } {
  const given = names.map((name) => [name, textOption(options, name)] as const).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { readonly [K in Name]?: string }; // computed keys have no type of their own
}

export function listOption(options: Options, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === "string" ? [value] : [];
}

export const flag = (options: Options, name: string): boolean => options[name] === true;
