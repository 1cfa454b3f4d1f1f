import type { OperationFacts } from "../../../../operation/spec.ts";
import { losingPlaces } from "./losing-places.ts";

/** What takes rows or values away: not the end of a constraint, a default, a view or a function. */
const removes = new RegExp(
  `^(?:${[
    "truncate",
    "delete",
    String.raw`merge\b.*\bdelete`,
    String.raw`with\b.*\bdelete`,
    String.raw`explain\b.*\bdelete`,
    String.raw`drop (?:table|schema|database|sequence|foreign table|extension|owned)\b`,
    String.raw`drop (?:type|domain)\b.*\bcascade`,
    String.raw`alter table .* drop (?!(?:constraint|default|not null|expression|identity)\b)`,
    String.raw`alter type .* drop attribute`,
  ].join("|")})`,
  "u",
);

/** Sequences, types and their like hold no rows. */
const holdsNoRows = /^drop (?:sequence|type|domain|extension)\b/u;

export function lossesOf(words: string, statement: string): Pick<OperationFacts, "losesData" | "losesFrom"> {
  if (!removes.test(words)) return {};
  const from = holdsNoRows.test(words) && !words.endsWith(" cascade") ? [] : losingPlaces(statement);
  return { losesData: "what the statement removes", ...(from === undefined ? {} : { losesFrom: from }) };
}
