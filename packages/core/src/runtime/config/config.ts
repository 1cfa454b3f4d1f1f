import type { Adapter } from "../../schema/model-source.ts";

/** What a project tells mig. Everything has a default. */
export interface MigConfig {
  /** The models: path of a schema.prisma or its folder, an adapter, or several of these. Absent: no models, revisions are written by hand. */
  readonly models?: string | Adapter | readonly (string | Adapter)[];
  /**
   * "exact": an enum whose labels stand in another order than in the models is a difference. Absent: to models of Prisma it is none, as
   * Prisma itself has it.
   */
  readonly enumOrder?: "exact" | "any";
  /** Folder or folders of revision files. Absent: "mig/versions". */
  readonly versions?: string | readonly string[];
  /** Whether folders inside these count as well. Absent: no. */
  readonly recursive?: boolean;
  /** Database URL. Absent: the environment's DATABASE_URL. */
  readonly url?: string;
  /** Where the database keeps its heads. Absent: alembic_version in public. */
  readonly versionTable?: { readonly name?: string; readonly schema?: string };
  /** Where the database keeps the log of what ran. Absent: mig_log beside the version table. */
  readonly logTable?: { readonly name?: string; readonly schema?: string };
  /**
   * Whether the database is a developer's own, so that `rebase --reapply` may revert revisions there. Absent: it is where it runs on
   * this machine.
   */
  readonly development?: boolean;
  /**
   * Name of a new revision's file, without its ending, made of {revision}, {slug}, {epoch}, {year}, {month}, {day}, {hour},
   * {minute} and {second}; with `recursive` it may hold folders. Absent: "{revision}_{slug}".
   */
  readonly fileTemplate?: string;
  /**
   * A file that new revisions are made of, relative to the configuration; `mig init --template` writes one. It is a revision
   * file with {{header}}, {{upgrade}} and {{downgrade}} where these go, and, where wanted, {{comment}}, {{message}}, {{revision}},
   * {{revises}}, {{createdAt}} and {{typesFrom}}.
   * Absent: the usual form.
   */
  readonly revisionTemplate?: string;
  /** Most characters of a message in a file name. Absent: 40. */
  readonly slugLength?: number;
  /** Time zone of new revisions, such as "Europe/Berlin". Absent: UTC. */
  readonly timezone?: string;
  /** What runs over each new revision's file, such as a formatter. Absent: nothing. */
  readonly afterWrite?: readonly AfterWrite[];
  /** How long to wait for another run to end. Absent: 60. */
  readonly lockTimeoutSeconds?: number;
  /**
   * How long to try to lock a table that others use, never keeping them waiting for more than a moment at a time.
   * 0: wait in the queue like everybody else. Absent: 60.
   */
  readonly tableLockSeconds?: number;
  /** How much waiting behind its tries to lock a table a revision may put others to, in all. Then it is given up. Absent: 4. */
  readonly tableStallSeconds?: number;
  /**
   * How long a revision may wait for something that is not the database, such as a promise of its own. Then it is given up and
   * rolled back. 0: for ever. Absent: 60.
   */
  readonly revisionTimeoutSeconds?: number;
  /** The same while its transaction is open, so that nobody waits for its locks meanwhile: after its first `op.query`. 0: for ever. Absent: 10. */
  readonly lockedWaitSeconds?: number;
  /**
   * When to ask before rows of tables that have rows are lost. Without a terminal such a run ends with exit code 3, unless `--allow-loss`
   * is given. Absent: "downgrade": an upgrade runs what was reviewed.
   */
  readonly confirmLoss?: "always" | "downgrade" | "never";
}

/** A configuration with several environments. */
export interface MigConfigWithEnvironments extends MigConfig {
  /** What differs in each environment, by its name: `mig -n billing upgrade`. Absent: there is one, which has no name. */
  readonly environments?: Readonly<Record<string, MigConfig>>;
}

/**
 * A command line, run by the shell in the configuration's folder, with node_modules/.bin at hand. {file} stands for the file;
 * without it, the file comes last. If it fails, so does the command that wrote the file.
 * @example "prettier --write {file}"
 */
export type AfterWrite = string | { readonly command: string; /** Absent: the configuration's folder. */ readonly cwd?: string };

/** What a configuration that is a function is told. */
export interface ConfigContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values of `-x key=value`. */
  readonly x: Readonly<Record<string, string>>;
  /** The environment asked for by `-n`. Absent: none. */
  readonly name?: string;
  /** What `--tag` says. Absent: nothing. */
  readonly tag?: string;
}

export type ConfigExport = MigConfigWithEnvironments | ((context: ConfigContext) => MigConfigWithEnvironments | Promise<MigConfigWithEnvironments>);

/**
 * Gives a configuration its types; it is handed back as it is.
 * @example export default defineConfig({ models: "prisma/schema.prisma", versions: "mig/versions" });
 */
export function defineConfig<Config extends ConfigExport>(config: Config): Config {
  return config;
}
