import type { Adapter } from "../../schema/model-source.ts";
import type { Mirror } from "../mirror/mirror.ts";
import type { BeforeWrite } from "../selection/before-write.ts";
import type { DifferenceRule } from "./difference-rule.ts";
import type { NamingConvention } from "./naming.ts";
import type { ObjectRule } from "./object-rule.ts";
import type { PresetName } from "./presets.ts";

/** The configuration of a project. Every setting has a default. */
export interface MigConfig {
  /**
   * The models: path of a schema.prisma or its folder, files of SQL (`sql("db")`, or a path that ends in .sql), an adapter, or several of
   * these. Absent: no models, revisions are written by hand.
   */
  readonly models?: string | Adapter | readonly (string | Adapter)[];
  /**
   * "exact": another order of an enum's labels than in the models is a difference. Absent: the order does not count for Prisma models, as
   * in Prisma itself.
   */
  readonly enumOrder?: "exact" | "any";
  /**
   * Whether `///` comments of Prisma models become comments on tables, columns and enum types, in place of those that are there. Absent:
   * they do not, and comments in the database stay.
   */
  readonly comments?: boolean;
  /**
   * What is compared: objects of the models and of the database that fit one of these, with all that is in them or on them. Everything else
   * is left alone. Absent: everything.
   * @example include: [{ schema: ["app", "audit"] }]
   */
  readonly include?: readonly ObjectRule[];
  /**
   * What is left alone: it is neither created, changed nor dropped, whatever the models say. A change that would have to drop or change it
   * is refused. It counts before `include`.
   * @example exclude: ["legacy_*", "index:public.orders.tmp_*", { kind: "trigger", name: "audit_*" }, ({ name }) => name.startsWith("_")]
   */
  readonly exclude?: readonly ObjectRule[];
  /** Services and extensions whose own objects are left alone. */
  readonly presets?: readonly PresetName[];
  /**
   * Differences that do not count: the database keeps what it has. Absent: each counts.
   * @example ignore: [{ kind: "column", fields: "default" }, ({ field, wanted }) => field === "type" && wanted === "citext"]
   */
  readonly ignore?: readonly DifferenceRule[];
  /** What is compared only where that is wanted. */
  readonly compare?: {
    /** Who owns tables, views, functions and all else, where it is not the role of the connection. Absent: that is not compared. */
    readonly owners?: boolean;
    /** What is in which tablespace, of tables and indexes. Absent: that is not compared. */
    readonly tablespaces?: boolean;
  };
  /** Names of constraints and indexes that models do not name. Absent: as PostgreSQL or Prisma names them. */
  readonly naming?: NamingConvention;
  /**
   * Changes what a comparison found before it is written to a revision: it may add, change or remove operations. `mig check` asks it as
   * well.
   * @example beforeWrite: ({ upgrade }) => ({ upgrade: upgrade.filter(({ kind }) => kind !== "dropTable") })
   */
  readonly beforeWrite?: BeforeWrite;
  /**
   * Keeps the history of another tool in step: each revision also writes a migration for it, and each run what it writes down. `true`:
   * Prisma Migrate, in the folder that it has. Absent: nothing is kept.
   */
  readonly mirror?: boolean | Mirror;
  /** Folder or folders of revision files. Absent: "mig/versions". */
  readonly versions?: string | readonly string[];
  /** Whether to read subfolders too. Absent: no. */
  readonly recursive?: boolean;
  /** Database URL. Absent: the environment's DATABASE_URL. */
  readonly url?: string;
  /**
   * Server for model sources that need a scratch database: mig creates databases there and drops them afterwards. It should have the
   * major version of the database. Absent: the database's own server.
   */
  readonly scratchUrl?: string;
  /** The table that records the applied heads. Absent: alembic_version in public. */
  readonly versionTable?: { readonly name?: string; readonly schema?: string };
  /** The table that logs what ran. Absent: mig_log in the schema of the version table. */
  readonly logTable?: { readonly name?: string; readonly schema?: string };
  /**
   * Whether this is a development database, in which `rebase --reapply` may revert revisions. Absent: yes if the database runs on
   * this machine.
   */
  readonly development?: boolean;
  /**
   * Name of a new revision's file, without its ending, made of {revision}, {slug}, {epoch}, {year}, {month}, {day}, {hour},
   * {minute} and {second}; with `recursive` it may hold folders. Absent: "{revision}_{slug}".
   */
  readonly fileTemplate?: string;
  /**
   * Path of the template for new revisions, relative to the configuration. `mig init --template` writes one. It is a revision file with
   * {{header}}, {{upgrade}} and {{downgrade}} in their places. It can also contain {{comment}}, {{message}}, {{revision}},
   * {{revises}}, {{createdAt}} and {{typesFrom}}.
   * Absent: the built-in template.
   */
  readonly revisionTemplate?: string;
  /** Maximum number of characters of the message in a file name. Absent: 40. */
  readonly slugLength?: number;
  /** Time zone of new revisions, such as "Europe/Berlin". Absent: UTC. */
  readonly timezone?: string;
  /** Commands to run on each new revision file, such as a formatter. Absent: none. */
  readonly afterWrite?: readonly AfterWrite[];
  /**
   * Commands to run after `mig upgrade` has applied revisions. If one fails, the command fails; the revisions stay applied. Absent: none.
   * @example afterUpgrade: ["prisma generate"]
   */
  readonly afterUpgrade?: readonly AfterWrite[];
  /** How long to wait for another run to end. Absent: 60. */
  readonly lockTimeoutSeconds?: number;
  /**
   * How long to try to lock a table that others use. Each attempt keeps others waiting only for a moment.
   * 0: wait in the server's queue instead. Absent: 60.
   */
  readonly tableLockSeconds?: number;
  /** How long a revision's attempts to lock a table may keep others waiting, in total. After that, mig stops the revision. Absent: 4. */
  readonly tableStallSeconds?: number;
  /**
   * How long a revision may wait for something other than the database, such as a promise of its own. After that, mig stops it and
   * rolls it back. 0: no limit. Absent: 60.
   */
  readonly revisionTimeoutSeconds?: number;
  /**
   * The same limit while its transaction is open (after its first `op.query`), because others may wait for its locks. 0: no limit.
   * Absent: 10.
   */
  readonly lockedWaitSeconds?: number;
  /**
   * When to ask before rows are lost. Without a terminal, such a run ends with exit code 3, unless `--allow-loss` is given.
   * Absent: "downgrade" (an upgrade runs what was reviewed, and does not ask).
   */
  readonly confirmLoss?: "always" | "downgrade" | "never";
}

/** A configuration with several environments. */
export interface MigConfigWithEnvironments extends MigConfig {
  /**
   * The settings that differ in each environment, by its name: `mig -n billing upgrade`. Absent: there is one environment without a name.
   */
  readonly environments?: Readonly<Record<string, MigConfig>>;
}

/**
 * A command line, run by the shell in the configuration's folder, with node_modules/.bin on the path. {file} is replaced by the file;
 * without it, the file is added at the end. If the command fails, the command that wrote the file fails too.
 * @example "prettier --write {file}"
 */
export type AfterWrite = string | { readonly command: string; /** Absent: the configuration's folder. */ readonly cwd?: string };

/** The argument of a configuration that is a function. */
export interface ConfigContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values of `-x key=value`. */
  readonly x: Readonly<Record<string, string>>;
  /** The environment that `-n` names. Absent: none. */
  readonly name?: string;
  /** The value of `--tag`. Absent: not given. */
  readonly tag?: string;
}

export type ConfigExport =
  | MigConfigWithEnvironments
  | ((context: ConfigContext) => MigConfigWithEnvironments | Promise<MigConfigWithEnvironments>);

/**
 * Gives a configuration its types. Returns the configuration unchanged.
 * @example export default defineConfig({ models: "prisma/schema.prisma", versions: "mig/versions" });
 */
export function defineConfig<Config extends ConfigExport>(config: Config): Config {
  return config;
}
