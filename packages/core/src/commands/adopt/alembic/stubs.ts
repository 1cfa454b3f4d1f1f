import { isMigError } from "../../../errors.ts";
import type { Operation } from "../../../postgres/objects/index.ts";
import { quoteIdentifier } from "../../../postgres/sql/identifier.ts";
import { withoutTransactionMarks } from "../../../postgres/sql/transaction-control.ts";
import { buildGraph } from "../../../revision/graph.ts";
import { adoptedText } from "../../../revision/revision.ts";
import { checksumOf } from "../../../runtime/files/checksums.ts";
import { replay, type Replayed } from "../../../runtime/replay/replay.ts";
import type { RemarksOf } from "../../../source/revision-file.ts";
import { inOrder } from "../../../revision/lineage.ts";
import { schemaOfUrl } from "../../../runtime/connection/url-schema.ts";
import { stopping, type Caller } from "../../caller.ts";
import type { NewRevision } from "../../new-revision/write.ts";
import type { Project } from "../../project/project.ts";
import type { Refusal } from "../../words/alembic.ts";
import type { AlembicRevision } from "./files.ts";
import { offlineSql, type OfflineSql, type OfflineSqls } from "./offline-sql.ts";

/** A revision of mig's that stands for one of Alembic's. */
export interface Stub {
  readonly draft: NewRevision;
  /** Why it has no SQL, and so refuses to run. Absent: it has Alembic's. */
  readonly refuses?: string;
}

/** Those that refuse to run, and why. */
export const refusalsIn = (stubs: readonly Stub[]): readonly Refusal[] =>
  stubs.flatMap(({ draft: { revision }, refuses }) => (refuses === undefined ? [] : [{ revision, why: refuses }]));

/** Stubs that refuse to run: they have nothing of what their revisions do, and so must not pass for them. */
export const refusingStub = (revision: AlembicRevision, why?: string): Stub => ({
  draft: { ...headerOf(revision, revision.revision), ...refusing(revision, why) },
  refuses: why ?? "Alembic's file is not here",
});

function refusing(
  { revision }: AlembicRevision,
  why: string | undefined,
): Pick<NewRevision, "upgrade" | "downgrade" | "irreversible" | "remarksOf"> {
  const text = `Revision ${revision} is Alembic's. Apply it with: alembic upgrade ${revision}`;
  return {
    upgrade: [{ kind: "execute", sql: `do $mig$ begin raise exception '${text.replaceAll("'", "''")}'; end $mig$` }],
    downgrade: [],
    irreversible: `It is Alembic's. Revert it with alembic downgrade.`,
    ...(why === undefined ? {} : { remarksOf: () => [`Alembic's SQL is not here: ${why}.`] }),
  };
}

/** Whether a file of mig's is a stub that refuses to run. */
export const isRefusing = (text: string, revision: string): boolean =>
  text.includes(`Revision ${revision} is Alembic''s. Apply it with: alembic upgrade`);

/** The header, with a checksum of Alembic's SQL; a revision without a file says nothing of where it is from. */
const headerOf = ({ file, ...header }: AlembicRevision, text: string): Omit<NewRevision, "upgrade" | "downgrade"> => ({
  ...header,
  ...(file === undefined
    ? {}
    : { adopts: adoptedText({ tool: "alembic", form: "migration", name: header.revision, checksum: checksumOf(text) }) }),
});

/**
 * Stubs for revisions of Alembic's, with the SQL that Alembic writes for them, tried one after the other in a scratch database. What has no
 * SQL, or whose SQL does not run, refuses to run, and says why. A way back is Alembic's, completed by what that leaves of the design, or
 * worked out by comparison.
 */
export async function stubsWithSql(revisions: readonly AlembicRevision[], project: Project, caller: Caller): Promise<readonly Stub[]> {
  const allRefuse = (why: string): readonly Stub[] => revisions.map((revision) => refusingStub(revision, why));
  caller.progress("asking Alembic for the SQL of its revisions");
  const asked = await offlineSql(revisions, { root: project.root, env: project.env, ...stopping(caller) });
  if ("problem" in asked) return allRefuse(asked.problem);
  try {
    return await tried(ordered(revisions), asked.sqls, project, caller);
  } catch (error) {
    if (!isMigError(error)) throw error;
    return allRefuse(`it could not be tried: ${error.message.replace(/\.$/u, "")}`);
  }
}

/** In the order of their graph. @throws MigError for one that is none */
function ordered(revisions: readonly AlembicRevision[]): readonly AlembicRevision[] {
  const byId = new Map(revisions.map((revision) => [revision.revision, revision]));
  const graph = buildGraph(
    revisions.map(({ revision, downRevisions, branchLabels, dependsOn }) => ({ id: revision, downRevisions, branchLabels, dependsOn })),
  );
  return inOrder(graph.nodes).flatMap(({ id }) => byId.get(id) ?? []);
}

async function tried(revisions: readonly AlembicRevision[], sqls: OfflineSqls, project: Project, caller: Caller): Promise<readonly Stub[]> {
  const textOf = (id: string, way: "upgrade" | "downgrade"): string | undefined => {
    const found = sqls.get(id)?.[way];
    return found !== undefined && "sql" in found ? clean(found.sql) : undefined;
  };
  const scripts = revisions.flatMap(({ revision }) => {
    const [sql, back] = [textOf(revision, "upgrade"), textOf(revision, "downgrade")];
    return sql === undefined ? [] : [{ name: revision, sql, ...(back === undefined ? {} : { back }) }];
  });
  const failed = new Map<string, string>();
  const { schema } = project.tables.version; // there before any revision runs
  const steps = await replay(
    scripts,
    project,
    {
      defaultSchema: (project.url === undefined ? undefined : schemaOfUrl(project.url)) ?? "public",
      start: schema === "public" ? [] : [{ kind: "execute", sql: `create schema if not exists ${quoteIdentifier(schema)}` }],
      ...stopping(caller),
      tell: (name, at) => {
        if (at % 25 === 0) caller.progress(`running ${name} in a scratch database (${at + 1} of ${scripts.length})`);
      },
      onFailure: ({ name, problem }) => failed.set(name, problem),
    },
    async (replayed) => replayed.steps,
  );
  const ran = new Map(steps.map((step) => [step.name, step]));
  const incomplete = new Set<string>(); // a revision below it has no SQL, so nothing follows from that it does not run
  return revisions.map((revision) => {
    const { revision: id } = revision;
    const isAbove = [...revision.downRevisions, ...revision.dependsOn].some((below) => incomplete.has(below));
    const sql = textOf(id, "upgrade");
    const asked = sqls.get(id)?.upgrade ?? { problem: "Alembic does not list it" };
    const refused = failed.get(id);
    const why =
      "problem" in asked
        ? asked.problem
        : refused === undefined || isAbove
          ? undefined
          : `it does not run in an empty database: ${refused}`;
    if (isAbove || why !== undefined) incomplete.add(id);
    return why !== undefined || sql === undefined
      ? refusingStub(revision, why)
      : { draft: { ...headerOf(revision, sql), ...withSql(sql, ran.get(id), sqls.get(id)?.downgrade) } };
  });
}

/** A stub with Alembic's SQL, and its way back. */
function withSql(
  sql: string,
  step: Replayed | undefined,
  back: OfflineSql | undefined,
): Pick<NewRevision, "upgrade" | "downgrade" | "irreversible" | "remarksOf"> {
  const upgrade: readonly Operation[] = sql === "" ? [] : [executeOf(sql)];
  const [first] = upgrade;
  const remarksOf: RemarksOf = (op) => (op === first && step === undefined ? ["Not tried: a revision below it has no SQL."] : []);
  if (back !== undefined && "problem" in back)
    return { upgrade, downgrade: [], remarksOf, irreversible: `Alembic's downgrade cannot be written as SQL: ${back.problem}.` };
  const own = back === undefined ? "" : clean(back.sql);
  if (step === undefined) return { upgrade, downgrade: own === "" ? [] : [executeOf(own)], remarksOf };
  const { downgrade, irreversible } = step;
  return {
    upgrade,
    downgrade: downgrade.map((op) => (op.kind === "execute" ? executeOf(op.sql) : op)),
    remarksOf,
    ...(irreversible === undefined ? {} : { irreversible }),
  };
}

/** A text in its own lines. */
const executeOf = (sql: string): Operation => ({ kind: "execute", sql: `\n${sql}\n` });

/** mig begins and ends the transaction itself. */
const clean = (sql: string): string => withoutTransactionMarks(sql.replaceAll("\r\n", "\n")).trim();
