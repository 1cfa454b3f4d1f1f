import type { NotCompared } from "../../diff/not-compared.ts";
import type { ReplayFailure } from "../../runtime/replay/replay.ts";
import type { Project } from "../project/project.ts";
import type { Adopted } from "./adopt.ts";
import type { AdoptForm } from "./drafts.ts";
import type { Look } from "./look-around.ts";
import type { Recorded } from "./stamp.ts";
import type { Standing } from "./standing.ts";
import type { Refusal } from "../words/alembic.ts";
import type { AdoptedAlembic, AlembicLook } from "./alembic/take-over.ts";
import { refusalsIn } from "./alembic/stubs.ts";
import type { ToolReport } from "./tool-report.ts";

/** Where migrations stand in a database, by their names. */
export interface StandingReport {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Began and did not end. */
  readonly failed: readonly string[];
  readonly rolledBack: readonly string[];
  /** The file is not what ran. */
  readonly edited: readonly string[];
  /** Ran, and has no file. */
  readonly missing: readonly string[];
}

/** What there is to take over. */
export interface LookResult extends Partial<StandingReport> {
  /** Null: no tool has a history here. */
  readonly tool: ToolReport | null;
  readonly folder: string | null;
  /** How many migrations there are. */
  readonly files: number;
  /** Null: it was not read. */
  readonly database: {
    readonly isEmpty: boolean;
    /** The tool's table. Null: it is not there. */
    readonly table: { readonly schema: string; readonly name: string } | null;
    /** It has mig's table. */
    readonly managed: boolean;
  } | null;
  /** Why the database was not read. Absent: it was. */
  readonly unread?: string;
  /** In which form the history is adopted already. Null: it is not. */
  readonly adopted: "baseline" | "migration" | "link" | null;
  /** How far Alembic's revisions have stubs. Absent: it is another tool. */
  readonly stubs?: AlembicStubs;
}

/** Ids of Alembic's revisions, by what stands for them. */
export interface AlembicStubs {
  readonly withSql: readonly string[];
  /** Their stubs have no SQL: they are to be applied with Alembic. */
  readonly refusing: readonly string[];
  readonly missing: readonly string[];
}

/** What was taken over. */
export interface AdoptResult extends Partial<StandingReport> {
  readonly tool: ToolReport;
  readonly form: AdoptForm;
  /** What was written and changed. */
  readonly files: readonly string[];
  readonly revisions: readonly { readonly revision: string; readonly message: string; readonly irreversible?: string }[];
  readonly recorded: Recorded;
  /** What the database has otherwise than its history makes it, a line each. */
  readonly drift: readonly string[];
  /** A migration that does not run in an empty database. Absent: all do, or none was tried. */
  readonly failure?: ReplayFailure;
  /** What no kind models and the baseline does not make. */
  readonly notRebuilt: readonly NotCompared[];
  /** Migrations that wrote rows, which the baseline does not hold. */
  readonly wroteRows: readonly string[];
  /** Revisions of Alembic's whose stubs have no SQL. Absent: it is another tool. */
  readonly refusing?: readonly Refusal[];
}

const namesOf = (files: readonly { readonly name: string }[]): readonly string[] => files.map(({ name }) => name);

const standingReport = ({ applied, pending, failed, rolledBack, edited, missing }: Standing): StandingReport => ({
  applied: namesOf(applied),
  pending: namesOf(pending),
  failed,
  rolledBack,
  edited: namesOf(edited),
  missing,
});

const toolReport = ({ id, name, table }: ToolReport): ToolReport => ({ id, name, ...(table === undefined ? {} : { table }) });

export const lookResult = ({ found, database, standing, unread, form }: Look, project: Project): LookResult => ({
  tool: found === undefined ? null : toolReport(found.tool),
  folder: found?.folder === undefined ? null : project.shown(found.folder),
  files: found?.files.length ?? 0,
  database:
    database === undefined ? null : { isEmpty: database.isEmpty, table: database.table ?? null, managed: database.state.has.version },
  ...(unread === undefined ? {} : { unread }),
  adopted: form ?? null,
  ...(standing === undefined ? {} : standingReport(standing)),
});

export function adoptResult({ tool, standing, files, prepared, recorded }: Adopted, form: AdoptForm): AdoptResult {
  const { drift = [], failure, notRebuilt = [], wroteRows = [], drafts = [] } = prepared ?? {};
  return {
    tool: toolReport(tool),
    form,
    files,
    revisions: drafts.map(({ revision, message, irreversible }) => ({
      revision,
      message,
      ...(irreversible === undefined ? {} : { irreversible }),
    })),
    recorded,
    drift,
    ...(failure === undefined ? {} : { failure }),
    notRebuilt,
    wroteRows,
    ...(standing === undefined ? {} : standingReport(standing)),
  };
}

const alembic: ToolReport = { id: "alembic", name: "Alembic" };

export const alembicLookResult = ({ revisions, withSql, refusing, missing }: AlembicLook): LookResult => ({
  tool: alembic,
  folder: null,
  files: revisions.length,
  database: null,
  adopted: missing.length < revisions.length ? "migration" : null,
  stubs: { withSql, refusing, missing },
});

export const alembicAdoptResult = ({ files, stubs, edited }: AdoptedAlembic): AdoptResult => ({
  tool: alembic,
  form: "history",
  files,
  revisions: stubs.map(({ draft: { revision, message, irreversible } }) => ({
    revision,
    message,
    ...(irreversible === undefined ? {} : { irreversible }),
  })),
  recorded: { how: "nothing to do" },
  drift: [],
  notRebuilt: [],
  wroteRows: [],
  refusing: refusalsIn(stubs),
  edited,
});
