import type { OperationFacts } from "../../../../../operation/spec.ts";
import { scan } from "../../../../sql/scan.ts";
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

/** The same in the body of a DO block, where it may stand in a text that is executed. */
const removesInside = new RegExp(
  String.raw`\b(?:truncate|delete from|drop (?:table|schema|database|foreign table|extension|owned|column)\b|drop (?:type|domain)\b[^;]*\bcascade|alter type\b[^;]*\bdrop attribute|alter table (?:if exists )?(?:only )?\S+ drop (?!(?:constraint|default|not null|expression|identity)\b))`,
  "u",
);

/** The body of a DO block on one line, its texts without their quotes. */
const bodyOf = (statement: string): string => {
  const texts = [...scan(statement)].filter(({ kind }) => kind === "string").map(({ text }) => text);
  return texts
    .join(" ")
    .toLowerCase()
    .replaceAll(/--[^\n]*|'/gu, " ")
    .replaceAll(/\s+/gu, " ");
};

export function lossesOf(words: string, statement: string): Pick<OperationFacts, "losesData" | "losesFrom"> {
  if (/^do\b/u.test(words)) return removesInside.test(bodyOf(statement)) ? { losesData: "what the block removes" } : {};
  if (!removes.test(words)) return {};
  const from = holdsNoRows.test(words) && !words.endsWith(" cascade") ? [] : losingPlaces(statement);
  return { losesData: "what the statement removes", ...(from === undefined ? {} : { losesFrom: from }) };
}
