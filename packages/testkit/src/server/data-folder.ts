import { statfsSync } from "node:fs";
import { chmod, lchown, mkdir, mkdtemp, readdir, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { RunAs } from "./run-as.ts";

const wantedFree = 512 * 2 ** 20;

/** A new folder for a throwaway server, in memory where the machine offers that. Every user may enter it. */
export async function makeScratchFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(hasMemoryFolder() ? "/dev/shm" : os.tmpdir(), "mig-postgres-"));
  await chmod(folder, 0o755);
  return folder;
}

function hasMemoryFolder(): boolean {
  try {
    const { bavail, bsize } = statfsSync("/dev/shm");
    return bavail * bsize > wantedFree;
  } catch {
    return false;
  }
}

/** Makes the data folder, or hands an existing one over to whoever the server will run as. */
export async function prepareDataFolder(folder: string, runAs: RunAs): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  if (runAs.owner === undefined || (await stat(folder)).uid === runAs.owner) return;
  const inside = await readdir(folder, { recursive: true });
  for (const name of ["", ...inside]) await lchown(path.join(folder, name), runAs.owner, runAs.owner);
}
