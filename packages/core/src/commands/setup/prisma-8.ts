import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Whether a project uses Prisma 8, whose models are a contract and no longer a schema.prisma. */
export function usesPrisma8(folder: string): boolean {
  const file = path.join(folder, "package.json");
  if (!existsSync(file)) return false;
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(file, "utf8")) as Readonly<
      Record<string, Readonly<Record<string, unknown>> | undefined>
    >;
    const all = { ...dependencies, ...devDependencies };
    const isPart = (name: string): boolean => /^@prisma\/orm-|^@prisma-next\/|^prisma-next$/u.test(name);
    return Object.keys(all).some(isPart) || /^\D*8\.0/u.test(typeof all["prisma"] === "string" ? all["prisma"] : "");
  } catch {
    return false; // not a package.json that can be read
  }
}

/** The source of its contract, which is no schema.prisma although it ends so. */
export const contractFile = "contract.prisma";

/** What mig can do there. */
export const prisma8Advice =
  "This project uses Prisma 8. mig does not read its contract, whose form still changes: declare the design in SQL files (mig init --from-database writes them), or write " +
  "revisions by hand. mig adopt --baseline takes over the database as it is. mig's tables are in a schema of their own, where Prisma does not look. " +
  'So that Prisma accepts the database after each upgrade, set afterUpgrade: ["prisma db sign"].';
