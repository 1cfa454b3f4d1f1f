import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { alembicSettings, type AlembicSettings } from "./settings.ts";

/** A revision of Alembic's, as its Python file says. */
export interface AlembicRevision {
  readonly revision: string;
  readonly downRevisions: readonly string[];
  readonly branchLabels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly message: string;
  /** As its file says, in UTC. Absent: it does not say. */
  readonly created?: Date;
  /** Absolute. Absent: only its row in the database is known. */
  readonly file?: string;
}

/** What a project's Alembic has. */
interface Alembic {
  /** Absent: none are here. */
  readonly settings?: AlembicSettings;
  readonly revisions: readonly AlembicRevision[];
}

type Place = Parameters<typeof alembicSettings>[0];

/** By the project of a command, in which several ask. */
const known = new WeakMap<Place, Alembic>();

/** The settings and revisions of a project's Alembic, read once. Their files are read as text; nothing is run. */
export function alembicOf(place: Place): Alembic {
  const had = known.get(place);
  if (had !== undefined) return had;
  const settings = alembicSettings(place);
  const found = settings === undefined ? { revisions: [] } : { settings, revisions: revisionsOf(settings) };
  known.set(place, found);
  return found;
}

/** The revisions alone. Empty: there are no settings here, or no revisions. */
export const alembicRevisions = (place: Place): readonly AlembicRevision[] => alembicOf(place).revisions;

function revisionsOf({ versions, isRecursive }: AlembicSettings): readonly AlembicRevision[] {
  return versions.flatMap((folder) =>
    (existsSync(folder) ? readdirSync(folder, { recursive: isRecursive, encoding: "utf8" }) : [])
      .filter((name) => name.endsWith(".py"))
      .toSorted()
      .flatMap((name) => readRevision(path.join(folder, name))),
  );
}

function readRevision(file: string): readonly AlembicRevision[] {
  const text = readFileSync(file, "utf8");
  const listOf = (name: string): readonly string[] => {
    const value = new RegExp(String.raw`^${name}\s*(?::[^=\n]*)?=\s*(\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|[^\n]*)`, "mu").exec(text)?.[1] ?? "";
    return Array.from(value.matchAll(/(["'])((?:(?!\1)[^\n])*)\1/gu), ([, , found = ""]) => found);
  };
  const [revision] = listOf("revision");
  if (revision === undefined) return [];
  const message = /^(?:\s*#[^\n]*\n)*\s*(?:r|u)?("""|''')\s*([^\n]*?)\s*(?:\n|\1)/u.exec(text)?.[2];
  const moment = /^Create Date:\s*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)/mu.exec(text);
  const created = new Date(`${moment?.[1] ?? ""}T${moment?.[2] ?? ""}Z`);
  return [
    {
      revision,
      downRevisions: listOf("down_revision"),
      branchLabels: listOf("branch_labels"),
      dependsOn: listOf("depends_on"),
      message: message === undefined || message === "" ? "a revision of Alembic" : message,
      ...(Number.isNaN(created.getTime()) ? {} : { created }),
      file,
    },
  ];
}
