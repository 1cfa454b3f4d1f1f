import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic } from "@migts/core/adapter";
import { placeInText, type SchemaPlace } from "./document/place.ts";

export interface SourceText {
  /** As the user would write it: beginning with the path that was asked for. */
  readonly path: string;
  readonly text: string;
}

/** Why models cannot be read. */
class Unreadable extends Error {
  readonly place: { readonly file: string } | SchemaPlace;
  constructor(place: { readonly file: string } | SchemaPlace, message: string) {
    super(message);
    this.place = place;
  }
}

/** Reads a .prisma file, or every one in a folder and the folders below it, by name. Or says why that cannot be done. */
export async function readFiles(source: string, cwd: string): Promise<readonly SourceText[] | Diagnostic> {
  try {
    return await readSources(source, path.resolve(cwd, source));
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { severity: "error", code: "PRISMA_UNREADABLE", message: error.message, place: error.place };
  }
}

async function readSources(source: string, absolute: string): Promise<readonly SourceText[]> {
  const isFolder = (await access(source, () => stat(absolute))).isDirectory();
  if (!isFolder && !source.endsWith(".prisma"))
    throw new Unreadable({ file: source }, `${source} is no .prisma file, and no folder of them.`);
  const names = isFolder ? await filesIn(absolute, source) : [""];
  if (names.length === 0) throw new Unreadable({ file: source }, `There is no .prisma file in ${source}.`);
  return Promise.all(names.map((name) => readSource(path.join(absolute, name), path.join(source, name))));
}

async function filesIn(absolute: string, shown: string): Promise<readonly string[]> {
  const entries = await access(shown, () => readdir(absolute, { recursive: true, withFileTypes: true }));
  const found = entries.filter((entry) => entry.name.endsWith(".prisma") && !entry.isDirectory());
  const names = found.map((entry) => path.relative(absolute, path.join(entry.parentPath, entry.name)));
  return names.filter((name) => !name.split(path.sep).includes("node_modules")).toSorted(byCodeUnit);
}

/** The text without a mark of byte order. What is no UTF-8 is refused: its letters would reach the database as others. */
async function readSource(file: string, shown: string): Promise<SourceText> {
  const bytes = await access(shown, () => readFile(file));
  const text = new TextDecoder().decode(bytes);
  const broken = text.indexOf("\uFFFD");
  if (broken !== -1 && !isUtf8(bytes))
    throw new Unreadable(placeInText({ path: shown, text }, broken), "This is no UTF-8 text. Save the file as UTF-8.");
  return { path: shown, text };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Reports an error of the file system with the path that the user knows. */
async function access<Result>(shown: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? (reasons[String(cause.code)] ?? cause.message) : String(cause);
    throw new Unreadable({ file: shown }, `The Prisma schema cannot be read: ${reason}`);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file.",
  EACCES: "it may not be read by this user.",
  ELOOP: "its links lead in a circle.",
};

const byCodeUnit = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
