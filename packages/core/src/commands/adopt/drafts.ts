import { createHash } from "node:crypto";
import path from "node:path";
import type { Operation } from "../../postgres/objects/index.ts";
import { withoutTransactionMarks } from "../../postgres/sql/transaction-control.ts";
import { adoptedText } from "../../revision/revision.ts";
import type { RemarksOf } from "../../source/revision-file.ts";
import { counted } from "../words/counted.ts";
import { headerChecksum, type MigrationFile, type MigrationTool } from "./tools/tool.ts";

/** How a history is taken over. */
export type AdoptForm = "baseline" | "history" | "link";

/** A revision that stands for a part of another tool's history. */
export interface AdoptDraft {
  readonly revision: string;
  readonly message: string;
  readonly adopts: string;
  readonly createdAt?: Date;
  readonly upgrade: readonly Operation[];
  /** SQL files that `upgrade` runs, in place of operations. Absent: none. */
  readonly sqlFiles?: readonly { readonly path: string; readonly sha256: string }[];
  readonly downgrade: readonly Operation[];
  readonly irreversible?: string;
  readonly remarksOf?: RemarksOf;
}

/** The same on every machine, so that two people who adopt one history write the same revisions. */
export const revisionIdFor = (tool: string, name: string): string =>
  createHash("sha256").update(`${tool}\0${name}`).digest("hex").slice(0, 12);

export interface WayBack {
  readonly downgrade: readonly Operation[];
  readonly irreversible?: string;
  readonly remarksOf?: RemarksOf;
}

/** A migration as a revision with its SQL, or, as a link, with the path of it. */
export function migrationDraft(
  migration: MigrationFile,
  {
    tool,
    folder,
    back,
    first,
  }: {
    readonly tool: MigrationTool;
    /** Of the revision; absent: the SQL is copied. */ readonly folder?: string;
    readonly back: WayBack;
    /** What comes before all else. */ readonly first: readonly Operation[];
  },
): AdoptDraft {
  const { name, key, sql = "", file, createdAt } = migration;
  const checksum = headerChecksum(migration);
  const isLink = folder !== undefined;
  const linked = isLink ? [{ path: path.relative(folder, file).split(path.sep).join("/"), sha256: checksum }] : undefined;
  return {
    revision: revisionIdFor(tool.id, key),
    message: messageOf(name),
    adopts: adoptedText({ tool: tool.id, form: isLink ? "link" : "migration", name: key, checksum }),
    ...(createdAt === undefined ? {} : { createdAt }),
    upgrade: [...first, ...(isLink || sql.trim() === "" ? [] : [{ kind: "execute" as const, sql: asText(sql) }])],
    ...(linked === undefined ? {} : { sqlFiles: linked }),
    ...back,
  };
}

/** A text in its own lines. mig begins and ends the transaction itself. */
const asText = (sql: string): string => `\n${withoutTransactionMarks(sql.replaceAll("\r\n", "\n")).trim()}\n`;

/** A name without the moment at its beginning. @example messageOf("20240101000000_add_users") // "add users" */
export function messageOf(name: string): string {
  const words = name
    .replace(/^V?[\d._]+[_-]+/u, "")
    .replaceAll(/[_\s-]+/gu, " ")
    .trim();
  return words === "" ? name : words;
}

/** Of the names that a baseline stands for, in whatever order. */
export const namesChecksum = (names: readonly string[]): string => createHash("sha256").update(names.toSorted().join("\n")).digest("hex");

/** One revision for all that a database has. */
export function baselineDraft(
  covered: readonly MigrationFile[] | readonly { readonly key: string; readonly name: string }[],
  {
    tool,
    upgrade,
    ...back
  }: { readonly tool: { readonly id: string; readonly name: string }; readonly upgrade: readonly Operation[] } & WayBack,
): AdoptDraft {
  const last = covered.at(-1)?.key ?? "database";
  return {
    revision: revisionIdFor(tool.id, `baseline ${last}`),
    message: covered.length === 0 ? "baseline" : `baseline: ${counted(covered.length, "migration")} of ${tool.name}`,
    adopts: adoptedText({
      tool: tool.id,
      form: "baseline",
      name: last,
      checksum: namesChecksum(covered.map(({ key }) => key)),
    }),
    upgrade,
    ...back,
  };
}
