import fc from "fast-check";

export interface RoutineDesign {
  readonly schema: string;
  readonly name: string;
  readonly shape: (typeof shapes)[number];
  /** Which table, and which column of it, counted around. */
  readonly on: number;
  readonly column: number;
  readonly variant: number;
  readonly options: (typeof options)[number];
  /** A table and a view call it, if they can. */
  readonly isCalled: boolean;
  readonly comment: boolean;
}

const shapes = [
  "number",
  "number",
  "text",
  "row",
  "rows",
  "table",
  "enum",
  "domain",
  "atomic",
  "view",
  "plpgsql",
  "procedure",
  "call",
  "aggregate",
] as const;

const options = ["", "", "strict", "cost 7 parallel safe", "security definer set search_path = public, pg_temp"] as const;

const routine: fc.Arbitrary<RoutineDesign> = fc.record({
  schema: fc.constantFrom("public", "public", "app"),
  name: fc.constantFrom("calc", "Do it", 'fu"nc'),
  shape: fc.constantFrom(...shapes),
  on: fc.nat(3),
  column: fc.nat(5),
  variant: fc.nat(5),
  options: fc.constantFrom(...options),
  isCalled: fc.boolean(),
  comment: fc.nat(3).map((drawn) => drawn === 0),
});

/** Functions and procedures, of a name several. */
export const routines: fc.Arbitrary<readonly RoutineDesign[]> = fc.uniqueArray(routine, {
  maxLength: 5,
  selector: ({ schema, name, shape }) => `${schema}.${name} ${shape}`,
});
