import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Prisma's own schema engine as the judge: what it would create in an empty database. */
export interface PrismaEngine {
  /** The DDL of a schema.prisma. Throws what Prisma says of a schema that it refuses. */
  readonly createScript: (files: readonly (readonly [path: string, text: string])[]) => Promise<string>;
}

type WasmExports = Readonly<Record<string, unknown>>;

/** What is used of it: neither the language's types nor Node's declare it. */
declare const WebAssembly: { readonly instantiate: (bytes: Uint8Array, imports: object) => Promise<{ readonly instance: { readonly exports: WasmExports } }> };

/** What wasm-bindgen calls it. */
const setWasm = "__wbg_set_wasm";

interface EngineModule {
  readonly [setWasm]: (exports: WasmExports) => void;
  readonly SchemaEngine: { readonly new: (options: object, log: () => void, adapter: object) => Promise<Engine> };
}

interface Engine {
  readonly diff: (params: object) => Promise<{ readonly stdout: string | null }>;
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

/** Loads the engine, a matter of 50 ms. */
export async function loadPrismaEngine(): Promise<PrismaEngine> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = (await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href)) as EngineModule; // its types are no module's
  const wasm = await WebAssembly.instantiate(readFileSync(path.join(folder, "schema_engine_bg.wasm")), { "./schema_engine_bg.js": { ...glue } });
  glue[setWasm](wasm.instance.exports);
  (wasm.instance.exports["__wbindgen_start"] as () => void)();
  return { createScript: (files) => createScript(glue, files) };
}

async function createScript({ SchemaEngine }: EngineModule, files: readonly (readonly [string, string])[]): Promise<string> {
  const engine = await SchemaEngine.new({ datamodels: files }, () => {}, driver);
  const { stdout } = await engine.diff({
    from: { tag: "empty" },
    to: { tag: "schemaDatamodel", files: files.map(([name, content]) => ({ path: name, content })) },
    script: true,
    exitCode: null,
    shadowDatabaseUrl: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  engine.free();
  return stdout ?? "";
}
