import type { TestProject } from "vitest/node";
import { startServer, type PostgresServer } from "./postgres-server.ts";
import { queryRows, withClient } from "./query-rows.ts";
import { findBinaries } from "./server/binaries.ts";

/** A server that the tests may use. Tests get them by `inject("servers")`, the oldest major first. */
export interface TestServer {
  readonly major: number;
  readonly version: string;
  readonly url: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    readonly servers: readonly TestServer[];
  }
}

/** The oldest major that mig supports, and the newest that tests must have. MIG_TEST_MAJORS="16,17" asks for others. */
const defaultMajors = [15, 18];

/** What mig is written for beside these: tested as soon as a package holds it. */
const wantedMajors = [19];

/**
 * Starts the servers once for the whole run. With MIG_TEST_SERVERS (URLs, separated by commas) those are used
 * instead: for machines that none of the PostgreSQL packages fits, together with docker-compose.yml.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env["MIG_TEST_SERVERS"];
  if (given !== undefined && given !== "") {
    const described = await Promise.all(given.split(",").map(describeGiven));
    for (const { url } of described) await makeTablespace(url);
    project.provide("servers", described);
    return async () => {};
  }
  const asked = process.env["MIG_TEST_MAJORS"];
  const majors = asked === undefined ? [...defaultMajors, ...(await present(wantedMajors))] : asked.split(",").map(Number);
  const started = await Promise.allSettled(majors.map((major) => startServer({ major })));
  const servers = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
  const failures = started.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
  if (failures.length > 0) {
    await stopAll(servers);
    throw new AggregateError(failures, failures.map(String).join("\n"));
  }
  for (const { url } of servers) await makeTablespace(url);
  for (const { version, port, how } of servers) console.log(`PostgreSQL ${version} on 127.0.0.1:${port} (${how})`);
  project.provide(
    "servers",
    servers.map(({ major, version, url }) => ({ major, version, url })),
  );
  return () => stopAll(servers);
}

/** Those whose programs are here. */
async function present(majors: readonly number[]): Promise<readonly number[]> {
  const found = await Promise.all(
    majors.map((major) =>
      findBinaries(major).then(
        () => [major],
        () => [],
      ),
    ),
  );
  return found.flat();
}

/** One beside the default, in the server's own folder: cases move tables into it. */
const makeTablespace = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query("select from pg_tablespace where spcname = 'mig_test_space'");
    if (rowCount !== 0) return;
    await client.query("set allow_in_place_tablespaces = on");
    await client.query("create tablespace mig_test_space location ''");
  });

async function describeGiven(url: string): Promise<TestServer> {
  const [row] = await queryRows<{ version: string }>(url, "select current_setting('server_version') as version");
  const version = row?.version ?? "";
  console.log(`PostgreSQL ${version} given by MIG_TEST_SERVERS`);
  return { major: Number.parseInt(version, 10), version, url };
}

const stopAll = async (servers: readonly PostgresServer[]): Promise<void> => {
  await Promise.all(servers.map((server) => server.stop()));
};
