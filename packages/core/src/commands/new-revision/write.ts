import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { MigError } from "../../errors.ts";
import type { Operation } from "../../postgres/objects/index.ts";
import { fileError } from "../../runtime/files/file-error.ts";
import { revisionFileText, type RevisionDraft, type RemarksOf } from "../../source/revision-file.ts";
import { fillTemplate, templateProblem } from "../../source/revision-template.ts";
import type { Caller } from "../caller.ts";
import { ownPackage } from "../setup/own-package.ts";
import type { Project } from "../project/project.ts";
import { fileNameOf, momentIn } from "./draft.ts";
import type { NewHeader } from "./header.ts";
import { runHooks } from "./hooks.ts";

/** A new revision that a command writes. */
export interface NewRevision extends NewHeader {
  readonly message: string;
  readonly upgrade: readonly Operation[];
  readonly downgrade: readonly Operation[];
  /** To be filled by hand. */
  readonly blank?: true;
  /** Comments above operations. Absent: none. */
  readonly remarksOf?: RemarksOf;
  /** What of another tool's history it stands for, as the header says it. Absent: nothing. */
  readonly adopts?: string;
  /** Files of SQL that it runs, relative to it. Absent: none. */
  readonly sqlFiles?: NonNullable<RevisionDraft["sqlFiles"]>;
  /** Why there is no way back. Absent: there is one. */
  readonly irreversible?: string;
  /** Absent: now. */
  readonly created?: Date;
}

/** Writes the file of a new revision into a folder, runs the hooks over it, and gives its path. A file that is there is never touched. */
export async function writeRevision(draft: NewRevision, folder: string, project: Project, caller: Caller): Promise<string> {
  const template = await templateOf(project);
  const { fileTemplate = "{revision}_{slug}", slugLength, timezone } = project.config;
  const createdAt = momentIn(draft.created ?? new Date(), timezone);
  const name = fileNameOf(fileTemplate, {
    revision: draft.revision,
    message: draft.message,
    createdAt,
    ...(slugLength === undefined ? {} : { slugLength }),
  });
  const file = path.join(folder, name);
  try {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, template({ ...draft, createdAt: createdAt.text, typesFrom: `${ownPackage(folder)}/op` }), { flag: "wx" });
  } catch (error) {
    const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
    throw isThere ? new MigError("REVISION_FILE_EXISTS", { file: project.shown(file) }) : fileError(error, file, "write");
  }
  await runHooks(file, project, caller);
  return file;
}

/** How new files are written: by the project's own template, checked before anything is written, or in the usual form. */
async function templateOf({ config, root, shown }: Project): Promise<(draft: RevisionDraft) => string> {
  if (config.revisionTemplate === undefined) return revisionFileText;
  const file = path.resolve(root, config.revisionTemplate);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw fileError(error, file, "read");
  });
  const problem = templateProblem(text);
  if (problem !== undefined) throw new MigError("TEMPLATE_INVALID", { file: shown(file), problem }, { place: { file } });
  return (draft) => fillTemplate(text, draft);
}
