import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a design of n tables as files of SQL: 4 indexes and 1 or 2 foreign keys each; a view over two of them and a function for each of
 * the first 30 %.
 */
export function writeSqlFiles(folder, n) {
  const write = (kind, name, text) => writeFileSync(join(folder, kind, `${name}.sql`), text);
  for (const kind of ["tables", "views", "functions"]) mkdirSync(join(folder, kind), { recursive: true });
  for (let at = 0; at < n; at += 1) write("tables", `table${at}`, tableText(at));
  for (let at = 0; at < n * 0.3; at += 1) {
    const [first, second] = [`table${at}`, `table${at + 1}`];
    write(
      "views",
      `view${at}`,
      `create view view${at} as select a.id, a.name, b.status, count(*) as n from ${first} a join ${second} b on b.parent_id = a.id
where a.active group by a.id, a.name, b.status;\n`,
    );
    write(
      "functions",
      `sum${at}`,
      `create function sum${at}(wanted bigint, named text default 'x') returns numeric language plpgsql stable as $$
begin
  return (select sum(amount) from ${first} where id = wanted and name = named);
end
$$;\n`,
    );
  }
}

function tableText(at) {
  const parent = at === 0 ? "" : `alter table table${at} add foreign key (parent_id) references table${at - 1} (id) on delete cascade;\n`;
  const other = at === 0 || at % 2 === 1 ? "" : `alter table table${at} add foreign key (other_id) references table${at / 2} (id);\n`;
  return `create table table${at} (
  id bigint generated always as identity primary key,
  name text not null,
  email varchar(200),
  status text default 'new',
  amount numeric(12, 2),
  created_at timestamptz not null default now(),
  parent_id bigint,
  other_id bigint,
  data jsonb,
  active boolean not null default true
);
create index on table${at} (name);
create index on table${at} (status, created_at desc);
create index on table${at} (lower(email)) where active;
${parent}${other}`;
}
