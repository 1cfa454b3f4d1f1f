import { MigError } from "../../errors.ts";
import type { RevisionGraph } from "../../revision/graph.ts";
import type { Adopted } from "../../revision/revision.ts";
import { namesChecksum, type AdoptForm } from "./drafts.ts";
import type { FoundTool } from "./find-tool.ts";
import { adoptedIn } from "./stamp.ts";
import { standingOf, type DatabaseHistory } from "./standing.ts";
import type { MigrationFile } from "./tools/tool.ts";

/** A migration by what the tool's table knows it by. */
export interface Named {
  readonly key: string;
  readonly name: string;
}

/** What of a history has no revision yet. */
export interface ToWrite {
  /** What ran in the database, in order. */
  readonly applied: readonly Named[];
  /** What gets a revision of its own, in order. */
  readonly migrations: readonly MigrationFile[];
  /** Nothing of the history is adopted yet. */
  readonly isFirst: boolean;
}

export interface History {
  readonly tool: { readonly id: string; readonly name: string };
  readonly found: FoundTool | undefined;
  readonly database: DatabaseHistory;
}

/**
 * What of a history is still to be written. Undefined: nothing.
 * @throws MigError NOTHING_TO_ADOPT, ADOPT_FILES_MISSING, ADOPTED_OTHERWISE, ADOPT_LATE
 */
export function toWriteOf(graph: RevisionGraph, form: AdoptForm, history: History): ToWrite | undefined {
  const { tool, found, database } = history;
  const there = adoptedIn(graph, tool.id);
  const formThere = there[0]?.revision.adopts?.form;
  if (formThere !== undefined && (formThere === "baseline") !== (form === "baseline"))
    throw new MigError("ADOPTED_OTHERWISE", { tool: tool.name, form: formThere, asked: form });
  const isFirst = there.length === 0;
  if (isFirst && graph.nodes.length > 0) throw new MigError("ADOPT_LATE", { revisions: graph.nodes.map(({ id }) => id) });
  const named = found === undefined ? {} : { tool: found.tool.name };
  if (isFirst && form === "baseline" ? database.isEmpty : isFirst && (found?.files ?? []).length + database.rows.length === 0)
    throw new MigError("NOTHING_TO_ADOPT", named);
  const { ran, pending } = ranIn(history);
  const known = new Set(there.flatMap(({ revision }) => coveredBy(revision.adopts, history)));
  const isNew = ({ key }: MigrationFile): boolean => !known.has(key);
  const migrations =
    form === "baseline"
      ? pending.filter((file) => isNew(file) && file.sql !== undefined)
      : [...ran.flatMap(({ file }) => file ?? []), ...pending].filter(isNew);
  if (form !== "baseline" && isFirst) refuseWithoutSql(history, form, migrations);
  if (!isFirst && migrations.length === 0) return undefined;
  return { applied: ran.map(({ key, name }) => ({ key, name })), migrations: migrations.filter(({ sql }) => sql !== undefined), isFirst };
}

/**
 * The keys that a revision stands for. A baseline's header has a checksum of its names: they are those up to its last, or what ran here.
 * Where they are neither, as after a merge of older migrations, what is pending here is none of them.
 */
function coveredBy(adopts: Adopted | undefined, { found, database }: History): readonly string[] {
  if (adopts === undefined) return [];
  if (adopts.form !== "baseline") return [adopts.name];
  const keys = (found?.files ?? []).map(({ key }) => key);
  const upTo = keys.slice(0, keys.indexOf(adopts.name) + 1);
  const ran = database.rows.filter(({ state }) => state === "applied").map(({ key }) => key);
  const exact = [upTo, ran].find((names) => namesChecksum(names) === adopts.checksum);
  return exact ?? (ran.length === 0 ? upTo : upTo.filter((key) => ran.includes(key)));
}

/** What ran. Where the tool writes nothing down, all its files count as run in a database that has something. */
function ranIn({ found, database }: History): {
  readonly ran: readonly (Named & { readonly file?: MigrationFile })[];
  readonly pending: readonly MigrationFile[];
} {
  if (found === undefined) return { ran: [], pending: [] };
  if (found.tool.table === undefined && !database.isEmpty) return { ran: found.files.map((file) => ({ ...file, file })), pending: [] };
  const byKey = new Map(found.files.map((file) => [file.key, file]));
  const ran = database.rows
    .filter(({ state }) => state === "applied")
    .map(({ key }) => {
      const file = byKey.get(key);
      return { key, name: file?.name ?? key, ...(file === undefined ? {} : { file }) };
    });
  const keys = new Set(ran.map(({ key }) => key));
  return { ran, pending: found.files.filter(({ key }) => !keys.has(key)) };
}

function refuseWithoutSql({ tool, found, database }: History, form: AdoptForm, migrations: readonly MigrationFile[]): void {
  const { missing } = found === undefined ? { missing: [] } : standingOf(found, database.rows);
  const names = [...new Set([...missing, ...migrations.filter(({ sql }) => sql === undefined).map(({ name }) => name)])];
  const isCode = migrations.some(({ sql, file }) => sql === undefined && !file.endsWith(".sql"));
  if (names.length > 0) throw new MigError("ADOPT_FILES_MISSING", { tool: tool.name, names, form, isCode });
}
