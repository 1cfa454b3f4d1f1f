import { lockModes } from "../../../../../operation/spec.ts";
import { heaviest, lightExclusive, scanningExclusive, type KnownFacts } from "./known.ts";
import { plainTypes } from "./plain-types.ts";

const weak: KnownFacts = { lock: "share update exclusive" };
const column = String.raw`(?:column )?(?:if (?:not )?exists )?\S+`;

/** What one action of ALTER TABLE does; the first that fits counts. What is not among them is taken for the worst. */
const rules: readonly (readonly [RegExp, KnownFacts])[] = [
  [/^detach partition\b.*\b(?:concurrently|finalize)$/u, { lock: "access exclusive", transactional: false }],
  [/^detach partition\b/u, lightExclusive],
  [/^attach partition\b/u, scanningExclusive],
  [/^(?:merge partitions|split partition)\b/u, heaviest], // PostgreSQL 19: their rows are written to new partitions
  [/^(?:rename|owner to|set schema|replica identity|inherit|no inherit|not of|of|set without oids|set without cluster)\b/u, lightExclusive],
  [/^(?:enable|disable|force|no force) row level security$/u, lightExclusive],
  [/^(?:enable|disable) (?:replica |always )?trigger\b/u, { lock: "share row exclusive" }],
  [/^(?:enable|disable) (?:replica |always )?rule\b/u, lightExclusive],
  [/^(?:set|reset) \(/u, weak],
  [/^cluster on\b/u, weak],
  [/^validate constraint\b/u, { ...weak, scans: true, alsoLocks: [{ words: "the table that it refers to", lock: "row share" }] }],
  [/^drop constraint\b/u, lightExclusive],
  [new RegExp(`^drop ${column}(?: cascade| restrict)?$`, "u"), lightExclusive],
  [
    new RegExp(
      `^alter ${column} (?:set default|drop default|drop not null|set storage|set compression|drop identity|drop expression|add ` +
        `generated|set generated)\\b`,
      "u",
    ),
    lightExclusive,
  ],
  [new RegExp(`^alter ${column} (?:set statistics\\b|set \\(|reset \\()`, "u"), weak],
  [new RegExp(`^alter ${column} set not null$`, "u"), scanningExclusive],
  [/^alter constraint\b.*\benforced\b/u, scanningExclusive],
  [/^alter constraint\b/u, lightExclusive],
  [/^add (?:constraint \S+ )?foreign key\b.*\b(?:not valid|not enforced)\b/u, { lock: "share row exclusive" }],
  [/^add (?:constraint \S+ )?foreign key\b/u, { lock: "share row exclusive", scans: true }],
  [/^add (?:constraint \S+ )?(?:check|not null)\b.*\b(?:not valid|not enforced)\b/u, lightExclusive],
  [/^add (?:constraint \S+ )?(?:check \(|not null|unique|primary key|exclude)/u, scanningExclusive],
];

/** What the actions of an ALTER TABLE do, all of them together. */
export function alterTableFacts(actions: readonly string[]): KnownFacts {
  return actions
    .map((action) => rules.find(([pattern]) => pattern.test(action))?.[1] ?? (isPlainColumn(action) ? lightExclusive : heaviest))
    .reduce(
      (left, right) => ({
        ...left,
        ...right,
        lock: lockModes[Math.max(lockModes.indexOf(left.lock), lockModes.indexOf(right.lock))] ?? "access exclusive",
      }),
      { lock: "none" },
    );
}

/** A new column of a type that is surely no domain, without a default and constraints. */
function isPlainColumn(action: string): boolean {
  const type = new RegExp(`^add ${column} (.+)$`, "u").exec(action)?.[1] ?? "";
  return plainTypes.test(type.replaceAll(/ ?\(( \d+)*/gu, ""));
}
