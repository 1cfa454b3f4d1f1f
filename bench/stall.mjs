// What others notice of a run that wants a table: a probe reads it all the time while a transaction holds it for six seconds.
import { writeFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { spawn } from "node:child_process";
import pg from "pg";

const holdSeconds = 6;

/** The times of all reads in milliseconds, and how long after the blocker's end the run was done. */
export async function stallOf({ node, bin, cwd, env }) {
  const [owner, blocker, probe] = await Promise.all(["", "", ""].map(() => connected(env.DATABASE_URL)));
  await owner.query("create table busy (id int); insert into busy values (1)");
  const revision =
    'export const revision = "a1";\nexport const downRevision = null;\nexport function upgrade(op) { op.execute("alter table busy add x int"); }\nexport function downgrade() {}\n';
  mkdirSync(join(cwd, "mig/versions"), { recursive: true });
  writeFileSync(join(cwd, "mig/versions/a1.mjs"), revision);
  await blocker.query("begin; select * from busy");
  const run = spawn(node, [bin, "upgrade"], { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  const ended = new Promise((resolve) => run.on("close", resolve));
  const reads = [];
  const over = new AbortController();
  const reading = (async () => {
    while (!over.signal.aborted) {
      const started = performance.now();
      await probe.query("select id from busy");
      reads.push(performance.now() - started);
      await delay(5);
    }
  })();
  await delay(holdSeconds * 1000);
  const released = performance.now();
  await blocker.query("rollback");
  const code = await ended;
  const after = performance.now() - released;
  over.abort();
  await reading;
  await Promise.all([owner, blocker, probe].map((client) => client.end()));
  if (code !== 0) throw new Error(`mig upgrade ended with ${code}`);
  return { reads, after };
}

export function stallText({ reads, after }) {
  const slow = reads.filter((ms) => ms > 50);
  const sum = slow.reduce((total, ms) => total + ms, 0);
  return `Readers of a table that is held for ${holdSeconds} s while a run wants it\n  worst read ${Math.max(...reads).toFixed(0)} ms; ${slow.length} of ${reads.length} above 50 ms, ${sum.toFixed(0)} ms in all; done ${after.toFixed(0)} ms after the table was free\n`;
}

async function connected(url) {
  const client = new pg.Client(url);
  await client.connect();
  return client;
}
