import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";

export interface SourceText {
  /** As the user would write it: beginning with the path that was asked for. */
  readonly path: string;
  readonly text: string;
}

/** Reads a .prisma file, or every one in a folder and the folders below it, by name. */
export async function readFiles(source: string, cwd: string): Promise<readonly SourceText[]> {
  const absolute = path.resolve(cwd, source);
  if (!(await stat(absolute)).isDirectory()) return [await readSource(absolute, source)];
  const names = await readdir(absolute, { recursive: true });
  const found = names.filter((name) => name.endsWith(".prisma") && !name.split(path.sep).includes("node_modules")).toSorted(byCodeUnit);
  return Promise.all(found.map((name) => readSource(path.join(absolute, name), path.join(source, name))));
}

const readSource = async (file: string, shown: string): Promise<SourceText> => ({ path: shown, text: await readFile(file, "utf8") });

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
