import { MigError } from "../../errors.ts";
import { composeSources } from "../../diff/sources.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { schemaOfUrl } from "../connection/url-schema.ts";
import type { Adapter, ModelSource } from "../../schema/model-source.ts";
import type { ModelPlace } from "./model-place.ts";
import type { ScratchServer } from "./scratch.ts";

export interface LoadSourcesOptions {
  /** Aborting it drops the scratch databases and stops. It is asked for only if there is one. Absent: nothing stops it. */
  readonly signal?: () => AbortSignal | undefined;
}

/**
 * Reads model sources one after the other, each with what the ones before it made, and makes one source of them. Nothing connects to a
 * server unless an adapter asks for a scratch database. After a source with errors the rest is not read: they would be followed by others.
 * @example modelsSide(await loadSources([prismaAdapter({ schema: "prisma/schema.prisma" })], await loadConfig({ cwd, env: process.env })))
 */
export async function loadSources(adapters: readonly Adapter[], place: ModelPlace, options: LoadSourcesOptions = {}): Promise<ModelSource> {
  const sources: ModelSource[] = [];
  for (const adapter of adapters) {
    const source = await loadOne(adapter, composeSources(sources, kinds), place, options);
    sources.push({ name: adapter.name, ...source });
    if (source.diagnostics.some(({ severity }) => severity === "error")) break;
  }
  return composeSources(sources, kinds);
}

/** The schema that Prisma's parameter of the URL names. */
const defaultSchemaOf = ({ url }: ModelPlace): string | undefined => (url === undefined ? undefined : schemaOfUrl(url));

/** What it made in between is dropped, whatever happens. */
async function loadOne(
  adapter: Adapter,
  { schema: base }: ModelSource,
  place: ModelPlace,
  { signal }: LoadSourcesOptions,
): Promise<ModelSource> {
  let server: Promise<ScratchServer> | undefined;
  const opened = (): Promise<ScratchServer> =>
    (server ??= import("./scratch.ts").then(({ scratchServer }) => scratchServer(adapter.name, place, signal?.())));
  try {
    const defaultSchema = defaultSchemaOf(place);
    const source = await adapter.load({
      base,
      root: place.root,
      ...(defaultSchema === undefined ? {} : { defaultSchema }),
      scratchServer: async () => (await opened()).server,
      scratch: async (schema = base, scratchOptions = {}) => (await opened()).create(schema, scratchOptions),
    });
    if (server !== undefined) signal?.()?.throwIfAborted();
    return source;
  } catch (error) {
    if (server === undefined || signal?.()?.aborted !== true) throw error;
    throw new MigError("INTERRUPTED", { after: "is as it was" }, { cause: error });
  } finally {
    await (await server?.catch(() => undefined))?.close();
  }
}
