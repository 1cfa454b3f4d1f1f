import { scan } from "./scan.ts";

/**
 * The statements of a script, without the semicolons between them; what is only blank or comment is none.
 * @example splitStatements("select ';'; select 2;") // ["select ';'", "select 2"]
 */
export function splitStatements(script: string): readonly string[] {
  const statements: string[] = [];
  let text = "";
  let state = beginning;
  for (const token of scan(script)) {
    if (token.text === ";" && state.parentheses <= 0 && state.bodies === 0) {
      if (state.words > 0) statements.push(text.trim());
      text = "";
      state = beginning;
      continue;
    }
    text += token.text;
    if (token.kind !== "space" && token.kind !== "comment")
      state = follow(state, token.kind === "word" ? token.text.toLowerCase() : token.text);
  }
  if (state.words > 0) statements.push(text.trim());
  return statements;
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
