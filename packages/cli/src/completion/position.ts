import type { Argument, Command, CommandEntry, Option, Options } from "../command.ts";

/** What can stand where the cursor is. */
export interface Position {
  /** Absent: no command has been named yet. */
  readonly command?: string;
  /** The option whose value it is. Absent: it is none. */
  readonly pending?: Option;
  /** The argument that comes next. Absent: none, or no command has been named. */
  readonly argument?: Argument;
  /** Arguments before it. */
  readonly args: readonly string[];
  /** Options that may follow. */
  readonly options: readonly Option[];
  /** Values of options before it, by the option's last name. */
  readonly given: Options;
}

export interface PositionOptions {
  readonly commands: readonly CommandEntry[];
  readonly globalOptions: readonly Option[];
  readonly optionsOf: (command: Command) => readonly Option[];
}

/** `-m, --message <text>`: its names, the last of them the long one. */
export const namesOf = ({ flags }: Option): readonly string[] => flags.match(/(?<![\w-])--?[\w-]+/gu) ?? [];

export const takesValue = ({ flags }: Option): boolean => /[<[]/u.test(flags);

const keyOf = (option: Option): string => (namesOf(option).at(-1) ?? "").replace(/^-+/u, "");

/** Reads the words before the cursor. */
export async function positionAfter(words: readonly string[], { commands, globalOptions, optionsOf }: PositionOptions): Promise<Position> {
  let command: { readonly name: string; readonly arguments?: readonly Argument[] } | undefined;
  let options = globalOptions;
  let pending: Option | undefined;
  let areOptionsOver = false;
  const args: string[] = [];
  const given: Record<string, string | true | readonly string[]> = {};
  const keep = (option: Option, value: string | true): void => {
    const key = keyOf(option);
    given[key] = option.repeatable === true ? [...((given[key] as readonly string[] | undefined) ?? []), String(value)] : value;
  };
  for (const word of words) {
    if (pending !== undefined) {
      keep(pending, word);
      pending = undefined;
    } else if (word === "--" && !areOptionsOver) areOptionsOver = true;
    else if (word.startsWith("-") && !areOptionsOver) {
      const [name = "", value] = word.startsWith("--") ? word.split(/=(.*)/su, 2) : [word];
      const option = options.find((one) => namesOf(one).includes(name));
      if (option === undefined) continue;
      if (takesValue(option) && value === undefined) pending = option;
      else keep(option, value ?? true);
    } else if (command !== undefined) args.push(word);
    else {
      const entry = commands.find(({ name }) => name === word);
      if (entry === undefined) return { command: word, args: [], options: [], given };
      const loaded = await entry.load();
      command = { ...loaded, name: word };
      options = optionsOf(loaded);
    }
  }
  const argument = argumentAt(command?.arguments ?? [], args.length);
  return {
    ...(command === undefined ? {} : { command: command.name }),
    ...(pending === undefined ? {} : { pending }),
    ...(argument === undefined ? {} : { argument }),
    args,
    options: areOptionsOver ? [] : options.filter((option) => option.repeatable === true || given[keyOf(option)] === undefined),
    given,
  };
}

/** The last argument may take several words. */
function argumentAt(all: readonly Argument[], at: number): Argument | undefined {
  const last = all.at(-1);
  return all[at] ?? (last?.name.includes("...") === true ? last : undefined);
}
