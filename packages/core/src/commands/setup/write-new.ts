import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileError } from "../../runtime/files/file-error.ts";

/** Writes a file that is not there yet, or empty as it is. */
export async function writeNew(file: string, text: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: text === "" ? "a" : "wx" });
  } catch (error) {
    throw fileError(error, file, "write");
  }
}
