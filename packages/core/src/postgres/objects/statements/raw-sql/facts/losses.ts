import type { LosingPlace, OperationFacts } from "../../../../../operation/spec.ts";
import { scan } from "../../../../sql/scan.ts";
import { losingPlaces } from "./losing-places.ts";
import { overwrittenIn } from "./overwritten.ts";
import { stringText, tokensOf } from "./tokens.ts";

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

const canUpdate = /^(?:update|with|insert|merge|explain|alter table)\b/u;

/** Columns that a text sets to NULL or to their default. */
const emptiedIn = (text: string): readonly LosingPlace[] =>
  overwrittenIn(tokensOf(text)).flatMap(({ place, isEmptied }) => (isEmptied ? [place] : []));

function blockRemoves(statement: string): boolean {
  if (removesInside.test(bodyOf(statement))) return true;
  const bodies = [...scan(statement)].filter(({ kind }) => kind === "string").map(stringText);
  const executed = bodies.flatMap((body) =>
    tokensOf(body)
      .filter(({ kind }) => kind === "string")
      .map(stringText),
  );
  return [...bodies, ...executed].some((text) => emptiedIn(text).length > 0);
}

export function lossesOf(words: string, statement: string): Pick<OperationFacts, "losesData" | "losesFrom"> {
  if (/^do\b/u.test(words)) return blockRemoves(statement) ? { losesData: "what the block removes" } : {};
  const emptied = canUpdate.test(words) ? emptiedIn(statement) : [];
  if (!removes.test(words)) return emptied.length === 0 ? {} : { losesData: "what the statement removes", losesFrom: emptied };
  const from = holdsNoRows.test(words) && !words.endsWith(" cascade") ? [] : losingPlaces(statement);
  return { losesData: "what the statement removes", ...(from === undefined ? {} : { losesFrom: [...from, ...emptied] }) };
}
