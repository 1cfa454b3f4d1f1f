import type { OtherDesign } from "./other-design.ts";
import { baseType, placed, quoted, typesOf, type Shown } from "./shown.ts";

export function othersSql(design: Shown): readonly string[] {
  const hasFunction = design.others.some(({ what }) => what === "trigger");
  const hasEvents = design.others.some(({ what }) => what === "event trigger");
  return [
    ...(hasFunction ? ["create function public.touched() returns trigger language plpgsql as 'begin return new; end'"] : []),
    ...(hasEvents ? ["create function public.happened() returns event_trigger language plpgsql as 'begin end'"] : []),
    ...design.others.flatMap((other) => otherSql(other, design)),
  ];
}

/** The type of a column, for one of another table that has no sequence of its own. */
const typeAt = (table: Shown["tables"][number], column: string, design: Shown): string =>
  baseType(typesOf(table).get(column) ?? "int", design).replace(/^(?:big|small)?serial$/u, "int");

/** A configuration of text search with a parser of its own name, and an index with it. */
const configurationSql = (name: string, dictionary: string, place: string): string =>
  `create text search configuration public.${quoted(name)} (parser = public.${quoted(name)});
    alter text search configuration public.${quoted(name)} add mapping for word, asciiword, uint with ${dictionary};
    create index ${quoted(`${name} words`)} on ${place} using gin (to_tsvector('public.${quoted(name)}'::regconfig, id::text))`;

/** An access method whose handler is one of the system's, or a function of its own. */
const methodSql = (name: string, type: "table" | "index", handler: string, isOwn: boolean): string => {
  const own = `public.${quoted(`${name} handles`)}`;
  const made = isOwn ? `create function ${own}(internal) returns ${type}_am_handler language internal as '${handler}'; ` : "";
  return `${made}create access method ${quoted(name)} type ${type} handler ${isOwn ? own : handler}`;
};

function otherSql({ what, name, on, column, variant }: OtherDesign, design: Shown): readonly string[] {
  const { tables } = design;
  const table = tables[on % Math.max(tables.length, 1)];
  if (table === undefined) return [];
  const place = placed(table);
  const columns = [...typesOf(table).keys()];
  const [first] = tables;
  const own = quoted(columns[column % columns.length] ?? "id");
  const calls = "execute function public.touched";
  const pick = (...texts: readonly string[]): readonly string[] => [texts[variant % texts.length] ?? ""];
  switch (what) {
    case "trigger":
      return pick(
        `create trigger ${quoted(name)} before insert on ${place} for each row ${calls}()`,
        `create trigger ${quoted(name)} before update of ${own} on ${place} for each row ${calls}('it''s', 'x')`,
        `create trigger ${quoted(name)} before update on ${place} for each row when (old.${own} is distinct from new.${own}) ${calls}()`,
        `create constraint trigger ${quoted(name)} after insert or update of ${own} on ${place} from ${placed(first ?? table)}
          deferrable initially deferred for each row when (new.${own} is not null) ${calls}();
          comment on trigger ${quoted(name)} on ${place} is 'it''s'`,
        `create trigger ${quoted(name)} after update on ${place} referencing old table as o new table as "N" ${calls}();
          alter table ${place} disable trigger ${quoted(name)}`,
        `create trigger ${quoted(name)} after insert or delete or truncate on ${place} ${calls}();
          comment on trigger ${quoted(name)} on ${place} is 'about'`,
      );
    case "policy":
      return pick(
        `create policy ${quoted(name)} on ${place} using (true)`,
        `create policy ${quoted(name)} on ${place} for select using (${own} is not null)`,
        `create policy ${quoted(name)} on ${place} for insert with check (${own}::text <> 'x')`,
        `create policy ${quoted(name)} on ${place} as restrictive to pg_monitor using (${own}::text = current_user)
          with check (${own} is not null); comment on policy ${quoted(name)} on ${place} is 'it''s'`,
        `create policy ${quoted(name)} on ${place} using (exists (select from ${placed(first ?? table)} x where x.id::text = ${own}::text))`,
        `create policy ${quoted(name)} on ${place} for update to pg_monitor, pg_read_all_data using (id in (select id from ${place} y))`,
      );
    case "row security":
      return pick(
        `alter table ${place} enable row level security`,
        `alter table ${place} force row level security`,
        `alter table ${place} enable row level security, force row level security`,
      );
    case "rule":
      return pick(
        `create rule ${quoted(name)} as on delete to ${place} do instead nothing`,
        `create rule ${quoted(name)} as on update to ${place} where old.${own} is null do instead nothing`,
        `create rule ${quoted(name)} as on delete to ${place} where old.${own}::text = 'x' do also nothing;
          alter table ${place} disable rule ${quoted(name)}`,
        `create rule ${quoted(name)} as on delete to ${place} do also delete from ${placed(first ?? table)} x where x.id::text = old.${own}::text and false;
          comment on rule ${quoted(name)} on ${place} is 'it''s'`,
        `create rule ${quoted(name)} as on delete to ${place} do also (notify gone; select old.${own}, 1 as one from ${placed(first ?? table)} x where false)`,
      );
    case "event trigger":
      return pick(
        `create event trigger ${quoted(name)} on ddl_command_end execute function public.happened()`,
        `create event trigger ${quoted(name)} on sql_drop when tag in ('DROP TABLE', 'ALTER TABLE') execute function public.happened();
          comment on event trigger ${quoted(name)} is 'it''s'`,
        `create event trigger ${quoted(name)} on ddl_command_end execute function public.happened();
          alter event trigger ${quoted(name)} disable`,
      );
    case "publication":
      if (table.unlogged || first?.unlogged === true) return [];
      return pick(
        `create publication ${quoted(name)} for table only ${place}`,
        `create publication ${quoted(name)} for table only ${place} (${own === quoted("id") ? own : `id, ${own}`})`,
        `create publication ${quoted(name)} for table only ${place} where (id is not null) with (publish = 'insert, delete')`,
        `create publication ${quoted(name)} for tables in schema ${quoted(table.schema)}, table only ${placed(first ?? table)};
          comment on publication ${quoted(name)} is 'it''s'`,
        `create publication ${quoted(name)} for all tables with (publish = 'insert')`,
        `create publication ${quoted(name)} for table only ${place} (id) where (id is not null) with (publish_via_partition_root)`,
      );
    case "foreign table":
      return pick(
        ...[
          `("Own" ${typeAt(table, columns[column % columns.length] ?? "id", design)}, c int) server ${quoted(name)}`,
          `(id bigint options (a 'b') not null, t text default 'it''s') server ${quoted(name)} options (a '1')`,
          `(id int check (id > 0), t text[] options (b '2')) server ${quoted(name)} options (b '2');
            comment on foreign table public.${quoted(`${name} there`)} is 'it''s'; create user mapping for public server ${quoted(name)}`,
        ].flatMap((rest) =>
          ["", " version '2'"].map(
            (version) =>
              `create foreign data wrapper ${quoted(name)}; create server ${quoted(name)}${version} foreign data wrapper ${quoted(name)};
            create foreign table public.${quoted(`${name} there`)} ${rest}`,
          ),
        ),
      );
    case "text search":
      return pick(
        ...["internal, int", "one internal, two int"].flatMap((taken) =>
          ["simple", "english_stem"].map(
            (dictionary) =>
              `create function public.${quoted(`${name} starts`)}(${taken}) returns internal language internal strict as 'prsd_start';
            create text search parser public.${quoted(name)} (start = public.${quoted(`${name} starts`)}, gettoken = prsd_nexttoken,
              end = prsd_end, lextypes = prsd_lextype);
            ${configurationSql(name, dictionary, place)}`,
          ),
        ),
        `create function public.${quoted(`${name} makes`)}(internal) returns internal language internal strict as 'dsimple_init';
          create text search template public.${quoted(name)} (init = public.${quoted(`${name} makes`)}, lexize = dsimple_lexize);
          comment on text search template public.${quoted(name)} is 'it''s';
          create text search dictionary public.${quoted(name)} (template = public.${quoted(name)}, accept = false);
          create text search parser public.${quoted(name)} (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end,
            lextypes = prsd_lextype); comment on text search parser public.${quoted(name)} is 'it''s';
          ${configurationSql(name, `public.${quoted(name)}`, place)}`,
      );
    case "access method":
      return pick(
        ...[false, true].flatMap((isOwn) => [
          `${methodSql(name, "table", "heap_tableam_handler", isOwn)}; alter table ${place} set access method ${quoted(name)}`,
          `${methodSql(name, "index", "hashhandler", isOwn)};
            create operator class public.${quoted(name)} default for type text using ${quoted(name)} as operator 1 =, function 1 hashtext(text);
            create index ${quoted(`${name} way`)} on ${place} using ${quoted(name)} ((id::text))`,
        ]),
        `${methodSql(name, "table", "heap_tableam_handler", false)}; comment on access method ${quoted(name)} is 'it''s';
          create materialized view public.${quoted(`${name} stored`)} using ${quoted(name)} as select id from ${place}`,
      );
    case "statistics":
      return pick(
        `create statistics public.${quoted(name)} on (length(${own}::text)), id from ${place}`,
        `create statistics public.${quoted(name)} (mcv) on (length(${own}::text)), id from ${place}; ` +
          `alter statistics public.${quoted(name)} set statistics 50`,
        `create statistics public.${quoted(name)} on (${own} is null) from ${place}; ` +
          `comment on statistics public.${quoted(name)} is 'it''s'`,
      );
    case "replica identity":
      return pick(
        `alter table ${place} replica identity full`,
        `alter table ${place} replica identity nothing`,
        `alter table ${place} replica identity using index ${quoted(`${table.keyName} ${table.name}`)}`,
      );
    case "clustered index":
      return pick(`alter table ${place} cluster on ${quoted(`${table.keyName} ${table.name}`)}`);
    case "grant":
      return pick(
        `grant select on ${place} to public`,
        `grant update (${own}) on ${place} to pg_monitor`,
        `grant update, insert on ${place} to pg_monitor with grant option`,
        `revoke delete on ${place} from current_user`,
        `grant select (${own}) on ${place} to public; grant usage on schema ${quoted(table.schema)} to pg_monitor`,
        `grant update on ${place} to pg_monitor`,
        `alter default privileges grant select on tables to pg_monitor; alter default privileges revoke usage on types from public;
          alter default privileges in schema ${quoted(table.schema)} grant update on sequences to public`,
      );
  }
}
