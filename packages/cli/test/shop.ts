import { createDatabase, tempProject, type ProcessResult, type ScratchDatabase, type TempProject } from "@migts/testkit";
import { migHere } from "./mig-here.ts";

/** A project with models, a database of its own, and the command called in it. */
export interface Shop {
  readonly project: TempProject;
  readonly database: ScratchDatabase;
  /** Runs mig in the project, with DATABASE_URL set. */
  readonly mig: (...args: readonly string[]) => Promise<ProcessResult>;
  /** Runs mig and gives its standard output; fails unless it ends well. */
  readonly done: (...args: readonly string[]) => Promise<string>;
  /** Runs mig with --json, which must print one object whatever happens. */
  readonly json: (...args: readonly string[]) => Promise<Envelope>;
  /** Ids of all revisions, oldest first. */
  readonly ids: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

export interface Envelope {
  readonly ok: boolean;
  readonly command: string | null;
  readonly data: Record<string, unknown> | null;
  readonly warnings: readonly string[];
  readonly error: { readonly code: string; readonly message: string; readonly hint: string; readonly exitCode: number } | null;
  /** Exit code of the process. */
  readonly code: number | undefined;
}

/** A schema.prisma around some models. */
export const prismaSchema = (models: string): string => `datasource db {
  provider = "postgresql"
}

${models}
`;

export const customers = `model Customer {
  id    Int    @id @default(autoincrement())
  email String @unique

  @@map("customers")
}
`;

export const customersWithName = customers.replace("@unique\n", "@unique\n  name  String?\n");

const config = `import { defineConfig } from "@migts/core";

export default defineConfig({ models: "prisma/schema.prisma" });
`;

export async function openShop(models: string = customers): Promise<Shop> {
  const [project, database] = await Promise.all([
    tempProject({ "mig.config.ts": config, "prisma/schema.prisma": prismaSchema(models) }),
    createDatabase(),
  ]);
  const mig = (...args: readonly string[]): Promise<ProcessResult> =>
    migHere(args, { cwd: project.path, env: { DATABASE_URL: database.url } });
  const done = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await mig(...args);
    if (code !== 0) throw new Error(`mig ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
    return stdout;
  };
  const json = async (...args: readonly string[]): Promise<Envelope> => {
    const { code, stdout } = await mig(...args, "--json");
    return { ...(JSON.parse(stdout) as Envelope), code };
  };
  return {
    project,
    database,
    mig,
    done,
    json,
    ids: async () => {
      const { data } = await json("history");
      return ((data?.["revisions"] ?? []) as readonly { readonly id: string }[]).map(({ id }) => id).toReversed();
    },
    close: async () => {
      await Promise.all([project.remove(), database.drop()]);
    },
  };
}

/** Hands over a shop, and clears it away whatever happens. */
export async function withShop<Result>(use: (shop: Shop) => Promise<Result>, models?: string): Promise<Result> {
  const shop = await openShop(models);
  try {
    return await use(shop);
  } finally {
    await shop.close();
  }
}

/** Writes the models anew. */
export const writeModels = ({ project }: Shop, models: string): Promise<void> =>
  project.write({ "prisma/schema.prisma": prismaSchema(models) });

/** The tables and views of a database's own schemas. */
export async function tablesOf(database: ScratchDatabase): Promise<readonly string[]> {
  const rows = await database.query<{ name: string }>(
    "select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'v') and n.nspname !~ '^pg_|^information_schema$' order by 1",
  );
  return rows.map(({ name }) => name);
}

/** A revision file written by hand. */
export function revisionFile(
  id: string,
  { down = null, labels = null, dependsOn = null, created, upgrade = "", downgrade = "" }: RevisionParts = {},
): Record<string, string> {
  const text = `// ${id}
//${created === undefined ? "" : `\n// Created: ${created}`}
import type { Op } from "@migts/core/op";

export const revision = ${JSON.stringify(id)};
export const downRevision = ${JSON.stringify(down)};
export const branchLabels = ${JSON.stringify(labels)};
export const dependsOn = ${JSON.stringify(dependsOn)};

export async function upgrade(op: Op): Promise<void> {
  ${upgrade}
}

export async function downgrade(op: Op): Promise<void> {
  ${downgrade}
}
`;
  return { [`mig/versions/${id}.ts`]: text };
}

export interface RevisionParts {
  readonly down?: string | readonly string[] | null;
  readonly labels?: readonly string[] | null;
  readonly dependsOn?: string | readonly string[] | null;
  /** When it says that it was made. Absent: it does not say. */
  readonly created?: string;
  /** Bodies of the functions. */
  readonly upgrade?: string;
  readonly downgrade?: string;
}
