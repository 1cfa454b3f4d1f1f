/** A fence of code, or a hidden comment that sets the scene. */
export type Piece = Fence | Scene;

export interface Fence {
  readonly kind: "fence";
  readonly language: string;
  readonly info: string;
  readonly body: string;
  readonly start: number;
  readonly end: number;
  /** The line of the page, from 1. */
  readonly line: number;
}

export interface Scene {
  readonly kind: "scene";
  readonly what: string;
  readonly more: string;
  readonly start: number;
  readonly end: number;
}

const fence = /^(?<indent>[ \t]*)```(?<language>[\w-]+)(?:[ \t]+(?<info>[^\n]*))?\n(?<body>[^]*?)^\k<indent>```[ \t]*$/gmu;
const comment = /^<!-- (?<what>[\w-]+)(?:: (?<more>[^]*?))? -->$/gmu;

/** The fences and the hidden comments of a page, in their order. */
export function piecesOf(page: string): readonly Piece[] {
  const fences = [...page.matchAll(fence)].map(({ 0: whole, index, groups = {} }): Fence => {
    const { indent = "", language = "", info = "", body = "" } = groups;
    const line = page.slice(0, index).split("\n").length;
    if (indent !== "") throw new Error(`Line ${line}: an indented fence is not run. Begin it at the first column.`);
    return { kind: "fence", language, info, body, start: index, end: index + whole.length, line };
  });
  const scenes = [...page.matchAll(comment)].map(({ 0: whole, index, groups = {} }): Scene => ({
    kind: "scene",
    what: groups["what"] ?? "",
    more: groups["more"] ?? "",
    start: index,
    end: index + whole.length,
  }));
  const outside = scenes.filter(({ start }) => !fences.some((one) => one.start < start && start < one.end));
  return [...fences, ...outside].toSorted((left, right) => left.start - right.start);
}

/** What the info string gives a word: `file=a/b.ts`, `norun="why not"`. */
export function attribute(info: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}=(?:"([^"]*)"|(\\S+))`, "u").exec(info);
  return found?.[1] ?? found?.[2];
}

/** Why a fence is not run. Absent: it is. */
export function reasonNotToRun({ info, line }: Fence): string | undefined {
  if (!/(?:^|\s)norun\b/u.test(info)) return undefined;
  const reason = attribute(info, "norun");
  if (reason === undefined || reason.length < 8) throw new Error(`Line ${line}: say why it is not run: norun="needs a cluster"`);
  return reason;
}
