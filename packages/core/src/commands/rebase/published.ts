import path from "node:path";
import { MigError } from "../../errors.ts";
import { parseHeader } from "../../revision/header.ts";
import { gitAt, type Git } from "./git.ts";

/** Who may have a revision beside this working copy. */
export type Standing =
  /** Others may have it: where from, in words that follow its id. */
  | { readonly kind: "published"; readonly by: "git" | "database"; readonly why: string }
  /** Nobody else can have it. */
  | { readonly kind: "local" }
  /** Nothing tells. */
  | { readonly kind: "unknown" };

export interface Published {
  readonly standingOf: (id: string) => Standing;
  /** A branch to decide by, for a message. Absent: none is known. */
  readonly suggestedBase?: string;
}

interface Place {
  /** Folders of revisions, absolute. */
  readonly folders: readonly string[];
  /** The revisions that it is about. */
  readonly ids: readonly string[];
  /** A branch that alone decides. Undefined: every remote-tracking branch and tag does, or the main branch where there are none. */
  readonly base: string | undefined;
}

/**
 * What git knows of who may have revisions: a revision is published when a remote-tracking branch or a tag has it, under whatever
 * name its file has there, or had it once. Local branches count only where nothing is remote. Undefined: this is no git repository.
 */
export async function publishedIn(cwd: string, { folders, ids, base }: Place): Promise<Published | undefined> {
  const git = await gitAt(cwd);
  if (git === undefined) {
    if (base !== undefined) throw unknownBranch(base);
    return undefined;
  }
  const { refs, suggestedBase } = base === undefined ? await refsOf(git) : { refs: await refsOfBase(git, base), suggestedBase: base };
  const found = new Map<string, string>();
  for (const ref of refs) for (const id of await idsAt(git, ref, folders)) if (!found.has(id)) found.set(id, ref);
  for (const id of ids) {
    const seen =
      found.has(id) || refs.length === 0
        ? undefined
        : await git.ask("rev-list", "-1", "--end-of-options", ...refs, "--", `:(top,glob)**/*${globText(id)}*`);
    if (seen !== undefined && seen.trim() !== "") found.set(id, `the history of ${refs.map(shortRef).slice(0, 3).join(", ")}`);
  }
  const standingOf = (id: string): Standing => {
    const ref = found.get(id);
    if (ref !== undefined)
      return { kind: "published", by: "git", why: ref.startsWith("the history") ? `was in ${ref}` : `is on the branch ${shortRef(ref)}` };
    return refs.length === 0 ? { kind: "unknown" } : { kind: "local" };
  };
  return { standingOf, ...(suggestedBase === undefined ? {} : { suggestedBase }) };
}

const unknownBranch = (base: string): MigError =>
  new MigError("OPTION_INVALID", { option: "--base", value: base, expected: "a branch of this git repository" });

const shortRef = (ref: string): string => ref.replace(/^refs\/(?:remotes|heads|tags)\//u, "");

/** An id holds no more than letters, digits and the like; what a glob would take for itself is any character. */
const globText = (id: string): string => id.replaceAll(/[^\w]/gu, "?");

async function listed(git: Git, ...patterns: readonly string[]): Promise<readonly string[]> {
  const text = await git.ask("for-each-ref", "--format=%(refname) %(symref)", ...patterns);
  // refs/remotes/origin/HEAD stands for another
  return (text ?? "").split("\n").flatMap((line) => (line === "" || line.trimEnd().includes(" ") ? [] : [line.trimEnd()]));
}

/** All that others may have built on; the main branch where there is nothing remote. */
async function refsOf(git: Git): Promise<{ readonly refs: readonly string[]; readonly suggestedBase?: string }> {
  const remote = await listed(git, "refs/remotes");
  const tags = await listed(git, "refs/tags");
  const main = (await listed(git, "refs/heads/main", "refs/heads/master")).slice(0, 1);
  if (remote.length === 0) return { refs: [...main, ...tags], ...(main[0] === undefined ? {} : { suggestedBase: shortRef(main[0]) }) };
  const head = (await git.ask("rev-parse", "--abbrev-ref", "origin/HEAD"))?.trim();
  const usual =
    head !== undefined && head !== "" && head !== "origin/HEAD"
      ? head
      : remote.map(shortRef).find((ref) => /\/(?:main|master|develop)$/u.test(ref));
  return { refs: [...remote, ...tags], suggestedBase: usual ?? shortRef(remote[0] ?? "") };
}

/** The branch that was named, and what it follows: a stale copy does not hide what is on the other side. */
async function refsOfBase(git: Git, base: string): Promise<readonly string[]> {
  const commit = await git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", `${base}^{commit}`);
  if (commit === undefined) throw unknownBranch(base);
  const name = (await git.ask("rev-parse", "--symbolic-full-name", "--end-of-options", base))?.trim().split("\n").at(-1);
  const upstream =
    name?.startsWith("refs/heads/") === true ? (await git.ask("for-each-ref", "--format=%(upstream)", name))?.trim() : undefined;
  return [
    name === undefined || !name.startsWith("refs/") ? commit.trim() : name,
    ...(upstream === undefined || upstream === "" ? [] : [upstream]),
  ];
}

/** The ids of the revisions in the folders as a branch has them, read from their files' headers. */
async function idsAt(git: Git, ref: string, folders: readonly string[]): Promise<readonly string[]> {
  const inside = folders
    .map((folder) => path.relative(git.top, folder).split(path.sep).join("/"))
    .filter((folder) => !folder.startsWith(".."));
  if (inside.length === 0) return [];
  const tree = (await git.ask("ls-tree", "-r", "-z", ref, ...(inside.includes("") ? [] : inside))) ?? "";
  const files = tree.split("\0").flatMap((line) => {
    const [, blob = "", file = ""] = /^\S+ blob (\S+)\t(.*)$/su.exec(line) ?? [];
    return /\.[cm]?[jt]s$/u.test(file) ? [{ blob, file }] : [];
  });
  const texts = await git.texts([...new Set(files.map(({ blob }) => blob))]);
  return files.flatMap(({ blob, file }) => idIn(texts.get(blob), file));
}

function idIn(text: string | undefined, file: string): readonly string[] {
  try {
    return text === undefined ? [] : [parseHeader(text, file).id];
  } catch {
    return []; // not a revision, as far as can be told
  }
}
