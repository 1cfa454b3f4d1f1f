import { commandGroups, type Argument, type Option } from "../command.ts";
import type { Candidate, CompletionPlace } from "./candidate.ts";
import { commands, globalOptions, moreOptions, readGlobalOptions } from "../program.ts";
import { namesOf, positionAfter, takesValue, type Position } from "./position.ts";
import { splitLine, takenByBash } from "./words.ts";

/** What to complete: words of mig's, or with them names of files or folders, which the shell knows. */
export type CompletionKind = "values" | "file" | "folder";

export interface Completion {
  readonly kind: CompletionKind;
  readonly candidates: readonly Candidate[];
}

/** What a placeholder of an option or argument stands for. A test finds those that are missing here. */
export const placeholders: Readonly<Record<string, "file" | "folder" | "revision" | "environment" | "side" | "text">> = {
  file: "file",
  path: "file",
  folder: "folder",
  revision: "revision",
  revisions: "revision",
  target: "revision",
  targets: "revision",
  head: "revision",
  range: "revision",
  environment: "environment",
  from: "side",
  to: "side",
  answer: "text",
  branch: "text",
  format: "text",
  id: "text",
  "key=value": "text",
  label: "text",
  name: "text",
  rule: "text",
  shell: "text",
  side: "text",
  text: "text",
  tool: "text",
  url: "text",
};

/**
 * What can follow a command line, as the scripts of `mig completion` ask for it: after `--`, words as the shell has split them, or
 * `--line <line> --breaks <characters>` as bash has it.
 */
export async function completionLines(argv: readonly string[], place: CompletionPlace): Promise<string> {
  const [mode, line = "", , breaks = ""] = argv;
  const isLine = mode === "--line";
  const split = isLine ? splitLine(line) : { words: ["mig", ...argv.slice(1, -1)], word: argv.at(-1) ?? "" };
  const { kind, candidates } = await complete(split.words.slice(1), split.word, place);
  const taken = isLine ? takenByBash(split.word, breaks).length : 0;
  return [
    `:${kind}`,
    ...candidates.map(({ value, description = "" }) => {
      const text = description.replaceAll(/\s+/gu, " ");
      return text === "" ? value.slice(taken) : `${value.slice(taken)}\t${text}`;
    }),
  ].join("\n");
}

/** What can stand for a word that has been begun, after the words before it. Where a project cannot be read, nothing of it. */
export async function complete(words: readonly string[], word: string, place: CompletionPlace): Promise<Completion> {
  const position = await positionAfter(words[0] === "help" ? words.slice(1) : words, {
    commands,
    globalOptions,
    optionsOf: (command) => [...command.options, ...moreOptions(command)],
  });
  const { pending, argument, options } = position;
  if (pending !== undefined) return valuesFor(pending, word, position, place);
  const [, name, rest] = /^(--[\w-]+=)(.*)$/su.exec(word) ?? [];
  if (name !== undefined) {
    const option = options.find((one) => namesOf(one).includes(name.slice(0, -1)) && takesValue(one));
    return option === undefined ? nothing : withPrefix(name, await valuesFor(option, rest ?? "", position, place));
  }
  if (word.startsWith("-") && !/^-\d/u.test(word) && options.length > 0) return starting(word, optionCandidates(options));
  if (position.command === undefined) return starting(word, commandCandidates);
  return argument === undefined ? nothing : valuesFor(argument, word, position, place);
}

const nothing: Completion = { kind: "values", candidates: [] };

const starting = (word: string, candidates: readonly Candidate[]): Completion => ({
  kind: "values",
  candidates: candidates.filter(({ value }) => value.startsWith(word)),
});

const withPrefix = (prefix: string, { kind, candidates }: Completion): Completion => ({
  kind,
  candidates: candidates.map((one) => ({ ...one, value: prefix + one.value })),
});

const commandCandidates: readonly Candidate[] = commandGroups.flatMap((group) =>
  commands.filter((entry) => entry.group === group).map(({ name, summary }) => ({ value: name, description: summary })),
);

const optionCandidates = (options: readonly Option[]): readonly Candidate[] => [
  ...options.map((option) => ({ value: namesOf(option).at(-1) ?? "", description: option.description })),
  { value: "--help", description: "print the help" },
];

async function valuesFor(about: Option | Argument, word: string, position: Position, place: CompletionPlace): Promise<Completion> {
  if (about.choices !== undefined)
    return starting(
      word,
      about.choices.map((value) => ({ value })),
    );
  const text = "flags" in about ? about.flags : about.name;
  const stands = placeholders[/[<[]([^>\].]+)/u.exec(text)?.[1] ?? ""];
  if (stands === "file" || stands === "folder") return { kind: stands, candidates: [] };
  if (stands === "side")
    return {
      ...starting(
        word,
        ["db", "models", "empty"].map((value) => ({ value })),
      ),
      kind: "file",
    };
  if (stands === "revision" || stands === "environment") return ofProject(stands, word, position, place).catch(() => nothing);
  return nothing;
}

/** What the files of the project say. */
async function ofProject(
  what: "revision" | "environment",
  word: string,
  { command = "", given, args }: Position,
  place: CompletionPlace,
): Promise<Completion> {
  const { afterBranch, environmentCandidates, revisionCandidates } = await import("./revisions.ts");
  const settings = { ...place, ...readGlobalOptions(given) };
  if (what === "environment") return starting(word, await environmentCandidates(settings));
  const [, before = "", end = word] = /^(.*[:@])([^:@]*)$/su.exec(word) ?? [];
  if (before.endsWith("@")) return withPrefix(before, starting(end, afterBranch));
  const candidates = (await revisionCandidates(settings, command)).filter(({ value }) => before !== "" || !args.includes(value));
  return withPrefix(before, starting(end, candidates));
}
