import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { MigError } from "../../errors.ts";

const lockName = "mig.lock";
const pollMilliseconds = 50;
const mostSeconds = 60;

/**
 * Makes a folder ready for PGlite, and keeps other runs out of it: PGlite itself does not notice when two processes write to
 * the same files. Gives what lets them in again.
 * @throws MigError DATABASE_URL_INVALID, LOCK_NOT_OBTAINED
 */
export async function takeFolder(folder: string): Promise<() => void> {
  refuseOther(folder);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, lockName);
  const started = Date.now();
  while (!tryLock(file)) {
    const seconds = (Date.now() - started) / 1000;
    if (seconds > mostSeconds)
      throw new MigError("LOCK_NOT_OBTAINED", {
        seconds: mostSeconds,
        holder: `${file}, written by process ${holderIn(file)?.pid ?? "unknown"}`,
      });
    await delay(pollMilliseconds);
  }
  return () => rmSync(file, { force: true });
}

function refuseOther(folder: string): void {
  const refuse = (problem: string): MigError => new MigError("DATABASE_URL_INVALID", { url: `pglite:${folder}`, problem });
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw refuse("that is a file, not a folder");
  const entries = readdirSync(folder).filter((name) => name !== lockName);
  if (entries.length > 0 && !entries.includes("PG_VERSION")) throw refuse("that folder holds other files, and no database");
}

interface Holder {
  readonly host: string;
  readonly pid: number;
}

/** Writes the lock's file. One that a dead process left behind is taken over. */
function tryLock(file: string): boolean {
  const own: Holder = { host: hostname(), pid: process.pid };
  try {
    writeFileSync(file, JSON.stringify(own), { flag: "wx" });
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const holder = holderIn(file);
  if (holder === undefined || (holder.host === own.host && holder.pid !== own.pid && isAlive(holder.pid))) return false;
  rmSync(file, { force: true });
  return tryLock(file);
}

/** Undefined: it has just been written or removed. */
function holderIn(file: string): Holder | undefined {
  try {
    const { host, pid } = JSON.parse(readFileSync(file, "utf8")) as { readonly host?: unknown; readonly pid?: unknown };
    return typeof host === "string" && typeof pid === "number" ? { host, pid } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
