import fc from "fast-check";
import { domains, type DomainDesign } from "./domain-design.ts";
import { featureSorts, others, othersOf, type OtherDesign } from "./other-design.ts";
import { partitions, type PartitionDesign } from "./partition-design.ts";
import { routines, type RoutineDesign } from "./routine-design.ts";
import { views, type ViewDesign } from "./view-design.ts";
import { checkTexts, columnTypes, indexShapes, type ColumnType, type IndexShape } from "./column-types.ts";

/**
 * A random database design, plain data; `designSql` writes it as DDL by means of its own. References that lead nowhere are left out
 * there.
 */
export interface Design {
  /** Beside `public`. */
  readonly schemas: readonly string[];
  /** The schema of the extension citext. Absent: not installed. */
  readonly citext?: string;
  readonly enums: readonly {
    readonly schema: string;
    readonly name: string;
    readonly values: readonly string[];
    readonly comment: boolean;
  }[];
  readonly sequences: readonly SequenceDesign[];
  readonly domains: readonly DomainDesign[];
  readonly tables: readonly TableDesign[];
  readonly views: readonly ViewDesign[];
  readonly routines: readonly RoutineDesign[];
  readonly others: readonly OtherDesign[];
  /** Absent: none. */
  readonly partitions?: PartitionDesign;
}

/** Sorts of objects that a design need not have: `others` are triggers and the like, with those of `featureSorts`. */
export type Feature = "domains" | "views" | "routines" | "partitions" | "others" | keyof typeof featureSorts;

export interface SequenceDesign {
  readonly schema: string;
  readonly name: string;
  readonly options: string;
  readonly unlogged: boolean;
  readonly comment: boolean;
  /** It belongs to the column `id` of the first table of its schema, if there is one. */
  readonly owned: boolean;
}

export interface TableDesign {
  readonly schema: string;
  readonly name: string;
  /** Type of the column `id`. */
  readonly key: string;
  readonly keyName: string;
  /** Whether the column `name` is part of the key, if it can be. */
  readonly wideKey: boolean;
  readonly unlogged: boolean;
  readonly storage: string;
  readonly comment: boolean;
  readonly columns: readonly ColumnDesign[];
  readonly computed: "none" | "stored" | "virtual";
  readonly uniques: readonly {
    readonly name: string;
    readonly columns: readonly string[];
    readonly suffix: string;
    readonly comment: boolean;
  }[];
  readonly checks: readonly { readonly name: string; readonly expression: string; readonly suffix: string; readonly comment: boolean }[];
  readonly foreignKeys: readonly ForeignKeyDesign[];
  readonly indexes: readonly IndexDesign[];
  readonly exclusion: boolean;
}

export interface ForeignKeyDesign {
  readonly name: string;
  /** Which table it refers to, counted around. */
  readonly to: number;
  /** Which of its keys, counted around. */
  readonly key: number;
  readonly turned: boolean;
  readonly actions: string;
  readonly comment: boolean;
}

export interface ColumnDesign {
  readonly name: string;
  readonly type: ColumnType;
  readonly variant: number;
  readonly notNull: "no" | "yes" | "named";
  readonly comment: boolean;
}

export interface IndexDesign {
  readonly name: string;
  readonly unique: boolean;
  /** It is left out unless the table has the columns with a fitting type. */
  readonly shape: IndexShape;
  readonly comment: boolean;
}

const schemaNames = ["app", 'Odd "s.1"'] as const;
const allSchemas = ["public", ...schemaNames] as const;
const tableNames = ["users", "Order items", 'we"ird.table', "été"] as const;
const columnNames = ["name", "Kind", 'quo"ted', "amount", "tags", "at", "data", "select"] as const;
const labels = ["a", "b", "it's", "Dé \\ x", "e"] as const;

const subset = <Item>(items: readonly Item[], maxLength: number): fc.Arbitrary<Item[]> => fc.subarray([...items], { maxLength });

const sometimes = (times: number): fc.Arbitrary<boolean> => fc.nat(times - 1).map((drawn) => drawn === 0);

const column = (name: string): fc.Arbitrary<ColumnDesign> =>
  fc.record({
    name: fc.constant(name),
    type: fc.constantFrom(...columnTypes),
    variant: fc.nat(11),
    notNull: fc.constantFrom("no", "no", "yes", "yes", "named"),
    comment: sometimes(5),
  });

const index: fc.Arbitrary<IndexDesign> = fc.record({
  name: fc.constantFrom("one", "Two", 'th"ree', "four"),
  unique: sometimes(3),
  shape: fc.constantFrom(...indexShapes),
  comment: sometimes(5),
});

const foreignKey: fc.Arbitrary<ForeignKeyDesign> = fc.record({
  name: fc.constantFrom("fk_a", "FK b"),
  to: fc.nat(3),
  key: fc.nat(3),
  turned: fc.boolean(),
  actions: fc.constantFrom(
    "",
    " on delete cascade",
    " on delete set null on update cascade",
    " on delete restrict deferrable initially deferred",
    " not valid",
    " match full",
  ),
  comment: sometimes(4),
});

const table = (schema: string, name: string): fc.Arbitrary<TableDesign> =>
  fc.record({
    schema: fc.constant(schema),
    name: fc.constant(name),
    key: fc.constantFrom("integer", "bigint", "uuid", "text", "serial", "integer generated always as identity"),
    keyName: fc.constantFrom("pk", "Other key"),
    wideKey: sometimes(4),
    unlogged: sometimes(8),
    storage: fc.constantFrom(
      "",
      "",
      "",
      " with (fillfactor = 80)",
      " with (fillfactor = 50, autovacuum_enabled = off)",
      " with (toast.autovacuum_enabled = off)",
    ),
    comment: sometimes(4),
    columns: subset(columnNames, 6).chain((names) => fc.tuple(...names.map(column))),
    computed: fc.constantFrom("none", "stored", "virtual"),
    uniques: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("uq one", "uq_two"),
        columns: fc.shuffledSubarray(["id", "name", "amount", "Kind"], { maxLength: 3 }),
        suffix: fc.constantFrom("", "", " deferrable initially deferred", "nulls not distinct", " include (id)"),
        comment: sometimes(4),
      }),
      { maxLength: 2, selector: ({ name: uniqueName }) => uniqueName },
    ),
    checks: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("check one", "check_2"),
        expression: fc.constantFrom(...checkTexts),
        suffix: fc.constantFrom("", "", " no inherit", " not valid"),
        comment: sometimes(4),
      }),
      { maxLength: 2, selector: ({ name: checkName }) => checkName },
    ),
    foreignKeys: fc.uniqueArray(foreignKey, { maxLength: 2, selector: ({ name: keyName }) => keyName }),
    indexes: fc.uniqueArray(index, { maxLength: 3, selector: ({ name: indexName }) => indexName }),
    exclusion: sometimes(4),
  });

const places = allSchemas.flatMap((schema) => tableNames.map((name) => ({ schema, name })));

const enums = fc
  .record({
    first: fc.shuffledSubarray(labels.slice(1), { maxLength: 3 }),
    second: fc.option(fc.shuffledSubarray([...labels], { minLength: 1 })),
    comment: sometimes(4),
    at: fc.nat(3),
    schema: fc.constantFrom("public", "public", "app"),
  })
  .map(({ first, second, comment, at, schema }) => [
    // "a" is always there, since columns have it as their default; it moves about.
    { schema, name: "mood", values: first.toSpliced(at, 0, labels[0]), comment },
    ...(second === null ? [] : [{ schema: "public", name: "Odd Type", values: second, comment }]),
  ]);

const sequence: fc.Arbitrary<SequenceDesign> = fc.record({
  schema: fc.constantFrom("public", "app"),
  name: fc.constantFrom("counter", "Count up"),
  options: fc.constantFrom(
    "",
    " as integer",
    " increment by -1",
    " start 5 maxvalue 100 cycle",
    " cache 20",
    " minvalue 7",
    " as smallint minvalue 3 maxvalue 90 start 50",
  ),
  unlogged: sometimes(6),
  comment: sometimes(4),
  owned: sometimes(3),
});

function othersIn(features: readonly Feature[]): fc.Arbitrary<readonly OtherDesign[]> {
  if (features.includes("others")) return others;
  const sorts = Object.entries(featureSorts).flatMap(([feature, of]) => (features.includes(feature as Feature) ? of : []));
  return sorts.length === 0 ? fc.constant([]) : othersOf(sorts);
}

/** Random designs over a small pool of names, so that two of them share much. */
export const designsWith = (features: readonly Feature[]): fc.Arbitrary<Design> =>
  fc
    .record({
      schemas: subset(schemaNames, 2),
      citext: fc.constantFrom(undefined, undefined, "public", "app"),
      enums,
      sequences: fc.uniqueArray(sequence, { maxLength: 3, selector: ({ schema, name }) => `${schema}.${name}` }),
      domains: features.includes("domains") ? domains : fc.constant([]),
      tables: subset(places, 4).chain((chosen) => fc.tuple(...chosen.map(({ schema, name }) => table(schema, name)))),
      views: features.includes("views") ? views : fc.constant([]),
      routines: features.includes("routines") ? routines : fc.constant([]),
      others: othersIn(features),
      partitions: features.includes("partitions") ? fc.option(partitions) : fc.constant(null),
    })
    .map(({ citext, partitions: parts, ...design }) => ({
      ...design,
      ...(parts === null ? {} : { partitions: parts }),
      ...(citext === undefined ? {} : { citext }),
    }));
