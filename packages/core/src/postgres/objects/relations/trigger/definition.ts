import { depthsOf } from "../../../expression/depths.ts";
import { scan } from "../../../sql/scan.ts";
import { printedExpression } from "../../../expression/printed-expression.ts";
import type { Trigger } from "./model.ts";

/**
 * What only `pg_get_triggerdef` tells: the condition, which `pg_get_expr` cannot print since it is over two rows, and the arguments, whose
 * bytes are in the catalog. The text ends in `WHEN (condition) EXECUTE FUNCTION name('one', 'two')`.
 */
export function conditionAndArguments(definition: string): Pick<Trigger, "when" | "arguments"> {
  const tokens = [...scan(definition)].filter(({ kind }) => kind !== "space");
  const depths = depthsOf(tokens);
  const isWord = (at: number, word: string): boolean => depths[at] === 0 && tokens[at]?.kind === "word" && tokens[at].text === word;
  const execute = tokens.findLastIndex((_, at) => isWord(at, "EXECUTE"));
  const when = tokens.findIndex((_, at) => at < execute && isWord(at, "WHEN") && tokens[at + 1]?.text === "(");
  const start = tokens[when + 2]?.start;
  const end = tokens[execute - 1]?.start;
  const given = tokens.slice(execute).flatMap(({ kind, text }) => (kind === "string" ? [text.slice(1, -1).replaceAll("''", "'")] : []));
  return {
    ...(when === -1 || start === undefined || end === undefined ? {} : { when: printedExpression(definition.slice(start, end)) }),
    ...(given.length === 0 ? {} : { arguments: given }),
  };
}
