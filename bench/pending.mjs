import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes n revisions, one after the other: a table, then a column and an index on it, by turns. Gives the path of a list that says
 * the same to the bare loop.
 */
export function writePending(cwd, n) {
  const folder = join(cwd, "mig/versions");
  mkdirSync(folder, { recursive: true });
  const steps = Array.from({ length: n }, (_, at) => {
    const id = `a${at.toString(16).padStart(8, "0")}`;
    const below = at === 0 ? undefined : `a${(at - 1).toString(16).padStart(8, "0")}`;
    const file = join(folder, `${id}_step.ts`);
    writeFileSync(file, fileText(id, below, at % 2 === 0 ? tableOf(at) : columnOf(at)));
    const rows =
      below === undefined ? `insert into bare_version values ('${id}')` : `update bare_version set id = '${id}' where id = '${below}'`;
    return { id, file, rows, sql: (at % 2 === 0 ? tableOf(at) : columnOf(at)).sql.join("; ") };
  });
  const list = join(cwd, "steps.json");
  writeFileSync(list, JSON.stringify(steps));
  return list;
}

const tableOf = (at) => ({
  sql: [
    `create table "public"."t${at}" ("id" integer generated always as identity not null, "name" text not null, "at" timestamp with time zone default now() not null, constraint "t${at}_pkey" primary key ("id"))`,
  ],
  up: `op.createTable({
    schema: "public",
    name: "t${at}",
    columns: [
      { name: "id", type: "integer", notNull: true, identity: { generation: "always" } },
      { name: "name", type: "text", notNull: true },
      { name: "at", type: "timestamp with time zone", notNull: true, default: "now()" },
    ],
    primaryKey: { name: "t${at}_pkey", columns: ["id"] },
  });`,
  down: `op.dropTable({ schema: "public", name: "t${at}" });`,
});

const columnOf = (at) => ({
  sql: [`alter table "public"."t${at - 1}" add column "more" text`, `create index "t${at - 1}_name" on "public"."t${at - 1}" ("name")`],
  up: `op.addColumn({ schema: "public", table: "t${at - 1}", name: "more", type: "text" });
  op.createIndex({ schema: "public", table: "t${at - 1}", name: "t${at - 1}_name", columns: ["name"] });`,
  down: `op.dropIndex({ schema: "public", table: "t${at - 1}", name: "t${at - 1}_name" });
  op.dropColumn({ schema: "public", table: "t${at - 1}", name: "more" });`,
});

const fileText = (id, below, { up, down }) => `// step
//
// Revision: ${id}
// Revises: ${below ?? "(base)"}
// Created: 2026-01-02T03:04:05+00:00
import type { Op } from "@migts/core/op";

export const revision = "${id}";
export const downRevision = ${below === undefined ? "null" : `"${below}"`};
export const branchLabels = null;
export const dependsOn = null;

export function upgrade(op: Op): void {
  ${up}
}

export function downgrade(op: Op): void {
  ${down}
}
`;
