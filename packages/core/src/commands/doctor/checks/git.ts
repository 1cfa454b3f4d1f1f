import path from "node:path";
import { some } from "../../../errors/some.ts";
import { gitAt, type Git } from "../../rebase/git.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";

const lines = (text: string | undefined): readonly string[] => (text ?? "").split("\0").filter((line) => line !== "");

/** Whether revisions reach the others, and passwords do not. */
export async function checkGit({ project }: With<"project">): Promise<readonly Finding[]> {
  const git = await gitAt(project.root);
  if (git === undefined) return [ok("git", "This is no git repository.")];
  const folders = await Promise.all(project.folders.map((folder) => checkFolder(git, folder, project.shown)));
  return [...folders.flat(), ...(await checkEnvFiles(git, project.envFiles ?? [path.join(project.root, ".env")], project.shown))];
}

async function checkFolder(git: Git, folder: string, shown: (file: string) => string): Promise<readonly Finding[]> {
  if ((await git.ask("check-ignore", "-q", path.join(folder, "revision.ts"))) !== undefined)
    return [problem("git", `git ignores ${shown(folder)}: nobody else gets the revisions.`, "Take the folder out of .gitignore.")];
  const changed = lines(await git.ask("status", "--porcelain", "-z", "--untracked-files=all", "--", folder))
    .map((line) => line.slice(3))
    .filter((file) => /\.[cm]?[jt]s$/u.test(file))
    .map((file) => path.basename(file));
  if (changed.length === 0) return [ok("git", `${shown(folder)} has nothing that is not committed.`)];
  return [warning("git", `Not committed: ${some(changed)}.`, `git add ${shown(folder)}`)];
}

async function checkEnvFiles(git: Git, files: readonly string[], shown: (file: string) => string): Promise<readonly Finding[]> {
  const tracked = lines(await git.ask("ls-files", "-z", "--full-name", "--", ...files)).map((file) => shown(path.join(git.top, file)));
  return tracked.map((file) =>
    warning("git", `${file} is in git: whoever can read the repository can read its passwords.`, `git rm --cached ${file}`),
  );
}
