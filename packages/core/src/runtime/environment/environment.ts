import path from "node:path";
import { MigError } from "../../errors.ts";
import { buildGraph, type RevisionGraph } from "../../revision/graph.ts";
import type { Revision } from "../../revision/revision.ts";
import type { LoadedConfig } from "../config/load-config.ts";
import { connect } from "../connection/connect.ts";
import type { ConnectOptions } from "../connection/connect-options.ts";
import type { Connect } from "../connection/with-session.ts";
import { importRevision, type RevisionModule } from "../files/import-revision.ts";
import type { ProvidedModules } from "../files/import-module.ts";
import { loadRevisions, type LoadRevisionsOptions } from "../files/load-revisions.ts";
import type { OpenMirror } from "../mirror/mirror.ts";
import { openMirror } from "../mirror/open-mirror.ts";
import { requireLoaded } from "./arguments.ts";
import type { Session } from "../session.ts";
import { migTables, type MigTables } from "../tables/mig-tables.ts";
import type { ConfirmLosses, ConfirmWhen } from "../losses/losses.ts";
import type { Tell } from "./event.ts";

/** Everything that running revisions needs from outside. */
export interface Environment {
  readonly graph: RevisionGraph;
  readonly tables: MigTables;
  readonly connect: Connect;
  readonly importRevision: (revision: Revision) => Promise<RevisionModule>;
  readonly lockTimeoutSeconds: number;
  readonly tableLockSeconds: number;
  readonly tableStallSeconds: number;
  readonly revisionTimeoutSeconds: number;
  readonly lockedWaitSeconds: number;
  /** When to ask before rows are lost. */
  readonly confirmLoss: ConfirmWhen;
  /** Asks somebody. Absent: nobody can be asked, and the run ends with LOSS_NOT_CONFIRMED. */
  readonly confirmLosses?: ConfirmLosses;
  readonly tell: Tell;
  /** Another tool's history that goes along. Absent: none does. */
  readonly mirror?: OpenMirror;
  /** Aborting it stops a run: its statement is cancelled, its transaction rolled back. */
  readonly signal?: AbortSignal;
}

export interface EnvironmentOptions {
  /** The graph, if it has been read already. Absent: the configured folders are read. */
  readonly graph?: RevisionGraph;
  /**
   * A connection that is open already; it is used for everything and stays open. There is no second one to hold the lock, so
   * keeping other runs out is up to whoever hands it in. Absent: connections are opened by URL.
   */
  readonly session?: Session;
  /** Modules that revision files may import without having them installed. Absent: only types of "@migts/core/op". */
  readonly modules?: ProvidedModules;
  /** Absent: nobody listens. */
  readonly tell?: Tell;
  /** Answers whether rows may be lost. Absent: they may not, unless the call allows it. */
  readonly confirmLosses?: ConfirmLosses;
  readonly signal?: AbortSignal;
}

/** Folders of revision files, absolute. */
export function versionFolders({ config, root }: Pick<LoadedConfig, "config" | "root">): readonly string[] {
  const folders = config.versions ?? "mig/versions";
  return (typeof folders === "string" ? [folders] : folders).map((folder) => path.resolve(root, folder));
}

/** The graph of the configured folders' revisions. */
export const loadGraph = (
  loaded: Pick<LoadedConfig, "config" | "root">,
  options: Pick<LoadRevisionsOptions, "keepsTexts"> = {},
): RevisionGraph => buildGraph(loadRevisions({ folders: versionFolders(loaded), recursive: loaded.config.recursive ?? false, ...options }));

/** The URL to connect to. The folder of a PGlite database is relative to the configuration. */
export function requireUrl({ url, root, urlSource }: Pick<LoadedConfig, "url" | "root" | "urlSource">): string {
  if (url === undefined) throw new MigError("DATABASE_URL_MISSING", urlSource === undefined ? {} : { looked: urlSource });
  return absoluteUrl(url, root);
}

/** Options for connecting to a project's database. */
export const connectOptionsOf = ({
  env,
  urlSource,
  onNewer,
}: Pick<LoadedConfig, "env" | "urlSource"> & Pick<ConnectOptions, "onNewer">): ConnectOptions => ({
  env,
  ...(onNewer === undefined ? {} : { onNewer }),
  ...(urlSource === undefined ? {} : { urlSource }),
});

/**
 * Everything for `upgrade`, `downgrade`, `stamp` and `current`, from a configuration.
 * @example const report = await upgrade(createEnvironment(await loadConfig({ cwd, env: process.env })), { to: "head" });
 */
export function createEnvironment(loaded: LoadedConfig, options: EnvironmentOptions = {}): Environment {
  requireLoaded("createEnvironment", loaded);
  const { config } = loaded;
  const { session, modules, signal } = options;
  const open: Connect = async (applicationName, creating = {}) =>
    connect(requireUrl(loaded), { applicationName, ...connectOptionsOf(loaded), ...creating });
  const revisionTimeoutSeconds = config.revisionTimeoutSeconds ?? 60;
  const mirror = openMirror(loaded);
  return {
    graph: options.graph ?? loadGraph(loaded),
    tables: migTables(config),
    connect: session === undefined ? open : async () => lent(session),
    importRevision: (revision) =>
      importRevision(revision, {
        ...(modules === undefined ? {} : { modules }),
        seconds: revisionTimeoutSeconds,
        onSlow: (file, seconds) => options.tell?.({ kind: "slowFile", file, seconds }),
      }),
    lockTimeoutSeconds: config.lockTimeoutSeconds ?? 60,
    tableLockSeconds: config.tableLockSeconds ?? 60,
    tableStallSeconds: config.tableStallSeconds ?? 4,
    revisionTimeoutSeconds,
    confirmLoss: config.confirmLoss ?? "downgrade",
    ...(options.confirmLosses === undefined ? {} : { confirmLosses: options.confirmLosses }),
    lockedWaitSeconds: config.lockedWaitSeconds ?? 10,
    tell: options.tell ?? (() => {}),
    ...(mirror === undefined ? {} : { mirror }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The folder of a PGlite database is relative to the configuration, like every other path. */
function absoluteUrl(url: string, root: string): string {
  const folder = /^pglite:(?!memory:?$)(.+)$/u.exec(url)?.[1];
  return folder === undefined ? url : `pglite:${path.resolve(root, folder)}`;
}

/** The caller's connection. The caller closes it, and there is no second one. */
const lent = (session: Session): Session => ({ ...session, isShared: false, close: async () => {} });
