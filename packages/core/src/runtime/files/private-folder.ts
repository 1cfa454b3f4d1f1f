import { lstatSync, mkdirSync, realpathSync, type Stats } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

/** Where this user's programs keep what they can make again. */
export const cacheBase = (): string => process.env["XDG_CACHE_HOME"] ?? process.env["LOCALAPPDATA"] ?? path.join(homedir(), ".cache");

const writableByOthers = 0o022;
const sticky = 0o1000;

/**
 * The folder `names` below `base`, made if it is not there, if nobody but this user and root can write to it or put another in its
 * place. Undefined: somebody else could have put something there, or it cannot be made.
 */
export function privateFolder(base: string, ...names: readonly string[]): string | undefined {
  let folder = path.resolve(base);
  // Folder by folder: a recursive mkdir never ends where making the first one fails in an unusual way, as under /proc.
  make(folder);
  for (const name of names) make((folder = path.join(folder, name)));
  try {
    const user = process.getuid?.();
    if (!lstatSync(folder).isDirectory()) return undefined; // nor a link to one
    if (user === undefined) return folder; // no such rights on this system: its folders for temporary files are the user's own
    const real = realpathSync(folder);
    return isOwn(lstatSync(real), user) && parentsOf(real).every((parent) => isSafe(lstatSync(parent), user)) ? real : undefined;
  } catch {
    return undefined;
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch {
    // It is there, or cannot be made: what is there is looked at next.
  }
}

const isOwn = ({ uid, mode }: Stats, user: number): boolean => uid === user && (mode & writableByOthers) === 0;

/** Whoever may write to a folder may put another in the place of one in it, unless it is sticky, as that for temporary files is. */
const isSafe = ({ uid, mode }: Stats, user: number): boolean =>
  (uid === user || uid === 0) && ((mode & writableByOthers) === 0 || (mode & sticky) !== 0);

function parentsOf(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [] : [parent, ...parentsOf(parent)];
}
