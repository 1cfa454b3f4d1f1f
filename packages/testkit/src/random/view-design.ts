import fc from "fast-check";

export interface ViewDesign {
  readonly schema: string;
  readonly name: string;
  readonly isMaterialized: boolean;
  readonly shape: (typeof shapes)[number];
  /** Which tables it reads, counted around. */
  readonly from: readonly [number, number];
  /** Which column, counted around. */
  readonly column: number;
  readonly options: (typeof options)[number];
  readonly isIndexed: boolean;
  readonly hasDefault: boolean;
  readonly comment: boolean;
}

const shapes = ["star", "some", "named", "where", "cast", "domain", "join", "group", "union", "over", "beside"] as const;

const options = ["", "", "security_barrier", "security_invoker", "local", "cascaded"] as const;

const view: fc.Arbitrary<ViewDesign> = fc.record({
  schema: fc.constantFrom("public", "public", "app"),
  name: fc.constantFrom("recent", "View b", 'vi"ew.c', "sums"),
  isMaterialized: fc.nat(2).map((drawn) => drawn === 0),
  shape: fc.constantFrom(...shapes),
  from: fc.tuple(fc.nat(3), fc.nat(3)),
  column: fc.nat(5),
  options: fc.constantFrom(...options),
  isIndexed: fc.boolean(),
  hasDefault: fc.nat(4).map((drawn) => drawn === 0),
  comment: fc.nat(3).map((drawn) => drawn === 0),
});

/** A view may read those before it. */
export const views: fc.Arbitrary<readonly ViewDesign[]> = fc.uniqueArray(view, {
  maxLength: 4,
  selector: ({ schema, name }) => `${schema}.${name}`,
});
