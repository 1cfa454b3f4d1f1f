import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { MigError } from "@migts/core/project";

const run = promisify(execFile);

/** Git's answer. Undefined: it has none, or there is no git. */
async function git(cwd: string, ...args: readonly string[]): Promise<string | undefined> {
  try {
    return (await run("git", [...args], { cwd, maxBuffer: 1 << 28 })).stdout;
  } catch {
    return undefined;
  }
}

/** What is on a branch that others build on. */
export interface BaseBranch {
  readonly name: string;
  /** Absolute paths. */
  readonly files: ReadonlySet<string>;
}

/**
 * The files of the base branch: the one that is named, else the remote's main branch, else main or master.
 * Undefined: this is no git repository, or it has none of these.
 */
export async function baseBranch(cwd: string, named: string | undefined): Promise<BaseBranch | undefined> {
  const top = (await git(cwd, "rev-parse", "--show-toplevel"))?.trim();
  const candidates = named === undefined ? [(await git(cwd, "rev-parse", "--abbrev-ref", "origin/HEAD"))?.trim(), "main", "master"] : [named];
  for (const name of candidates) {
    if (top === undefined || name === undefined || name === "" || name === "origin/HEAD") continue;
    const listed = await git(top, "ls-tree", "-r", "-z", "--name-only", "--end-of-options", name);
    if (listed !== undefined) return { name, files: new Set(listed.split("\0").map((file) => path.join(top, file))) };
  }
  if (named !== undefined) throw new MigError("OPTION_INVALID", { option: "--base", value: named, expected: "a branch of this git repository" });
  return undefined;
}
