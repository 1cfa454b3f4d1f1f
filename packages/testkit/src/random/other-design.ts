import fc from "fast-check";

/** Objects beside the tables of a design, each on one of them. */
export interface OtherDesign {
  readonly what: (typeof sorts)[number];
  readonly name: string;
  /** Which table, and which column of it, counted around. */
  readonly on: number;
  readonly column: number;
  readonly variant: number;
}

const sorts = [
  "trigger",
  "policy",
  "row security",
  "rule",
  "event trigger",
  "statistics",
  "grant",
  "replica identity",
  "clustered index",
  "publication",
  "foreign table",
  "text search",
  "access method",
] as const;

/** Of some sorts; each only once under a name. */
export const othersOf = (of: readonly OtherDesign["what"][]): fc.Arbitrary<readonly OtherDesign[]> =>
  fc.uniqueArray(
    fc.record({
      what: fc.constantFrom(...of),
      name: fc.constantFrom("mine", "The other"),
      on: fc.nat(3),
      column: fc.nat(5),
      variant: fc.nat(5),
    }),
    { maxLength: 4, selector: ({ what, name }) => `${what} ${name}` },
  );

/** Sorts that kinds model, by the feature that names them. */
export const featureSorts = {
  statistics: ["statistics"],
  policies: ["policy", "row security"],
  triggers: ["trigger"],
  rules: ["rule"],
  "event triggers": ["event trigger"],
  "index settings": ["replica identity", "clustered index"],
  rights: ["grant"],
  publications: ["publication"],
  "foreign data": ["foreign table"],
  "text search": ["text search"],
  "access methods": ["access method"],
} as const satisfies Readonly<Record<string, readonly OtherDesign["what"][]>>;

export const others = othersOf(sorts);
