import type { HeirDesign, PartDesign, PartitionDesign } from "./partition-design.ts";

const whole = 'public."Parts"';
const placed = (name: string): string => `public."Part ${name}"`;

/** The DDL of partitions and of tables that inherit. */
export function partitionsSql(design: PartitionDesign | undefined): readonly string[] {
  if (design === undefined) return [];
  const { constraints, indexes, partitions, heir } = design;
  return [
    `create table ${whole} (${columnsSql(design).join(", ")}) partition by range (id)`,
    ...constraints.map((constraint) => `alter table ${whole} add ${constraint}`),
    ...partitions.flatMap((part) => partSql(part, design)),
    ...indexes.map(({ name, keys }) => `create index "${name}" on ${whole} ${keys}`),
    ...partitions.flatMap(viewSql),
    ...(heir === undefined ? [] : heirSql(heir)),
  ];
}

const columnsSql = ({ columns }: PartitionDesign): readonly string[] => [
  "id integer not null",
  "kind text not null",
  ...columns.map(({ name, type, extra }) => `${name} ${type} ${extra}`),
];

function partSql({ name, bound, isSplit, changes, index, comment }: PartDesign, design: PartitionDesign): readonly string[] {
  const split = isSplit ? " partition by list (kind)" : "";
  return [
    bound === undefined
      ? `create table ${placed(name)} (${columnsSql(design).join(", ")})${split}`
      : `create table ${placed(name)} partition of ${whole} ${bound}${split}`,
    ...(isSplit ? [`create table ${placed(`${name} leaf`)} partition of ${placed(name)} default`] : []),
    ...changes.map((change) => `alter table ${placed(name)} ${change}`),
    ...(index ? [`create index "part ${name} n" on ${placed(name)} (n)`] : []),
    ...(comment ? [`comment on column ${placed(name)}.n is 'of ${name}'`] : []),
  ];
}

const viewSql = ({ name, view }: PartDesign): readonly string[] =>
  view ? [`create view public."see ${name}" as select id, n from ${placed(name)}`] : [];

/** The same columns in all designs, so that all of them are inherited in the same way. */
const heirSql = ({ columns, changes, check }: HeirDesign): readonly string[] => [
  `create table public.elder (n integer, note text${check ? ", constraint sane check (n < 1000)" : ""})`,
  `create table public.heir (${columns.join(", ")}) inherits (public.elder)`,
  ...changes.map((change) => `alter table public.heir ${change}`),
];
