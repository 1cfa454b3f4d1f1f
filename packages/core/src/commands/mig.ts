import path from "node:path";
import { fileURLToPath } from "node:url";
import { isMigError, MigError } from "../errors.ts";
import type { ConfigExport } from "../runtime/config/config.ts";
import type { Environ } from "../runtime/config/env-file.ts";
import { ownEnvironment } from "../runtime/config/with-variables.ts";
import type { RunEvent } from "../runtime/environment/event.ts";
import type { ConfirmLosses } from "../runtime/losses/losses.ts";
import type { Ejected } from "./adopt/eject.ts";
import type { AdoptForm } from "./adopt/drafts.ts";
import type { AdoptResult, LookResult } from "./adopt/results.ts";
import type { Undone } from "./adopt/undo.ts";
import type { AnswerRenames, Caller } from "./caller.ts";
import type { CheckHeadsResult } from "./compare/check-heads.ts";
import type { CheckRequest, CheckResult } from "./compare/check.ts";
import type { ConfigResult } from "./compare/config.ts";
import type { DiffRequest, DiffResult } from "./compare/diff.ts";
import { branches, type BranchesResult } from "./graph/branches.ts";
import { heads, type HeadsRequest, type HeadsResult } from "./graph/heads.ts";
import { history, type HistoryRequest, type HistoryResult } from "./graph/history.ts";
import { show, type ShowRequest, type ShowResult } from "./graph/show.ts";
import { requireOptions, requireRequest, type CommandName } from "./requests.ts";
import { current, type CurrentResult } from "./run/current.ts";
import type { DowngradeRequest } from "./run/downgrade.ts";
import type { EnsureVersionRequest, EnsureVersionResult } from "./run/ensure-version.ts";
import type { RunMode, ScriptResult } from "./run/run-mode.ts";
import type { PlanResult, RunResult } from "./run/run-result.ts";
import type { StampRequest, StampResult } from "./run/stamp.ts";
import type { UpgradeRequest } from "./run/upgrade.ts";
import type { DoctorResult } from "./doctor/doctor.ts";
import type { StatusRequest, StatusResult } from "./status/status.ts";
import type { AdoptRequest } from "./write/adopt.ts";
import type { EjectRequest } from "./write/eject.ts";
import type { InitRequest, InitResult } from "./write/init.ts";
import type { MergeRequest, MergeResult } from "./write/merge.ts";
import type { RebaseRequest, RebaseResult } from "./write/rebase.ts";
import type { RevisionRequest, RevisionResult } from "./write/revision.ts";

/** What a command tells while it works. */
export type MigEvent =
  | RunEvent
  /** Something that is no error, and that somebody should read. */
  | { readonly kind: "warning"; readonly text: string }
  /** What to do next. */
  | { readonly kind: "advice"; readonly text: string }
  /** How far it is. */
  | { readonly kind: "note"; readonly text: string }
  /** What seldom matters, such as the .env file that was read. */
  | { readonly kind: "detail"; readonly text: string };

/** Who listens to one call, and what stops it. */
export interface CallOptions {
  /** Receives the events. Absent: the `on` of the instance. */
  readonly on?: (event: MigEvent) => void;
  /**
   * Aborting it ends the call with the error INTERRUPTED: a statement that runs is cancelled, its transaction rolled back. What revisions
   * have completed stays. Absent: the `signal` of the instance.
   */
  readonly signal?: AbortSignal;
}

/** What an instance is given beside its configuration. */
export interface MigOptions extends CallOptions {
  /**
   * The folder where relative paths start, and the search for a configuration. Absent: the working directory.
   * @example new URL("..", import.meta.url)
   */
  readonly cwd?: string | URL;
  /** Absent: the environment of the process. */
  readonly env?: Environ;
  /** Database URL; it wins. Absent: that of the configuration, then Prisma's settings, then DATABASE_URL. */
  readonly url?: string;
  /** Which of the configuration's environments. Absent: what stands outside of them. */
  readonly environment?: string;
  /** Handed to a configuration that is a function. Absent: none. */
  readonly tag?: string;
  /** Values handed to a configuration that is a function. Absent: none. */
  readonly x?: Readonly<Record<string, string>>;
  /** Asks somebody whether rows may be lost. Absent: nobody can be asked, and a run that would lose some is refused unless it allows it. */
  readonly confirmLosses?: ConfirmLosses;
  /** Asks somebody what goes on under another name. Absent: nobody can be asked, and `revision` is refused where it matters. */
  readonly answerRenames?: AnswerRenames;
  /** A module, as a URL, from which optional packages are looked for as well. Absent: from mig, and from the project. */
  readonly resolveFrom?: string;
  /**
   * A signal for what stops cleanly, asked for when that begins. For programs that end themselves at once otherwise, as the command line
   * does. Absent: `signal`.
   */
  readonly signalOfRuns?: () => AbortSignal;
}

/**
 * The commands of mig as functions. Each reads the configuration and the revision files anew, opens its own connections and closes them.
 * Nothing is printed; failures are rejections with a `MigError`.
 */
export interface Mig {
  /** Writes a configuration and the folder for revisions. */
  init(request?: InitRequest, options?: CallOptions): Promise<InitResult>;
  /** Says what history of another tool there is to take over. Changes nothing. */
  adopt(request?: AdoptRequest & { readonly form?: undefined }, options?: CallOptions): Promise<LookResult>;
  /** Takes over the history of another tool. */
  adopt(request: AdoptRequest & { readonly form: AdoptForm }, options?: CallOptions): Promise<AdoptResult>;
  /** Takes an adoption back. */
  undoAdopt(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<Undone>;
  /** Leaves the project to another tool. */
  eject(request: EjectRequest, options?: CallOptions): Promise<Ejected>;
  /** Writes a revision from the changes in the models, or an empty one. */
  revision(request?: RevisionRequest, options?: CallOptions): Promise<RevisionResult>;
  /** Writes a revision that joins heads. */
  merge(request?: MergeRequest, options?: CallOptions): Promise<MergeResult>;
  /** Moves unapplied revisions on top of another head. */
  rebase(request?: RebaseRequest, options?: CallOptions): Promise<RebaseResult>;
  /**
   * Applies revisions, each in its own transaction together with its row in the version table. Several processes may call it at once: one
   * applies the revisions, the others wait for it and then have nothing to do. So one call is enough when an application starts.
   * @example await createMig().upgrade()
   */
  upgrade(request?: UpgradeRequest & Runs, options?: CallOptions): Promise<RunResult>;
  /** Tells what it would do. Changes nothing. */
  upgrade(request: UpgradeRequest & Plans, options?: CallOptions): Promise<PlanResult>;
  /** Writes it as a script for psql. */
  upgrade(request: UpgradeRequest & Scripts, options?: CallOptions): Promise<ScriptResult>;
  upgrade(request: UpgradeRequest, options?: CallOptions): Promise<RunResult | PlanResult | ScriptResult>;
  /** Reverts the revisions above the target. */
  downgrade(request: DowngradeRequest & Runs, options?: CallOptions): Promise<RunResult>;
  downgrade(request: DowngradeRequest & Plans, options?: CallOptions): Promise<PlanResult>;
  downgrade(request: DowngradeRequest & Scripts, options?: CallOptions): Promise<ScriptResult>;
  downgrade(request: DowngradeRequest, options?: CallOptions): Promise<RunResult | PlanResult | ScriptResult>;
  /** Records revisions as applied without running them. */
  stamp(request: StampRequest & { readonly sql?: false }, options?: CallOptions): Promise<StampResult>;
  stamp(request: StampRequest & { readonly sql: true }, options?: CallOptions): Promise<ScriptResult>;
  /** Creates the version table if it is not there. */
  ensureVersion(request?: EnsureVersionRequest & { readonly sql?: false }, options?: CallOptions): Promise<EnsureVersionResult>;
  ensureVersion(request: EnsureVersionRequest & { readonly sql: true }, options?: CallOptions): Promise<ScriptResult>;
  /** The revisions that the database is at. */
  current(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<CurrentResult>;
  /** Head revisions. */
  heads(request?: HeadsRequest, options?: CallOptions): Promise<HeadsResult>;
  /** All revisions, newest first. */
  history(request?: HistoryRequest, options?: CallOptions): Promise<HistoryResult>;
  /** Revisions on which several build. */
  branches(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<BranchesResult>;
  /** The details of revisions. */
  show(request?: ShowRequest, options?: CallOptions): Promise<ShowResult>;
  /** Compares the database with the models. */
  check(request?: CheckRequest, options?: CallOptions): Promise<CheckResult>;
  /** Checks the graph: revisions side by side, revisions older than applied ones. */
  checkHeads(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<CheckHeadsResult>;
  /** The changes between two schemas. */
  diff(request: DiffRequest, options?: CallOptions): Promise<DiffResult>;
  /** Where the project is, and what comes next. */
  status(request?: StatusRequest, options?: CallOptions): Promise<StatusResult>;
  /** Looks at all that mig needs, from Node to the rights of the role. Writes nothing. */
  doctor(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<DoctorResult>;
  /** The configuration that holds. */
  config(request?: Readonly<Record<string, never>>, options?: CallOptions): Promise<ConfigResult>;
}

type Runs = { readonly [K in keyof RunMode]?: false };
type Plans = { readonly dryRun: true; readonly sql?: false };
type Scripts = { readonly sql: true; readonly dryRun?: false };

/**
 * One command: what it does with a request that was checked. What few programs call is loaded by the first call; those that only read share
 * all that they load.
 */
type Load<Request, Result> = () => Promise<(caller: Caller, request: Request) => Promise<Result>>;

/**
 * mig for programs. `config`: the configuration, or the path of one. Absent: the nearest mig.config.*, upwards from the working directory,
 * else the defaults. Several instances may work side by side.
 * @throws MigError ARGUMENT_INVALID
 * @example
 * const mig = createMig({ versions: "mig/versions", url: process.env.DATABASE_URL });
 * const { steps } = await mig.upgrade();
 */
export function createMig(config?: ConfigExport | string, options: MigOptions = {}): Mig {
  requireOptions(config, options);
  const command =
    <Request extends object, Result>(name: CommandName, load: Load<Request, Result>) =>
    async (request: Request = {} as Request, call: CallOptions = {}): Promise<Result> => {
      requireRequest(name, request, call);
      const abort = signalOf(options.signal, call.signal);
      refuseAborted(abort);
      const run = await load();
      try {
        return await run(callerOf(config, options, { call, abort }), request);
      } catch (error) {
        throw abort?.aborted === true && !isInterrupted(error) ? interrupted(error) : error;
      }
    };
  return {
    init: command("init", async () => (await import("./write/init.ts")).init),
    adopt: command("adopt", async () => (await import("./write/adopt.ts")).adopt) as Mig["adopt"], // what it gives follows from the request
    undoAdopt: command("undoAdopt", async () => (await import("./write/adopt.ts")).undoAdopt),
    eject: command("eject", async () => (await import("./write/eject.ts")).eject),
    revision: command("revision", async () => (await import("./write/revision.ts")).revision),
    merge: command("merge", async () => (await import("./write/merge.ts")).merge),
    rebase: command("rebase", async () => (await import("./write/rebase.ts")).rebase),
    upgrade: command("upgrade", async () => (await import("./run/upgrade.ts")).upgrade) as Mig["upgrade"],
    downgrade: command("downgrade", async () => (await import("./run/downgrade.ts")).downgrade) as Mig["downgrade"],
    stamp: command("stamp", async () => (await import("./run/stamp.ts")).stamp) as Mig["stamp"],
    ensureVersion: command("ensureVersion", async () => (await import("./run/ensure-version.ts")).ensureVersion) as Mig["ensureVersion"],
    current: command("current", async () => current),
    heads: command("heads", async () => heads),
    history: command("history", async () => history),
    branches: command("branches", async () => branches),
    show: command("show", async () => show),
    check: command("check", async () => (await import("./compare/check.ts")).check),
    checkHeads: command("checkHeads", async () => (await import("./compare/check-heads.ts")).checkHeads),
    diff: command("diff", async () => (await import("./compare/diff.ts")).diff),
    status: command("status", async () => (await import("./status/status.ts")).status),
    doctor: command("doctor", async () => (await import("./doctor/doctor.ts")).doctor),
    config: command("config", async () => (await import("./compare/config.ts")).config),
  };
}

interface Called {
  readonly call: CallOptions;
  readonly abort: AbortSignal | undefined;
}

function callerOf(config: ConfigExport | string | undefined, options: MigOptions, { call, abort }: Called): Caller {
  const {
    cwd: folder = process.cwd(),
    env = ownEnvironment(),
    url,
    environment,
    tag,
    x = {},
    confirmLosses,
    answerRenames,
    resolveFrom,
  } = options;
  const on = call.on ?? options.on ?? ((): void => {});
  return {
    cwd: folder instanceof URL ? fileURLToPath(folder) : path.resolve(folder),
    env,
    settings: {
      ...(config === undefined ? {} : { config }),
      ...(url === undefined ? {} : { url }),
      ...(environment === undefined ? {} : { environment }),
      ...(tag === undefined ? {} : { tag }),
      x,
    },
    warn: (text) => on({ kind: "warning", text }),
    advise: (text) => on({ kind: "advice", text }),
    progress: (text) => on({ kind: "note", text }),
    detail: (text) => on({ kind: "detail", text }),
    tell: on,
    signal: () => abort ?? options.signalOfRuns?.(),
    ...(abort === undefined ? {} : { abort }),
    ...(confirmLosses === undefined ? {} : { confirmLosses }),
    ...(answerRenames === undefined ? {} : { answerRenames }),
    ...(resolveFrom === undefined ? {} : { resolveFrom }),
  };
}

function signalOf(...signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw interrupted(signal.reason);
}

const isInterrupted = (error: unknown): boolean => isMigError(error) && error.code === "INTERRUPTED";

const interrupted = (cause: unknown): MigError => new MigError("INTERRUPTED", { after: "is as it was" }, { cause });
