import { MigError } from "../../errors.ts";
import type { ScratchTried } from "../../errors/source-errors.ts";
import { connectOptionsOf, requireUrl } from "../environment/environment.ts";
import { DoesNotFit, embeddedDatabases, embeddedFor, embeddedServer } from "./embedded-database.ts";
import { databasesOn, NotCreated, type DatabaseMaker, type Needs, type ServerMaker } from "./make-database.ts";
import type { ModelPlace } from "./model-place.ts";

/**
 * Where scratch databases are made: where `scratchUrl` says. Without it on the server of the project's database, and where that creates
 * none, in a PGlite that is like it. What is tried in vain is said.
 */
export async function scratchPlace(source: string, place: ModelPlace): Promise<DatabaseMaker> {
  const { scratchUrl } = place.config;
  if (scratchUrl !== undefined) return configured(scratchUrl, source, place);
  if (place.url === undefined) return embedded(source, place);
  const url = requireUrl(place);
  if (url.startsWith("pglite:")) return embeddedDatabases();
  const server = await databasesOn(url, connectOptionsOf(place));
  return { ...server, create: (needs) => server.create(needs).catch((error: unknown) => instead(error, { server, source, needs })) };
}

async function configured(scratchUrl: string, source: string, place: ModelPlace): Promise<DatabaseMaker> {
  const url = requireUrl({ ...place, url: scratchUrl });
  if (url.startsWith("pglite:")) return embeddedDatabases();
  const server = await databasesOn(url, { ...connectOptionsOf(place), urlSource: "scratchUrl in the configuration" });
  const create: DatabaseMaker["create"] = (needs) =>
    server.create(needs).catch((error: unknown) => {
      throw error instanceof NotCreated ? refusedEverywhere(source, [{ where: "scratchUrl", problem: error.message }], error.cause) : error;
    });
  return { ...server, create };
}

/** No database is configured, so none has to be matched. */
function embedded(source: string, { urlSource = "url" }: ModelPlace): DatabaseMaker {
  const tried: ScratchTried = { where: "server", problem: `no database URL is set (${urlSource})` };
  return {
    server: embeddedServer(),
    create: (needs) => embeddedFor(undefined, needs).catch((error: unknown) => Promise.reject(withPglite(error, source, tried))),
    end: async () => {},
  };
}

interface Refused {
  readonly server: ServerMaker;
  readonly source: string;
  readonly needs: Needs;
}

/** A PGlite in place of a database that the server has refused. */
async function instead(error: unknown, { server, source, needs }: Refused): ReturnType<DatabaseMaker["create"]> {
  if (!(error instanceof NotCreated)) throw error;
  const tried: ScratchTried = { where: "server", problem: error.message };
  const made = await embeddedFor(server.home, needs).catch((misfit: unknown) =>
    Promise.reject(withPglite(misfit, source, tried, error.cause)),
  );
  const remark =
    `The server creates no scratch database (${error.message}). The model source "${source}" was read in PGlite instead, ` +
    `which has the same major version. Set "scratchUrl" in mig.config.ts to say where it is to be read.`;
  return { ...made, remark };
}

const refusedEverywhere = (source: string, tried: readonly ScratchTried[], cause?: unknown): MigError =>
  new MigError("SCRATCH_REFUSED", { source, tried }, cause === undefined ? {} : { cause });

const withPglite = (error: unknown, source: string, tried: ScratchTried, cause?: unknown): unknown =>
  error instanceof DoesNotFit ? refusedEverywhere(source, [tried, { where: "pglite", problem: error.message }], cause) : error;
