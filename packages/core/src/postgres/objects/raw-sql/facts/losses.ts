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

export const lossesOf = (words: string): { readonly losesData?: string } => (removes.test(words) ? { losesData: "what the statement removes" } : {});
