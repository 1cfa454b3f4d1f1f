// The floor of 1,000 pending revisions: one process that sends each one's SQL with the version row and a log row, a message and a
// transaction each, and writes down nothing else.
import { readFileSync } from "node:fs";
import pg from "pg";

const steps = JSON.parse(readFileSync(process.argv[2], "utf8"));
const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
await client.query(
  "create table bare_version (id text primary key); create table bare_log (id bigint generated always as identity primary key, revision text, at timestamptz default now())",
);
for (const { file, id, sql, rows } of steps) {
  if (readFileSync(file, "utf8").length === 0) throw new Error(file); // a runner reads it, too
  await client.query(`begin; ${sql}; ${rows}; insert into bare_log (revision) values ('${id}'); commit`);
}
await client.end();
