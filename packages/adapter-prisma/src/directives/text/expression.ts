import { quoteIdentifier, scanSql, type SqlToken } from "@migts/core/adapter";
import type { Report } from "../../to-schema/reading/report.ts";
import type { MappedModel } from "../../to-schema/reading/mapped.ts";
import type { SqlPiece } from "./directive.ts";
import { plainName, tokensOf } from "./values.ts";

/**
 * SQL of a condition or a value, over the columns of a table. What surely is no expression is reported, and names that PostgreSQL reads
 * otherwise than they look: it is written as for the database, with the names of columns.
 */
export function expressionOf(piece: SqlPiece, what: "condition" | "value", model: MappedModel, report: Report): string | undefined {
  const tokens = tokensOf(piece.text);
  const problem = remarkIn(piece.text) ?? shapeProblem(tokens, what, model) ?? nameProblem(tokens, model);
  if (problem !== undefined) {
    report.error("PRISMA_DIRECTIVE", piece.atOf(problem.offset), problem.message);
    return undefined;
  }
  for (const { offset, message } of doubtfulNames(tokens, model)) report.warn("PRISMA_DIRECTIVE_DOUBTFUL", piece.atOf(offset), message);
  return piece.text;
}

interface Problem {
  readonly offset: number;
  readonly message: string;
}

/** It would hide what mig writes behind the expression. */
function remarkIn(text: string): Problem | undefined {
  const remark = [...scanSql(text)].find(({ kind, text: written }) => kind === "comment" && written.startsWith("--"));
  return remark === undefined
    ? undefined
    : { offset: remark.start, message: "No comment of SQL stands here. Write it on a line of its own." };
}

function shapeProblem(tokens: readonly SqlToken[], what: "condition" | "value", model: MappedModel): Problem | undefined {
  const [first, second] = tokens;
  if (first === undefined) return { offset: 0, message: `Expected a ${what} in SQL here.` };
  const end = tokens.find(({ kind, text }) => kind === "symbol" && text === ";");
  if (end !== undefined) return { offset: end.start, message: "One expression stands here, and no semicolon." };
  if (second !== undefined) return undefined;
  const inQuotes = plainName(first);
  const isName = first.kind === "name" && inQuotes !== undefined && !columnsOf(model).has(inQuotes);
  if (isName)
    return {
      offset: first.start,
      message: `In SQL, ${first.text} is a name, and no column has it. Write the ${what} without quotes around it.`,
    };
  if (first.kind === "string" && what === "condition")
    return { offset: first.start, message: `In SQL, ${first.text} is a text. Write the condition without quotes around it.` };
  return undefined;
}

const columnsOf = ({ fields }: MappedModel): ReadonlySet<string> => new Set([...fields.values()].map(({ column }) => column));

/** A column with capital letters and without quotes, which PostgreSQL reads in small ones. */
function nameProblem(tokens: readonly SqlToken[], model: MappedModel): Problem | undefined {
  const columns = columnsOf(model);
  for (const [at, token] of tokens.entries()) {
    const { kind, text, start } = token;
    if (kind !== "word" || !columns.has(text) || columns.has(folded(text)) || text === folded(text) || !isColumnAt(tokens, at)) continue;
    return {
      offset: start,
      message: `PostgreSQL reads ${text} without quotes as ${folded(text)}. Write ${quoteIdentifier(text)} for the column.`,
    };
  }
  return undefined;
}

/** A field of which the column has another name: SQL knows columns only. */
function doubtfulNames(tokens: readonly SqlToken[], model: MappedModel): readonly Problem[] {
  const columns = columnsOf(model);
  return tokens.flatMap((token, at): readonly Problem[] => {
    const name = plainName(token);
    if (name === undefined || columns.has(token.kind === "word" ? folded(name) : name) || !isColumnAt(tokens, at)) return [];
    const field = model.fields.get(name);
    if (field === undefined || field.column === name) return [];
    return [
      {
        offset: token.start,
        message: `${name} is a field, and its column is ${quoteIdentifier(field.column)}. SQL knows only the column.`,
      },
    ];
  });
}

/** ASCII letters, as PostgreSQL folds them. */
const folded = (word: string): string => word.replaceAll(/[A-Z]+/gu, (letters) => letters.toLowerCase());

/** Not a function, a type, a part of a dotted name, or a word before a text such as DATE '...'. */
function isColumnAt(tokens: readonly SqlToken[], at: number): boolean {
  const [before, after] = [tokens[at - 1], tokens[at + 1]];
  if (before?.text === "." || before?.text === ":" || folded(before?.text ?? "") === "as") return false;
  return after === undefined || !(after.text === "(" || after.text === "." || after.kind === "string" || folded(after.text) === "from");
}
