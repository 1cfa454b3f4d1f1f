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

const sorts = ["trigger", "policy", "row security", "rule", "statistics", "function", "grant"] as const;

const ofSorts = (...of: readonly OtherDesign["what"][]): fc.Arbitrary<readonly OtherDesign[]> =>
  fc.uniqueArray(
    fc.record({
      what: fc.constantFrom(...of),
      name: fc.constantFrom("mine", "The other"),
      on: fc.nat(3),
      column: fc.nat(5),
      variant: fc.nat(2),
    }),
    { maxLength: 4, selector: ({ what, name }) => `${what} ${name}` },
  );

export const others = ofSorts(...sorts);

/** Extended statistics alone. */
export const statistics = ofSorts("statistics");
