import type { Kinds } from "../operation/kinds.ts";
import type { Ends, Expression } from "../operation/ends.ts";
import { putObjects, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Diagnostic } from "../schema/diagnostic.ts";
import type { Place } from "../errors/row.ts";
import { refKey, type ObjectRef, type SchemaObject } from "../schema/object.ts";
import { sameData } from "../schema/same-data.ts";
import { ownerOf } from "../operation/links.ts";
import { areToldAlike, toldAs, toldUses } from "../schema/use.ts";
import { plainQuery } from "./expression/query-names.ts";
import type { SimpleQuery } from "./session-query.ts";
import type { Schemas } from "./settle/queries.ts";
import { newQuestions, pairsOf, type Pair, type Question } from "./settle/questions.ts";
import { refusedTexts, type Refused } from "./settle/refused.ts";
import { buildSandbox } from "./settle/sandbox.ts";
import { isSameNumber } from "./settle/same-number.ts";
import { withOneWord } from "./settle/synonyms.ts";
import { withoutOuterParentheses } from "./expression/parentheses.ts";

export interface SettleOptions {
  readonly wanted: DatabaseSchema;
  readonly live: DatabaseSchema;
  /** What the server has, where `live` has some of it under other names. Absent: `live`. */
  readonly server?: DatabaseSchema;
  /** A session of the live database with no transaction open. */
  readonly query: SimpleQuery;
  readonly kinds: Kinds;
  /**
   * The wanted texts are those that a server printed: what it prints in two ways is two things, such as `now()` and CURRENT_TIMESTAMP.
   * Absent: people wrote them.
   */
  readonly printed?: true;
  /** As the snapshot of the live database has them. Absent: none. */
  readonly defaultClasses?: ReadonlySet<string>;
  /** Whether the server is to look at the texts of an object that is new. Absent: at none. */
  readonly written?: (object: SchemaObject) => boolean;
  /** Where an object is written. Absent: nobody knows. */
  readonly placeOf?: (ref: ObjectRef) => Place | undefined;
}

/** The wanted schema in the live server's words. */
export interface Settled {
  readonly schema: DatabaseSchema;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The wanted schema with every name and expression that means the same as the live one written as the live one, and
 * every object that is the same replaced by the live one. What the server would have to be asked goes there in one
 * round trip; if all is the same letter by letter, it is not asked. Nothing is evaluated, nothing stays behind.
 * A server that allows no temporary tables gives a warning, and so does a text that it refuses: such texts are compared as they are
 * written.
 */
export async function settle({
  wanted,
  live,
  server = live,
  query,
  kinds,
  printed,
  defaultClasses = new Set(),
  written = () => false,
  placeOf = () => undefined,
}: SettleOptions): Promise<Settled> {
  const { pairs, same } = pairsOf(live, { wanted, defaults: defaultClasses }, kinds);
  const questions = [...pairs.flatMap(({ texts = [] }) => texts.filter(isQuestion)), ...newQuestions({ wanted, live }, written, kinds)];
  const named =
    questions.length === 0
      ? wanted
      : putObjects(
          wanted,
          pairs.map((pair) => pair.wanted),
        );
  const asking: Asking =
    printed === true ? { query, same: isSameText } : { query, same: isSameValue, refused: refusedTexts({ wanted, live }, placeOf) };
  const { isSame, diagnostics } = await askServer(questions, { wanted: named, live: server }, asking);
  const settled = pairs.map((pair) => settledObject(pair, usesWhatGoes(pair, { wanted, live }, kinds) ? () => false : isSame, kinds));
  return { schema: putObjects(wanted, [...same, ...settled]), diagnostics };
}

/**
 * Whether the live texts use something that is not wanted, as a function with other arguments, or is wanted so that it has to be made again,
 * as a function that gives other columns. The server has it now and would read the wanted texts with it: that they are printed alike says
 * nothing. (It reads them with the wanted tables and views.)
 */
function usesWhatGoes({ live: object, texts = [] }: Pair, { wanted, live }: Schemas, kinds: Kinds): boolean {
  if (!texts.some(isQuestion)) return false;
  return (toldUses(object) ?? []).some(({ of }) => {
    const had = ownerOf(live, of, kinds);
    if (had === undefined) return false;
    const has = ownerOf(wanted, of, kinds);
    return has === undefined || (had.signature !== undefined && isMadeAgain(had, has, { before: live, after: wanted }, kinds));
  });
}

function isMadeAgain(from: SchemaObject, to: SchemaObject, ends: Ends, kinds: Kinds): boolean {
  if (from === to || refKey(from) !== refKey(to)) return false;
  return typeof kinds.of(to.kind).alter(from, to, ends) === "string";
}

type IsSame = (question: Question) => boolean;

/** The live object itself if the wanted one is equal to it, so that comparing them is immediate. */
function settledObject({ wanted, live, texts }: Pair, isSame: IsSame, kinds: Kinds): SchemaObject {
  const kind = kinds.of(wanted.kind);
  const chosen = texts?.map((text) => (isQuestion(text) ? (isSame(text) ? text.live : text.wanted).text : text));
  const settled = chosen === undefined ? wanted : (kind.withExpressions?.(wanted, chosen) ?? wanted);
  if (!sameData(kind.normalize(settled), kind.normalize(live))) return settled;
  if ("inheritedFrom" in live && !sameData(settled, live)) return settled; // whose own it is counts where it changes elsewhere
  return areToldAlike(wanted, live) ? live : toldAs(wanted, settled);
}

const isQuestion = (text: string | Question): text is Question => typeof text !== "string";

interface Asking {
  readonly query: SimpleQuery;
  readonly same: SameTexts;
  /** Absent: a server printed the texts, so what this one refuses is something that it does not have. */
  readonly refused?: Refused;
}

async function askServer(
  questions: readonly Question[],
  schemas: Schemas,
  { query, same, refused }: Asking,
): Promise<{ isSame: IsSame; diagnostics: readonly Diagnostic[] }> {
  if (questions.length === 0) return { isSame: () => false, diagnostics: [] };
  const sandbox = buildSandbox(
    questions.flatMap(({ wanted, live }) => [wanted, live]),
    schemas,
  );
  try {
    const { printed, refusal } = sandbox.answers(await query(sandbox.text));
    return {
      isSame: (question) => meanTheSame(question, printed, same),
      diagnostics: refused === undefined ? [] : questions.flatMap((question) => refused(question, refusal(question.wanted))),
    };
  } catch (error) {
    await query("rollback").catch(() => undefined);
    if (!isRefusal(error)) throw error;
    return { isSame: () => false, diagnostics: [comparedAsWritten(error)] };
  }
}

/**
 * The wanted text is printed as the live one was, or as the live one would be if it were written today: PostgreSQL's own
 * print of an IN list, for one, reads back as something else than what was printed.
 */
function meanTheSame(question: Question, print: (expression: Expression) => string | undefined, same: SameTexts): boolean {
  const wanted = print(question.wanted);
  if (wanted === undefined) return false;
  const again = print(question.live);
  const bare = bareText(question.wanted, wanted);
  const live = [withoutOuterParentheses(question.live.text), ...(again === undefined ? [] : [bareText(question.wanted, again)])];
  return live.some((text) => same(text, bare, question.wanted));
}

/** Whether two texts that a server printed are one thing in this place. */
type SameTexts = (left: string, right: string, place: Expression) => boolean;

const isSameText: SameTexts = (left, right, { as }) =>
  left === right || ((as === "query" || as === "rule") && plainQuery(left) === plainQuery(right));

const isSameValue: SameTexts = (left, right, place) =>
  isSameText(withOneWord(left), withOneWord(right), place) ||
  (place.as === "default" && isSameNumber(place.type, withOneWord(left), withOneWord(right)));

/** Without what the sandbox put around it. */
function bareText({ as }: Expression, printed: string): string {
  const text = withoutOuterParentheses(printed);
  return as === "value" ? withoutOuterParentheses(text.replace(/ is not null$/iu, "")) : text;
}

/** An answer of the server that speaks of rights or settings; all else (connection lost, cancelled, out of memory) is thrown on. */
function isRefusal(error: unknown): error is Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^(?!08|53|57|58|XX)[0-9A-Z]{5}$/u.test(code);
}

const comparedAsWritten = (error: Error): Diagnostic => ({
  severity: "warning",
  code: "COMPARED_AS_WRITTEN",
  message:
    `mig compares defaults, checks and index expressions as they are written, because the server allows no temporary tables: ` +
    `${error.message}. Some differences may not be real.`,
});
