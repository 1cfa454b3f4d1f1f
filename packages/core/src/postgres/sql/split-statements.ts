import { scan } from "./scan.ts";

/** A statement of a script. */
export interface PlacedStatement {
  /** Without the semicolon; it begins with its first word, whatever comments stand before that. */
  readonly text: string;
  /** Where it begins in the script, in UTF-16 units from 0. */
  readonly start: number;
}

/**
 * The statements of a script, without the semicolons between them; what is only blank or comment is none.
 * @example splitStatements("select ';'; select 2;") // ["select ';'", "select 2"]
 */
export const splitStatements = (script: string): readonly string[] => piecesOf(script).map(({ from, to }) => script.slice(from, to).trim());

/** The same with their places, and without the comments before each. */
export const placedStatements = (script: string): readonly PlacedStatement[] =>
  piecesOf(script).map(({ start, to }) => ({ text: script.slice(start, to).trimEnd(), start }));

interface Piece {
  readonly from: number;
  /** Its first token that is neither blank nor comment. */
  readonly start: number;
  /** Its semicolon, or the end of the script. */
  readonly to: number;
}

function piecesOf(script: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let [from, start] = [0, 0];
  let state = beginning;
  for (const token of scan(script)) {
    if (token.text === ";" && state.parentheses <= 0 && state.bodies === 0) {
      if (state.words > 0) pieces.push({ from, start, to: token.start });
      from = token.start + 1;
      state = beginning;
    } else if (token.kind !== "space" && token.kind !== "comment") {
      if (state.words === 0) start = token.start;
      state = follow(state, token.kind === "word" ? token.text.toLowerCase() : token.text);
    }
  }
  if (state.words > 0) pieces.push({ from, start, to: script.length });
  return pieces;
}

/** What has been read of a statement so far. */
interface State {
  readonly words: number;
  readonly parentheses: number;
  /** Whether it makes a function or procedure, whose body may be written out between `begin atomic` and `end`. */
  readonly makesRoutine: boolean;
  /** Open `begin atomic` and `case`. */
  readonly bodies: number;
  readonly last: string;
}

const beginning: State = { words: 0, parentheses: 0, makesRoutine: false, bodies: 0, last: "" };

function follow(state: State, word: string): State {
  const { parentheses, bodies, last, words } = state;
  const makesRoutine =
    state.makesRoutine || (words < 4 && ["function", "procedure"].includes(word) && (last === "create" || last === "replace"));
  return {
    words: words + 1,
    parentheses: parentheses + (word === "(" ? 1 : word === ")" ? -1 : 0),
    makesRoutine,
    bodies: makesRoutine ? Math.max(0, bodies + bodyChange(word, last, bodies)) : 0,
    last: word,
  };
}

function bodyChange(word: string, last: string, bodies: number): number {
  if (word === "atomic" && last === "begin") return 1;
  if (bodies === 0) return 0;
  return word === "case" ? 1 : word === "end" ? -1 : 0;
}
