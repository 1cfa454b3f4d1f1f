import fc from "fast-check";

/**
 * A partitioned table `Parts` with columns `id`, `kind`, `n`, `note`, and tables that can be its partitions: each is one, or stands for
 * itself, or is not there. How they are partitioned is the same in all designs, since nothing can change it.
 */
export interface PartitionDesign {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly extra: string }[];
  /** Of the partitioned table: what ALTER TABLE ... ADD takes. */
  readonly constraints: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly keys: string }[];
  readonly partitions: readonly PartDesign[];
  /** A table that inherits from another one. Absent: there are none. */
  readonly heir?: HeirDesign;
}

export interface PartDesign {
  readonly name: string;
  /** As a partition: FOR VALUES and what follows. Absent: it stands for itself. */
  readonly bound?: string;
  /** It is partitioned itself, by `kind`. */
  readonly isSplit: boolean;
  readonly changes: readonly string[];
  readonly index: boolean;
  readonly view: boolean;
  readonly comment: boolean;
}

export interface HeirDesign {
  readonly columns: readonly string[];
  readonly changes: readonly string[];
  readonly check: boolean;
}

const bounds: Readonly<Record<string, readonly string[]>> = {
  low: ["for values from (minvalue) to (3)", "for values from (minvalue) to (2)"],
  mid: ["for values from (3) to (10)", "for values from (3) to (7)"],
  high: ["for values from (10) to (maxvalue)"],
  rest: ["default"],
};

const columns = [
  { name: "n", types: ["integer", "bigint", "numeric(10,2)"], extras: ["", "default 4", "not null default 7"] },
  { name: "note", types: ["text", "varchar(40)"], extras: ["", "default 'x'", "not null default 'y'"] },
  { name: "extra", types: ["date"], extras: [""] },
];

const column = ({ name, types, extras }: (typeof columns)[number]) =>
  fc.record({ name: fc.constant(name), type: fc.constantFrom(...types), extra: fc.constantFrom(...extras) });

const part = (name: string): fc.Arbitrary<PartDesign> =>
  fc
    .record({
      bound: fc.constantFrom(undefined, ...(bounds[name] ?? [])),
      changes: fc.subarray(["alter n set default 9", "alter n set not null", "add constraint own check (id > -100)"]),
      index: fc.boolean(),
      view: fc.boolean(),
      comment: fc.boolean(),
    })
    .map(({ bound, ...rest }) => ({ name, isSplit: name === "mid", ...rest, ...(bound === undefined ? {} : { bound }) }));

export const partitions: fc.Arbitrary<PartitionDesign> = fc
  .record({
    columns: fc
      .tuple(...columns.slice(0, 2).map(column))
      .chain((fixed) =>
        fc
          .subarray(columns.slice(2).map(({ name, types }) => ({ name, type: types[0] ?? "", extra: "" })))
          .map((more) => [...fixed, ...more]),
      ),
    constraints: fc.subarray([
      "constraint positive check (id > -50)",
      "constraint whole primary key (id, kind)",
      "constraint once unique (id, kind, n)",
    ]),
    indexes: fc.subarray([
      { name: "parts by note", keys: "(note)" },
      { name: "parts_by_both", keys: "(kind, n desc)" },
    ]),
    partitions: fc.subarray(Object.keys(bounds)).chain((names) => fc.tuple(...names.map(part))),
    heir: fc.option(
      fc.record({
        columns: fc.subarray(["more integer", "late date default '2024-01-01'"]),
        changes: fc.subarray(["alter n set default 3", "alter note set not null"]),
        check: fc.boolean(),
      }),
    ),
  })
  .map(({ heir, ...rest }) => ({ ...rest, ...(heir === null ? {} : { heir }) }));
