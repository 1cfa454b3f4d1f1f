import type { Command as Program, Help } from "commander";

/** Wider lines are hard to read. */
const widest = 100;

/** How many characters a line of help may have. */
export const helpWidth = (): number => Math.min(widest, process.stdout.columns || 80);

interface Item {
  readonly term: string;
  readonly description: string;
}

interface Section {
  readonly title: string;
  /** They have a column of their own, which is narrow. */
  readonly isCommands: boolean;
  readonly items: readonly Item[];
}

/** The help of mig, with its commands by what one does with them; or of one command, with its own options. */
export function formatHelp(program: Program, helper: Help): string {
  const sections = sectionsOf(program, helper).filter(({ items }) => items.length > 0);
  const widthOf = (isCommands: boolean): number =>
    Math.max(0, ...sections.filter((one) => one.isCommands === isCommands).flatMap(({ items }) => items.map(({ term }) => term.length)));
  const texts = sections.map(({ title, items, isCommands }) =>
    [`${title}:`, ...items.map(({ term, description }) => helper.formatItem(term, widthOf(isCommands), description, helper))].join("\n"),
  );
  const head = [`Usage: ${helper.commandUsage(program)}`, helper.boxWrap(program.description(), helper.helpWidth ?? helpWidth())];
  return `${[...head, ...texts].join("\n\n")}\n`;
}

function sectionsOf(program: Program, helper: Help): readonly Section[] {
  const options = helper.visibleOptions(program).map((option) => ({
    term: helper.optionTerm(option),
    description: helper.optionDescription(option),
  }));
  const title = program.parent === null ? "Options of every command" : "Options";
  return [
    ...commandSections(program),
    {
      title: "Arguments",
      isCommands: false,
      items: program.registeredArguments.map((argument) => ({
        term: helper.argumentTerm(argument),
        description: helper.argumentDescription(argument),
      })),
    },
    // a command's -h is in the help of mig
    { title, isCommands: false, items: program.parent === null ? options : options.filter(({ term }) => !term.includes("--help")) },
  ];
}

function commandSections({ commands }: Program): readonly Section[] {
  const groups = new Map<string, Item[]>();
  for (const command of commands) {
    const items = groups.get(command.helpGroup()) ?? [];
    items.push({ term: command.name(), description: command.description() });
    groups.set(command.helpGroup(), items);
  }
  return Array.from(groups, ([title, items]) => ({ title, isCommands: true, items }));
}
