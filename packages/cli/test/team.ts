import { mkdtemp, realpath, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { createDatabase, runProcess, tempProject, type ProcessResult, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { migHere } from "./mig-here.ts";
import { revisionFile } from "./shop.ts";

// A team: clones of one bare repository, each with a database of its own.

export interface Member {
  readonly name: string;
  readonly project: TempProject;
  readonly database: ScratchDatabase;
  readonly mig: (...args: readonly string[]) => Promise<ProcessResult>;
  /** Git's answer, whatever its exit code. */
  readonly git: (...args: readonly string[]) => Promise<ProcessResult>;
  /** Writes a revision that makes the table of its name, and commits it. */
  readonly write: (id: string, down: string | readonly string[] | null) => Promise<void>;
  readonly commit: (message: string) => Promise<void>;
  /** Ids of all revision files, and what each builds on. */
  readonly files: () => Promise<ReadonlyMap<string, readonly string[]>>;
  readonly tables: () => Promise<ReadonlySet<string>>;
}

export interface Team {
  readonly members: readonly Member[];
  readonly close: () => Promise<void>;
}

const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "core.hooksPath=/dev/null"];

/** Clones of a repository whose main branch has the revision aa11. */
export async function openTeam(names: readonly string[]): Promise<Team> {
  const remote = await realpath(await mkdtemp(path.join(os.tmpdir(), "mig-remote-")));
  await runProcess("git", ["init", "-q", "--bare", "-b", "main", remote]);
  const members: Member[] = [];
  for (const name of names) members.push(await join(name, remote, members.length === 0));
  return {
    members,
    close: async () => {
      await Promise.all([
        rm(remote, { recursive: true, force: true }),
        ...members.flatMap(({ project, database }) => [project.remove(), database.drop()]),
      ]);
    },
  };
}

async function join(name: string, remote: string, isFirst: boolean): Promise<Member> {
  const [project, database] = await Promise.all([
    tempProject({ "mig.config.ts": "export default {};\n", ".gitignore": "node_modules\n" }),
    createDatabase(),
  ]);
  const git: Member["git"] = (...args) => runProcess("git", [...identity, ...args], { cwd: project.path });
  const commit = async (message: string): Promise<void> => {
    await git("add", "-A");
    await git("commit", "-q", "-m", message);
  };
  const member: Member = {
    name,
    project,
    database,
    git,
    commit,
    mig: (...args) => migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } }),
    write: async (id, down) => {
      await project.write(
        revisionFile(id, { down, upgrade: `op.execute("create table ${id} (id int)");`, downgrade: `op.execute("drop table ${id}");` }),
      );
      await commit(id);
    },
    files: async () => {
      const found = (await project.list("mig/versions")).map(async (file) => {
        const text = await project.read(`mig/versions/${file}`);
        const [, id = ""] = /revision = "(\w+)"/u.exec(text) ?? [];
        return [id, (/downRevision = (.*);/u.exec(text)?.[1] ?? "").match(/\w+/gu)?.filter((word) => word !== "null") ?? []] as const;
      });
      return new Map(await Promise.all(found));
    },
    tables: async () => {
      const rows = await database.query<{ name: string }>(
        "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
      );
      return new Set(rows.map(({ name: table }) => table));
    },
  };
  await git("init", "-q", "-b", "main");
  await git("remote", "add", "origin", remote);
  if (isFirst) {
    await member.write("aa11", null);
    await git("push", "-q", "-u", "origin", "main");
  } else {
    await git("clean", "-fdqx", "-e", "node_modules");
    await git("fetch", "-q");
    await git("checkout", "-q", "-B", "main", "origin/main");
  }
  return member;
}
