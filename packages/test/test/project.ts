import { randomBytes } from "node:crypto";
import {
  newestServer,
  runProcess,
  tempProject,
  withDatabase,
  type ProcessResult,
  type ProjectFiles,
  type TempProject,
} from "@migts/testkit";
import { expect } from "vitest";

/** A project of a user's with a server, and what its programs print. */
export interface UserProject extends TempProject {
  /** Of a database on the server, as a role that may create databases. */
  readonly url: string;
  /** The same as a superuser. */
  readonly adminUrl: string;
  /** Runs a module that has the package's exports as `mig`. Gives the JSON that it returns. */
  readonly run: <Result>(code: string, env?: Readonly<Record<string, string>>) => Promise<Result>;
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<ProcessResult>;
  /** Databases of the role. */
  readonly databases: () => Promise<readonly string[]>;
}

export const revision = (id: string, down: string | readonly string[] | null, up: string, back: string, more = ""): string =>
  `export const revision = "${id}";
export const downRevision = ${JSON.stringify(down)};
${more}
export function upgrade(op) {
  ${up}
}
${back === "" ? "" : `export function downgrade(op) {\n  ${back}\n}\n`}`;

export const execute = (...statements: readonly string[]): string =>
  statements.map((sql) => `op.execute(${JSON.stringify(sql)});`).join("\n  ");

/** A small shop: tables that refer to each other, and rows that its first revision writes. */
export const shop: ProjectFiles = {
  "mig/versions/aa11_shop.js": revision(
    "aa11",
    null,
    execute(
      "create table countries (code text primary key)",
      "insert into countries values ('de'), ('jp')",
      "create table users (id serial primary key, email text not null unique, country text references countries)",
      "create table posts (id bigint generated always as identity primary key, author int not null references users, title text)",
    ),
    execute("drop table posts", "drop table users", "drop table countries"),
  ),
};

/** Hands over a database and a role that may create others, and removes all that it made. */
export async function withRole<Result>(
  use: (server: Pick<UserProject, "url" | "adminUrl" | "databases">) => Promise<Result>,
): Promise<Result> {
  const [server] = newestServer();
  return withDatabase(server === undefined ? {} : { major: server.major }, async (database) => {
    const role = `role_${randomBytes(6).toString("hex")}`;
    await database.query(`create role ${role} login createdb`);
    const url = new URL(database.url);
    url.username = role;
    const databases = async (): Promise<readonly string[]> =>
      (await database.query<{ name: string }>("select datname as name from pg_database where datdba = $1::regrole order by 1", [role])).map(
        ({ name }) => name,
      );
    try {
      return await use({ url: url.href, adminUrl: database.url, databases });
    } finally {
      for (const name of await databases()) await database.query(`drop database if exists "${name}" with (force)`);
      await database.query(`drop role ${role}`);
    }
  });
}

/** Makes a project and a database for its URL, hands both over, and removes them and all that the package made. */
export async function withProject<Result>(files: ProjectFiles, use: (project: UserProject) => Promise<Result>): Promise<Result> {
  const project = await tempProject(files);
  try {
    return await withRole(async ({ url, adminUrl, databases }) => {
      const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<ProcessResult> =>
        runProcess(process.execPath, args, { cwd: project.path, env: { DATABASE_URL: url, ...env }, timeout: 240_000 });
      const run: UserProject["run"] = async (code, env) => {
        const program = `import * as mig from "@migts/test";\nconst result = await (async () => {\n${code}\n})();\nconsole.log(JSON.stringify(result ?? null));`;
        const { code: exit, stdout, stderr } = await start(["--no-warnings", "--input-type=module", "--eval", program], env);
        expect({ exit, stderr }).toEqual({ exit: 0, stderr: "" });
        return JSON.parse(stdout) as never; // what the program returned
      };
      return use({ ...project, url, adminUrl, databases, start, run });
    });
  } finally {
    await project.remove();
  }
}
