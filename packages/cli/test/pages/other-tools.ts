import { createHash } from "node:crypto";
import { queryRows, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { deploy } from "../adopt.ts";

interface Place {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
}

/** As `prisma migrate deploy` does with the folders of the project. */
export async function deployAsPrisma({ project, database }: Place): Promise<void> {
  const names = (await project.list("prisma/migrations")).filter((name) => !name.includes("."));
  const texts = await Promise.all(
    names.map(async (name) => [name, await project.read(`prisma/migrations/${name}/migration.sql`)] as const),
  );
  await deploy(database, Object.fromEntries(texts));
}

/** As drizzle-kit does: each file, and a row with its hash and the moment of the journal. */
export async function migrateAsDrizzle({ project, database }: Place): Promise<void> {
  const { entries } = JSON.parse(await project.read("drizzle/meta/_journal.json")) as {
    readonly entries: readonly { readonly tag: string; readonly when: number }[];
  };
  await queryRows(
    database.url,
    "create schema drizzle; create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)",
  );
  for (const { tag, when } of entries) {
    const sql = await project.read(`drizzle/${tag}.sql`);
    await queryRows(database.url, sql);
    const hash = createHash("sha256").update(sql).digest("hex");
    await queryRows(database.url, `insert into drizzle.__drizzle_migrations (hash, created_at) values ('${hash}', ${when})`);
  }
}
