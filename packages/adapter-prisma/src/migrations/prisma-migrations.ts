import path from "node:path";
import type { Mirror, MirrorPlace, MirrorScript, OpenMirror, Revision } from "@migts/core/adapter";
import { prismaMigrate } from "../tool.ts";
import { markOf, migrationsFolder, readFolder, writeMigration, type Migration, type MigrationsFolder } from "./folder.ts";
import { migrationsTable } from "./table.ts";

export interface PrismaMigrationsOptions {
  /**
   * Folder of the migrations, relative to the configuration. Absent: the one that prisma.config has as text, else `migrations` beside the
   * schema.
   */
  readonly folder?: string;
}

/**
 * Keeps Prisma Migrate in step: each revision is a migration of it as well, and what it deploys counts for mig.
 * @example export default defineConfig({ models: "prisma/schema.prisma", mirror: prismaMigrations() });
 */
export const prismaMigrations = ({ folder }: PrismaMigrationsOptions = {}): Mirror => ({
  name: prismaMigrate.name,
  open: (place) => open(place, folder === undefined ? migrationsFolder(place.root, place.models) : path.resolve(place.root, folder)),
});

function open({ schema }: MirrorPlace, folder: string): OpenMirror {
  let read: MigrationsFolder | undefined;
  const files = (): MigrationsFolder => (read ??= readFolder(folder));
  const { insert, remove, ...sql } = migrationsTable(schema);
  return {
    name: prismaMigrate.name,
    ...sql,
    applied: (revision) => standingFor(revision, files()).map(insert),
    reverted: (revision) => standingFor(revision, files()).map(({ name }) => remove(name)),
    isAmong: (revision, names) => {
      const found = standingFor(revision, files());
      return found.length === 0 ? undefined : found.every(({ name }) => names.has(name));
    },
    lacks: (revision) => {
      const { tool, form, name } = revision.adopts ?? {};
      const isThere = tool !== "prisma" || form === "baseline" || name === undefined || files().own.has(name);
      return isThere ? undefined : { migration: name, folder };
    },
    write: (revision, script) => {
      const before = files().mirrored.get(revision.id);
      const text = textOf(revision, script);
      if (before?.text === text) return undefined;
      const name = before?.name ?? nameFor(revision, files());
      read = undefined;
      return writeMigration(folder, { name, text });
    },
  };
}

/** The migrations that a revision stands for, or that stand for it. */
function standingFor({ id, adopts }: Revision, { mirrored, own }: MigrationsFolder): readonly Migration[] {
  if (adopts === undefined) return [mirrored.get(id) ?? []].flat();
  if (adopts.tool !== "prisma") return [];
  if (adopts.form !== "baseline") return [own.get(adopts.name) ?? []].flat();
  return [...own.values()].filter(({ name }) => name <= adopts.name);
}

/** After all that is there: Prisma runs them in the order of their names. */
function nameFor({ createdAt, message = "" }: Revision, { mirrored, own }: MigrationsFolder): string {
  const last = [...own.keys(), ...[...mirrored.values()].map(({ name }) => name)].toSorted().at(-1) ?? "";
  const moment = momentOf(new Date(createdAt ?? Date.now()));
  const lastMoment = /^\d{14}/u.exec(last)?.[0];
  const after = lastMoment === undefined || lastMoment < moment ? moment : momentOf(new Date(dateOf(lastMoment).getTime() + 1000));
  const slug = message
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replaceAll(/^_|_$/gu, "")
    .slice(0, 100);
  return slug === "" ? after : `${after}_${slug}`;
}

/** @example "20240131235959" */
const momentOf = (date: Date): string => (Number.isNaN(date.getTime()) ? new Date() : date).toISOString().replaceAll(/[-:T]|\..*$/gu, "");

const dateOf = (moment: string): Date => new Date(moment.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/u, "$1-$2-$3T$4:$5:$6Z"));

function textOf({ id, message = "" }: Revision, { statements, isPartial }: MirrorScript): string {
  const note = `-- ${message.replaceAll(/\s+/gu, " ")}\n-- Written by mig for Prisma Migrate. Change the revision, not this file.\n`;
  const refuse = isPartial
    ? [`do $mig$ begin raise exception 'revision ${id} reads the database while it runs: apply it with mig upgrade'; end $mig$`]
    : [];
  return `${markOf(id)}\n${note}${[...refuse, ...statements].map((statement) => `\n${withSemicolon(statement)}\n`).join("")}`;
}

/** On a line of its own where a comment could swallow it. */
const withSemicolon = (statement: string): string =>
  statement.slice(statement.lastIndexOf("\n") + 1).includes("--") ? `${statement}\n;` : `${statement};`;
