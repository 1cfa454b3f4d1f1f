import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { MigError, revisionFileText, type Operation } from "@migts/core";
import type { Project } from "../project/project.ts";
import { fileNameOf } from "./draft.ts";

/** A new revision, as a command wants it written. */
export interface NewRevision {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** To be filled by hand. */
  readonly blank?: true;
  /** Folder to write to, absolute. */
  readonly folder: string;
}

/** Writes the file of a new revision, and gives its path. A file that is there is never touched. */
export async function writeRevision({ folder, ...draft }: NewRevision, { config, shown }: Project): Promise<string> {
  const now = new Date();
  const name = fileNameOf(config.fileTemplate ?? "{revision}_{slug}", { revision: draft.revision, message: draft.message, createdAt: now });
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  const text = revisionFileText({ ...draft, createdAt: now.toISOString().replace(/\.\d+Z$/u, "Z") });
  try {
    await writeFile(file, text, { flag: "wx" });
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw isThere ? new MigError("REVISION_FILE_EXISTS", { file: shown(file) }) : error;
  }
  return file;
}
