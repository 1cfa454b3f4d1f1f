// The database of whoever has none: a PostgreSQL 18 out of npm on a data folder that is kept, or PGlite where
// npm has no PostgreSQL for the machine. One server serves all that run at once; who started it stops it.
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { queryRows, startServer } from "@migts/testkit/server";
import { addUser, otherUsers, removeUser, takeLock, withLock } from "./shared-use.mjs";

const major = 18;

/**
 * Opens a database by its name, makes it if it is new, and makes it anew if `fresh`.
 * @returns {Promise<{ url: string, what: string, close: () => Promise<void> }>}
 */
export async function openEmbedded({ folder, database, fresh = false }) {
  const dataDir = path.join(folder, "postgres");
  if (process.env.EXAMPLE_ENGINE === "pglite") return openPglite({ folder, database, fresh });
  const server = await withLock(folder, async () => {
    const started = await startServer({ major, dataDir, persistent: true }).catch((error) => ({ error }));
    if (!("error" in started)) await addUser(folder);
    return started;
  });
  if ("error" in server) {
    if (existsSync(dataDir)) throw server.error; // its data must not seem lost
    console.error(`PGlite is used, since PostgreSQL does not start here: ${server.error.message}`);
    return openPglite({ folder, database, fresh });
  }
  const close = () => leave(folder, server);
  try {
    await prepare(server, database, fresh);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: server.urlOf(database), what: `PostgreSQL ${server.version} (${server.how})`, close };
}

async function prepare(server, database, fresh) {
  if (fresh) await queryRows(server.url, `drop database if exists "${database}" with (force)`);
  const found = await queryRows(server.url, "select from pg_database where datname = $1", [database]);
  if (found.length > 0) return;
  await queryRows(server.url, `create database "${database}"`).catch((error) => {
    if (error.code !== "42P04" && error.code !== "23505") throw error; // somebody made it just now
  });
}

/** Stops the server if this process started it: not before the others are done, unless interrupted once more. */
async function leave(folder, server) {
  const isOurs = server.how !== "already running";
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  for (let told = false; ; told = true) {
    const others = await withLock(folder, async () => {
      const busy = isOurs && !interrupted.signal.aborted ? await otherUsers(folder) : [];
      if (busy.length === 0) {
        await removeUser(folder);
        await server.stop();
      }
      return busy;
    });
    if (others.length === 0) break;
    if (!told) console.error(`Process ${others.join(", ")} uses the database still. Press Ctrl-C to stop it all the same.`);
    await delay(100, undefined, { signal: interrupted.signal }).catch(() => {});
  }
  process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
}

/** PGlite has one session: whoever opens its folder has it alone, until done. */
async function openPglite({ folder, database, fresh }) {
  const dataDir = path.join(folder, `pglite-${database}`);
  const unlock = await takeLock(`${dataDir}.use`);
  if (fresh) await rm(dataDir, { recursive: true, force: true });
  return { url: `pglite:${dataDir}`, what: "PGlite", close: unlock };
}
