import { foreignColumnsOf } from "./foreign-key-sql.ts";
import { placed, quoted, text, typesOf, type Shown } from "./shown.ts";
import type { ViewDesign } from "./view-design.ts";

/** What a query may read: a table, or a view before it. */
interface Source {
  readonly from: string;
  readonly columns: readonly string[];
  /** Rows can be written to it. */
  readonly isUpdatable: boolean;
  /** It can be read: no materialized view below it waits for its rows. */
  readonly isFilled: boolean;
}

interface Query {
  readonly sql: string;
  /** Names that the view gives its columns. Absent: as the query names them. */
  readonly names?: readonly string[];
  readonly columns: readonly string[];
  readonly isUpdatable: boolean;
  readonly isFilled: boolean;
}

/** Views in an order in which each finds what it reads. */
export function viewsSql(design: Shown): readonly string[] {
  const tables = design.tables.map((table): Source => ({
    from: placed(table),
    columns: [...typesOf(table).keys(), ...foreignColumnsOf(table, design)],
    isUpdatable: true,
    isFilled: true,
  }));
  const made: Source[] = [];
  return design.views.flatMap((view) => {
    const query = queryOf(view, { tables, views: made, design });
    if (query === undefined) return [];
    const isFilled = query.isFilled && !(view.isMaterialized && view.options === "local");
    const isUpdatable = query.isUpdatable && !view.isMaterialized;
    made.push({ from: placed(view), columns: query.columns, isUpdatable, isFilled });
    return viewSql(view, { ...query, isUpdatable, isFilled });
  });
}

interface Readable {
  readonly tables: readonly Source[];
  readonly views: readonly Source[];
  readonly design: Shown;
}

function queryOf({ name: view, shape, from, column, isMaterialized }: ViewDesign, { tables, views, design }: Readable): Query | undefined {
  const [one, two] = from.map((at) => tables[at % Math.max(tables.length, 1)]);
  const under = views[from[0] % Math.max(views.length, 1)] ?? one;
  if (one === undefined || two === undefined || under === undefined) return undefined;
  const name = quoted(one.columns[column % one.columns.length] ?? "id");
  const domain = design.domains.find(({ base, checks }) => (base.sql === "text" || base.sql === "varchar(20)") && checks.length === 0);
  const simple = (sql: string, columns: readonly string[]): Query => ({ sql, columns, isUpdatable: true, isFilled: true });
  const other = (sql: string, columns: readonly string[]): Query => ({ sql, columns, isUpdatable: false, isFilled: true });
  const first = under.columns[column % under.columns.length] ?? "id";
  switch (shape) {
    case "star":
      return simple(`select * from ${one.from}`, one.columns);
    case "some":
      return simple(`select id, ${name} as "it" from ${one.from}`, ["id", "it"]);
    case "named":
      return { ...simple(`select id, ${name} from ${one.from}`, ["Key", "it"]), names: ["Key", "it"] };
    case "where":
      return simple(`select id, ${name} as "it" from ${one.from} where ${name} is not null`, ["id", "it"]);
    case "cast":
      return other(`select id::text as "key", coalesce(${name}::text, 'none') as "Text of" from ${one.from}`, ["key", "Text of"]);
    case "domain":
      if (domain === undefined || isMaterialized) return undefined;
      return other(`select left(id::text, 20)::${placed(domain)} as "key" from ${one.from}`, ["key"]);
    case "join":
      return other(`select a.id, b.id as other, a.${name} as "it" from ${one.from} a left join ${two.from} b on a.id::text = b.id::text`, [
        "id",
        "other",
        "it",
      ]);
    case "group":
      return other(`select count(*) as "how many", max(${name}::text) as top from ${one.from} having count(*) >= 0`, ["how many", "top"]);
    case "union":
      return other(`select id::text as id from ${one.from} union all select ${name}::text from ${one.from}`, ["id"]);
    case "over":
      return { ...under, sql: `select v.* from ${under.from} v` };
    case "beside": {
      const count = first === `beside ${view}` ? `beside ${view} again` : `beside ${view}`; // a view below may be called the same
      return {
        ...other(`select v.${quoted(first)}, (select count(*) from ${two.from}) as ${quoted(count)} from ${under.from} v`, [first, count]),
        isFilled: under.isFilled,
      };
    }
  }
}

function viewSql(view: ViewDesign, { sql, names, columns, isUpdatable, isFilled }: Query): readonly string[] {
  const [place, listed] = [placed(view), names === undefined ? "" : ` (${names.map(quoted).join(", ")})`];
  const first = quoted(columns[0] ?? "id");
  const about = (what: string): readonly string[] =>
    view.comment ? [`comment on ${what} ${place} is ${text(`about "it"'s`)}`, `comment on column ${place}.${first} is 'first'`] : [];
  if (view.isMaterialized) {
    return [
      `create materialized view ${place}${listed}${view.options === "cascaded" ? " with (fillfactor = 70)" : ""} as ` +
        `${sql}${isFilled ? "" : " with no data"}`,
      ...(view.isIndexed ? [`create index ${quoted(`on ${view.name}`)} on ${place} ((${first} is null))`] : []),
      ...about("materialized view"),
    ];
  }
  const isChecked = view.options === "local" || view.options === "cascaded";
  const isSecured = view.options.startsWith("security");
  return [
    `create view ${place}${listed}${isSecured ? ` with (${view.options})` : ""} as ` +
      `${sql}${isChecked && isUpdatable && columns.length > 0 ? ` with ${view.options} check option` : ""}`,
    ...(view.hasDefault ? [`alter view ${place} alter column ${first} set default null`] : []),
    ...about("view"),
  ];
}
