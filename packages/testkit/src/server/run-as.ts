import { spawnSync } from "node:child_process";
import { chmod, cp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { programPath } from "./binaries.ts";

/** A way to run PostgreSQL's programs, which refuse to run as root. */
export interface RunAs {
  readonly how: "direct" | "nobody" | "unshare" | "setpriv" | "copy";
  /** Where the programs are; a copy of them for `copy`. */
  readonly root: string;
  /** Goes before the program and its arguments. */
  readonly prefix: readonly string[];
  /** Absent: the process keeps the ids it has. */
  readonly ids?: { readonly uid: number; readonly gid: number };
  /** Who must own the data folder. Absent: whoever makes it. */
  readonly owner?: number;
}

const nobody = 65534;
const ids = { uid: nobody, gid: nobody };
const namespace = ["unshare", "--user", `--map-user=${nobody}`, `--map-group=${nobody}`];

/**
 * Chooses how to run the programs so that they can be executed and can enter `folder`.
 * Tried in order: as we are; as `nobody`; in a user namespace where root is called nobody (a checkout below a 0700
 * folder); as `nobody` with the right to pass closed folders (the same in a container without user namespaces);
 * as `nobody` from a copy of the programs in `copyTo`.
 */
export async function chooseRunAs(root: string, folder: string, copyTo: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return asOurselves(root, folder);
  const found = candidates(root).find((candidate) => works(candidate, folder));
  if (found !== undefined) return found;
  const copy: RunAs = { how: "copy", root: path.join(copyTo, "programs"), prefix: [], ids, owner: nobody };
  await cp(root, copy.root, { recursive: true, verbatimSymlinks: true });
  await chmod(copy.root, 0o755);
  if (works(copy, folder)) return copy;
  throw new Error(`PostgreSQL does not run as root, and user "nobody" cannot enter ${folder}. Choose a folder that every user may enter.`);
}

/** initdb wants its user to have a name, which a container started under some number does not give: borrow one. */
function asOurselves(root: string, folder: string): RunAs {
  const direct: RunAs = { how: "direct", root, prefix: [] };
  const named: RunAs = { how: "unshare", root, prefix: namespace };
  return hasName() || !works(named, folder) ? direct : named;
}

function hasName(): boolean {
  try {
    return os.userInfo().username !== "";
  } catch {
    return false;
  }
}

function candidates(root: string): readonly RunAs[] {
  const capability = [
    "setpriv",
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
  ];
  const all: readonly RunAs[] = [
    { how: "nobody", root, prefix: [], ids, owner: nobody },
    { how: "unshare", root, prefix: namespace, owner: 0 },
    { how: "setpriv", root, prefix: capability, owner: nobody },
  ];
  const forced = process.env["MIG_POSTGRES_RUN_AS"]; // to test a way that this machine would not need
  return forced === undefined ? all : all.filter((candidate) => candidate.how === forced);
}

/** initdb shows its settings once it has found itself, for which it asks the rights of the real user: some ways give only the others. */
function works(candidate: RunAs, folder: string): boolean {
  const script = '"$1" --version >/dev/null && "$2" --show -D "$3/none" >/dev/null && test -x "$3"';
  const programs = ["postgres", "initdb"].map((name) => programPath(candidate.root, name));
  const [command, args] = commandLine(candidate, "sh", ["-c", script, "sh", ...programs, folder]);
  return spawnSync(command, args, { ...candidate.ids, stdio: "ignore", cwd: "/" }).status === 0;
}

/** Command and arguments that run `file` in the chosen way; `ids` of the way go into the spawn options. */
export function commandLine(runAs: RunAs, file: string, args: readonly string[]): [command: string, args: string[]] {
  const [command = file, ...rest] = [...runAs.prefix, file, ...args];
  return [command, rest];
}
