import { getObject, type DatabaseSchema } from "../../schema/database-schema.ts";
import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { Place } from "../../errors/row.ts";
import { refText, type ObjectRef } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { readSingleExpression } from "../expression/single-expression.ts";
import { columnsOf } from "../objects/relations/columns.ts";
import type { Question } from "./questions.ts";

/** What to say of a wanted text that the server gave no print of. `words` are the server's. */
export type Refused = (question: Question, words: string | undefined) => readonly Diagnostic[];

/**
 * A warning for each text that the server refuses. None where the text uses something that is still to come, or to change,
 * such as a new label of an enum: then the server cannot know it yet, and the text is surely another one.
 */
export function refusedTexts(
  { wanted, live }: { readonly wanted: DatabaseSchema; readonly live: DatabaseSchema },
  placeOf: (ref: ObjectRef) => Place | undefined,
): Refused {
  let changed: ReadonlySet<string> | undefined;
  return (question, words) => {
    if (words === undefined) return [];
    changed ??= changedNames(wanted, live);
    return namesIn(question, wanted).some((name) => changed?.has(name)) ? [] : [refusal(question, words, placeOf(question.of))];
  };
}

/** Names of types, relations and the like that only the wanted schema has, or has in another form. */
function changedNames(wanted: DatabaseSchema, live: DatabaseSchema): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [key, container] of wanted.containers) {
    if (live.containers.get(key) === container) continue;
    for (const object of container.values())
      if (object.table === undefined && !sameData(object, getObject(live, object))) names.add(object.name);
  }
  return names;
}

/** Names in the text, in its type, and in the types of the columns that it names. */
function namesIn({ wanted }: Question, schema: DatabaseSchema): readonly string[] {
  const named = readSingleExpression(wanted.text)?.names ?? new Set<string>();
  const columns = "table" in wanted ? columnsOf(schema, wanted.table) : [];
  const types = columns.flatMap((column) => (named.has(column.name) ? [column.type] : []));
  const type = "type" in wanted ? wanted.type : "";
  return [...named, ...[type, ...types].flatMap((name) => [...(readSingleExpression(name)?.names ?? [])])];
}

function refusal({ of, wanted, isNew }: Question, words: string, place: Place | undefined): Diagnostic {
  const then = isNew === true ? "A revision with it would fail" : "mig compares it as it is written";
  const message = `The server does not accept an expression of ${refText(of)}: ${words}. ${then}: ${wanted.text}`;
  return { severity: "warning", code: "EXPRESSION_REFUSED", message, ...(place === undefined ? {} : { place }) };
}
