import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import type { Judge } from "./engine.ts";

/** The Prisma of a project. */
export interface ProjectPrisma {
  readonly major: number;
  /** Absent: mig cannot ask this version. */
  readonly judge?: Judge;
}

/** Where a judge is in a package of Prisma's, from its folder. */
const judgeIn: Readonly<Record<string, (folder: string) => Judge["at"] | undefined>> = {
  "@prisma/internals": (folder) => {
    const file = installed(folder, "@prisma/prisma-schema-wasm");
    return file === undefined ? undefined : { module: path.dirname(file) };
  },
  prisma: (folder) => {
    const wasm = path.join(folder, "build", "prisma_schema_build_bg.wasm");
    return existsSync(wasm) ? { wasm } : undefined;
  },
  "@prisma/client": () => undefined,
};

/** The Prisma that is installed where a schema.prisma is. Only the descriptions of packages are read. */
export function projectPrisma(folder: string): ProjectPrisma | undefined {
  for (const [name, judgeAt] of Object.entries(judgeIn)) {
    const file = installed(folder, name);
    const version = file === undefined ? undefined : versionIn(file);
    if (file === undefined || version === undefined) continue;
    const at = isAsked(version) ? judgeAt(path.dirname(file)) : undefined;
    const [major = 0] = numbersOf(version);
    return { major, ...(at === undefined ? {} : { judge: { version, at } }) };
  }
  return undefined;
}

/** Older ones cannot be asked about several files. Newer ones may be asked otherwise. */
function isAsked(version: string): boolean {
  const [major = 0, minor = 0] = numbersOf(version);
  return major === 5 ? minor >= 15 : major === 6 || major === 7;
}

const numbersOf = (version: string): readonly number[] => version.split(/[.-]/u).map(Number);

function versionIn(file: string): string | undefined {
  try {
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { readonly version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined; // half installed
  }
}

/**
 * The description of a package that is installed in a folder or in one above it. Node itself would look further, where a package manager
 * tells it to: in what other packages of the project have brought.
 */
function installed(folder: string, name: string): string | undefined {
  const file = path.join(folder, "node_modules", name, "package.json");
  if (existsSync(file)) return realpathSync(file);
  const above = path.dirname(folder);
  return above === folder ? undefined : installed(above, name);
}
