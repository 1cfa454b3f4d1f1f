// Who uses the embedded database at this moment: a file for each process, named by its id. All changes are made under
// a lock, so that nobody starts the server while another process stops it.
import { mkdir, readFile, readdir, rm, rmdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const lockWaitMs = 60_000;

/** Runs `use` while no other process is in a `withLock` of that folder. */
export async function withLock(folder, use) {
  const unlock = await takeLock(folder);
  try {
    return await use();
  } finally {
    await unlock();
  }
}

/** Takes the lock of a folder, waiting for whoever has it; gives what releases it. */
export async function takeLock(folder) {
  await mkdir(folder, { recursive: true });
  const lock = path.join(folder, "lock");
  const deadline = Date.now() + lockWaitMs;
  while (!(await tryLock(lock))) {
    const owner = await ownerOf(lock);
    if (owner > 0 && !isAlive(owner)) await removeDeadLock(lock);
    if (Date.now() > deadline) throw new Error(`Process ${owner} has held ${lock} for a minute. If it is not at work, remove that file.`);
    await delay(50);
  }
  return () => rm(lock, { force: true });
}

async function tryLock(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** Only one process at a time, or it might be the lock that another one has just taken over. */
async function removeDeadLock(lock) {
  const removal = `${lock}.removal`;
  const isOurs = await mkdir(removal).then(
    () => true,
    () => false,
  );
  if (!isOurs) return;
  const owner = await ownerOf(lock);
  if (owner > 0 && !isAlive(owner)) await rm(lock, { force: true });
  await rmdir(removal);
}

const ownerOf = async (lock) => Number(await readFile(lock, "utf8").catch(() => ""));

export async function addUser(folder) {
  await mkdir(path.join(folder, "users"), { recursive: true });
  await writeFile(path.join(folder, "users", String(process.pid)), "");
}

export const removeUser = (folder) => rm(path.join(folder, "users", String(process.pid)), { force: true });

/** Ids of the other processes that use the database; files of those that died are removed. */
export async function otherUsers(folder) {
  const names = await readdir(path.join(folder, "users")).catch(() => []);
  const others = names.map(Number).filter((pid) => pid !== process.pid);
  for (const dead of others.filter((pid) => !isAlive(pid))) await rm(path.join(folder, "users", String(dead)), { force: true });
  return others.filter(isAlive);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // it lives, and belongs to another user
  }
}
