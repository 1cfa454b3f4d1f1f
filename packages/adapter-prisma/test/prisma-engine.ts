import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { withClient } from "@migts/testkit";
import { readingDriver } from "./reading-driver.ts";

type Files = readonly (readonly [path: string, text: string])[];

/** Prisma's own schema engine as the judge. Each throws what Prisma says of a schema that it refuses. */
export interface PrismaEngine {
  /** The DDL of a schema.prisma: what it would create in an empty database. */
  readonly createScript: (files: Files) => Promise<string>;
  /** The DDL that leads from one schema.prisma to another, as `prisma migrate dev` writes it. */
  readonly migrateScript: (from: Files, to: Files) => Promise<string>;
  /** The DDL that leads from a database to a schema.prisma. Empty where Prisma sees no difference. */
  readonly databaseScript: (url: string, to: Files) => Promise<string>;
  /** What `prisma migrate status` says of a database: nothing is to be applied, missing, edited or failed where all is empty. */
  readonly status: (url: string, history: History) => Promise<MigrateStatus>;
  /** Applies what is pending, as `prisma migrate deploy`. Gives the names. */
  readonly deploy: (url: string, history: History) => Promise<readonly string[]>;
}

/** A project's models, and its migrations by name. */
export interface History {
  readonly models: Files;
  readonly migrations: Readonly<Record<string, string>>;
}

export interface MigrateStatus {
  readonly editedMigrationNames: readonly string[];
  readonly failedMigrationNames: readonly string[];
  readonly hasMigrationsTable: boolean;
  readonly history: object | null;
}

type WasmExports = Readonly<Record<string, unknown>>;

/** What is used of it: neither the language's types nor Node's declare it. */
declare const WebAssembly: {
  readonly instantiate: (bytes: Uint8Array, imports: object) => Promise<{ readonly instance: { readonly exports: WasmExports } }>;
};

/** What wasm-bindgen calls it. */
const setWasm = "__wbg_set_wasm";

interface EngineModule {
  readonly [setWasm]: (exports: WasmExports) => void;
  readonly SchemaEngine: { readonly new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
}

interface Engine {
  readonly diff: (params: object) => Promise<{ readonly stdout: string | null }>;
  readonly diagnoseMigrationHistory: (params: object) => Promise<MigrateStatus>;
  readonly applyMigrations: (params: object) => Promise<{ readonly appliedMigrationNames: readonly string[] }>;
  readonly free: () => void;
}

const answer = (value?: unknown): object => ({ ok: true, value });

/** A driver adapter that knows no database; a diff from nothing asks it nothing. */
const connection = {
  provider: "postgres",
  adapterName: "none",
  queryRaw: async () => answer({ columnTypes: [], columnNames: [], rows: [] }),
  executeRaw: async () => answer(0),
  executeScript: async () => answer(),
  startTransaction: async () => answer(),
  dispose: async () => answer(),
  getConnectionInfo: () => answer({ schemaName: "public", supportsRelationJoins: true }),
};

const driver = {
  provider: "postgres",
  adapterName: "none",
  connect: async () => answer(connection),
  connectToShadowDb: async () => answer(connection),
};

let loaded: Promise<PrismaEngine> | undefined;

/**
 * Loads the engine, a matter of 50 ms, once in a process: its JavaScript is one module, which frees what is left in the WASM that it has.
 */
export const loadPrismaEngine = (): Promise<PrismaEngine> => (loaded ??= loadEngine());

async function loadEngine(): Promise<PrismaEngine> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = (await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href)) as EngineModule; // its types are no module's
  const wasm = await WebAssembly.instantiate(readFileSync(path.join(folder, "schema_engine_bg.wasm")), {
    "./schema_engine_bg.js": { ...glue },
  });
  glue[setWasm](wasm.instance.exports);
  (wasm.instance.exports["__wbindgen_start"] as () => void)();
  const stub = (files: Files, from: object): Promise<string> => diff(glue, { datamodels: files, from, to: files }, driver);
  return {
    createScript: (files) => stub(files, { tag: "empty" }),
    migrateScript: (from, to) => stub(to, datamodel(from)),
    databaseScript: (url, to) => {
      const from = { tag: "schemaDatasource", files: sources(to), configDir: "/" };
      return withClient(url, (client) => diff(glue, { datamodels: to, from, to }, readingDriver(client)));
    },
    status: (url, history) => {
      const input = { migrationsList: listOf(history), optInToShadowDatabase: false, filters };
      return withEngine(glue, url, history.models, (engine) => engine.diagnoseMigrationHistory(input));
    },
    deploy: (url, history) =>
      withEngine(glue, url, history.models, async (engine) => {
        const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: listOf(history), filters });
        return appliedMigrationNames;
      }),
  };
}

const filters = { externalTables: [], externalEnums: [] };

const listOf = ({ migrations }: History): object => ({
  baseDir: "migrations",
  lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"' },
  shadowDbInitScript: "",
  migrationDirectories: Object.entries(migrations)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, content]) => ({ path: name, migrationFile: { path: "migration.sql", content: { tag: "ok", value: content } } })),
});

async function withEngine<Result>(
  { SchemaEngine }: EngineModule,
  url: string,
  models: Files,
  use: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  return withClient(url, async (client) => {
    const engine = await SchemaEngine.new({ datamodels: models }, () => {}, readingDriver(client));
    const result = await use(engine);
    engine.free();
    return result;
  });
}

const sources = (files: Files): readonly object[] => files.map(([name, content]) => ({ path: name, content }));

const datamodel = (files: Files): object => ({ tag: "schemaDatamodel", files: sources(files) });

interface Ends {
  readonly datamodels: Files;
  readonly from: object;
  readonly to: Files;
}

/** What `prisma migrate diff --script` prints of a comparison without differences. */
const nothing = "-- This is an empty migration.";

async function diff({ SchemaEngine }: EngineModule, { datamodels, from, to }: Ends, adapter: object): Promise<string> {
  const engine = await SchemaEngine.new({ datamodels }, () => {}, adapter);
  const { stdout } = await engine.diff({ from, to: datamodel(to), script: true, exitCode: null, shadowDatabaseUrl: null, filters });
  engine.free();
  return (stdout ?? "").trim() === nothing ? "" : (stdout ?? "");
}
