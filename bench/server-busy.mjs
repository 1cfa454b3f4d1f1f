import { readFileSync } from "node:fs";
import pg from "pg";

export async function serverPid(url) {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query("select split_part(pg_read_file('postmaster.pid'), E'\n', 1) as pid");
  await client.end();
  return rows[0].pid;
}

/** What a run used, with the server's processor time in `busy`, and apart (Linux; elsewhere NaN and without). */
export async function withServer(pid, command) {
  const before = childrenBusy(pid);
  const used = await command();
  await new Promise((resolve) => setTimeout(resolve, 50)); // the server's process ends after ours
  const server = childrenBusy(pid) - before;
  return { ...used, server, busy: used.busy + (Number.isNaN(server) ? 0 : server) };
}

/** Processor time of the server's processes that have ended, in milliseconds (Linux; NaN elsewhere). */
function childrenBusy(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/\(.*\)/u, "()")
      .split(" ");
    return (Number(fields[15]) + Number(fields[16])) * 10; // cutime and cstime, in ticks of 10 ms
  } catch {
    return Number.NaN;
  }
}
