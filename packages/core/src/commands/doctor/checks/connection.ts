import { maskUrl } from "../../../runtime/connection/mask.ts";
import { ask } from "../../../runtime/ask.ts";
import { requireUrl } from "../../../runtime/environment/environment.ts";
import type { Session } from "../../../runtime/session.ts";
import { ok, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";

const versionText = (version: number): string => `${Math.trunc(version / 10_000)}.${version % 10_000}`;

/** The server, and how far away it is. */
export async function checkServer({ project, session }: With<"project" | "session">): Promise<readonly Finding[]> {
  const where = `${maskUrl(requireUrl(project))}: PostgreSQL ${versionText(session.serverVersion)}`;
  if (!session.isShared) return [ok("database", `${where}, in this process.`)];
  return [ok("database", `${where}, ${(await roundTrip(session)).toFixed(1)} ms away.`)];
}

/** Milliseconds of the quickest of some round trips. */
async function roundTrip(session: Session): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const begun = performance.now();
    await session.simple("select");
    times.push(performance.now() - begun);
  }
  return Math.min(...times);
}

/** Whether what goes to another machine is encrypted. */
export async function checkEncryption({ session }: With<"session">): Promise<readonly Finding[]> {
  if (!session.isShared) return [];
  const [[row] = []] = await ask(session, [
    `select s.ssl, s.version, coalesce(pg_catalog.inet_server_addr() is null
      or pg_catalog.inet_client_addr() = pg_catalog.inet_server_addr()
       or pg_catalog.host(pg_catalog.inet_server_addr()) like '127.%', true) as local
     from pg_catalog.pg_stat_ssl s where s.pid = pg_catalog.pg_backend_pid()`,
  ]);
  if (row?.["ssl"] === true) return [ok("encryption", `${String(row["version"])}.`)];
  if (row === undefined || row["local"] === true) return [ok("encryption", "None, on one machine.")];
  return [warning("encryption", "The connection to another machine is not encrypted.", "Add sslmode=require to the URL.")];
}

/** Whether a pooler stands in between: then each transaction may run on another connection. */
export async function checkPooler({ session }: With<"session">): Promise<readonly Finding[]> {
  if (session.processId === undefined) return [];
  const [row] = await session.query("select pg_catalog.pg_backend_pid() as pid");
  if (row?.["pid"] === session.processId) return [ok("pooler", "None: the connection goes to the server.")];
  return [
    warning(
      "pooler",
      "The connection goes through a pooler. mig works through it, but does not see what keeps it waiting, and cannot cancel a statement.",
      "Give migrations the URL of the server itself.",
    ),
  ];
}

/** Seconds by which clocks may differ before anybody is confused. */
const apart = 30;

/** Whether both clocks agree: the log has the server's, revision files have this one. */
export async function checkClock({ session }: With<"session">): Promise<readonly Finding[]> {
  if (!session.isShared) return [];
  const before = Date.now();
  const [[row] = []] = await ask(session, ["select extract(epoch from pg_catalog.clock_timestamp())::float8 as now"]);
  const seconds = Math.round(Number(row?.["now"]) - (before + Date.now()) / 2000);
  if (Math.abs(seconds) <= apart) return [ok("clock", "It agrees with the server's.")];
  const way = seconds > 0 ? "behind" : "ahead of";
  return [warning("clock", `It is ${Math.abs(seconds)} s ${way} the server's.`, "Set the clock by a time server.")];
}
