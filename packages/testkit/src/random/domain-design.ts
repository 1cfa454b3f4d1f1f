import fc from "fast-check";

export interface DomainDesign {
  readonly schema: string;
  readonly name: string;
  readonly base: DomainBase;
  /** Which of the base's defaults, counted around. */
  readonly variant: number;
  readonly notNull: "no" | "yes" | "named";
  /** Which of the base's checks. */
  readonly checks: readonly { readonly at: number; readonly name: string; readonly isValid: boolean }[];
  readonly comment: boolean;
}

/** `@mood` stands for a type of the design, `@before` for the domain before this one, or else text. */
interface DomainBase {
  readonly sql: string;
  readonly extras: readonly string[];
  readonly checks: readonly string[];
}

const texts = ["length(value) < 100", "value <> 'no'", "value ~ '^.*$'"];
const numbers = ["value > 0", "value < 1000000", "value between -5 and 5000"];

const bases: readonly DomainBase[] = [
  { sql: "integer", extras: ["", "default 7", "default (1 + 2)"], checks: numbers },
  { sql: "bigint", extras: ["", "default 7"], checks: numbers },
  { sql: "numeric(10,2)", extras: ["", "default 1.50"], checks: numbers },
  { sql: "text", extras: ["", "default 'x'", "default 'it''s'", 'collate "C"'], checks: texts },
  { sql: "varchar(20)", extras: ["", "default 'v'", "collate public.sorted"], checks: texts },
  { sql: "date", extras: ["", "default current_date"], checks: ["value > date '1900-01-01'"] },
  { sql: "text[]", extras: ["", "default '{}'"], checks: ["cardinality(value) < 100"] },
  { sql: "jsonb", extras: ["", "default '{}'"], checks: ["jsonb_typeof(value) <> 'null'"] },
  { sql: "@mood", extras: ["", "default 'a'"], checks: ["value <> 'a' or value = 'a'"] },
  { sql: "@before", extras: [""], checks: [] },
];

export const domainNames = ["dom_a", "Dom b", "dom.c"] as const;

const domain: fc.Arbitrary<DomainDesign> = fc.record({
  schema: fc.constantFrom("public", "public", "app"),
  name: fc.constantFrom(...domainNames),
  base: fc.constantFrom(...bases),
  variant: fc.nat(11),
  notNull: fc.constantFrom("no", "no", "no", "yes", "named"),
  checks: fc.uniqueArray(
    fc.record({
      at: fc.nat(2),
      name: fc.constantFrom("is fine", "limit"),
      isValid: fc.nat(3).map((drawn) => drawn > 0),
    }),
    { maxLength: 2, selector: ({ name }) => name },
  ),
  comment: fc.nat(3).map((drawn) => drawn === 0),
});

/** Names are unique over all schemas, so that a placeholder stands for one domain. */
export const domains: fc.Arbitrary<readonly DomainDesign[]> = fc.uniqueArray(domain, { maxLength: 3, selector: ({ name }) => name });
