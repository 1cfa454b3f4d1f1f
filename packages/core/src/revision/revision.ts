/** The id of a revision as its file writes it: any text without `@ - + :`, at most 32 characters. */
export type RevisionId = string;

/** One revision: what the header of its file says. Plain data, JSON-safe. */
export interface Revision {
  readonly id: RevisionId;
  /** The revisions that this one builds on: none for a base, several for a merge point. */
  readonly downRevisions: readonly RevisionId[];
  /** The branch labels that this revision itself declares. */
  readonly branchLabels: readonly string[];
  /** Ids or branch labels that must be applied before, without being built on. */
  readonly dependsOn: readonly string[];
  /** The first line that describes the revision. Absent: nothing was written. */
  readonly message?: string;
  /** The text after the first line. Absent: there is none. */
  readonly description?: string;
  /** When it was created, as the file says it. Absent: it does not say. */
  readonly createdAt?: string;
  /** What of another tool's history it stands for. Absent: it was written for mig. */
  readonly adopts?: Adopted;
  /** Where it was read from. Absent: it did not come from a file. */
  readonly file?: string;
}

/** A part of another tool's history. */
export interface Adopted {
  /** The tool's short name, such as `prisma`. */
  readonly tool: string;
  /**
   * "baseline": all its migrations up to this one. "migration": this one alone, its SQL copied. "link": this one, its SQL read from its
   * file.
   */
  readonly form: "baseline" | "migration" | "link";
  /** What the tool's table knows the migration by: mostly its name. */
  readonly name: string;
  /** SHA-256 of the migration's text, line ends aside; of a baseline, of the names that it stands for. */
  readonly checksum: string;
}

const adopted = /^(?<tool>[\w-]+) (?<form>baseline|migration|link) sha256:(?<checksum>[0-9a-f]{64}) (?<name>.+)$/u;

/** How the header of a file says it. @example "prisma migration sha256:ab... 20240101000000_init" */
export const adoptedText = ({ tool, form, checksum, name }: Adopted): string => `${tool} ${form} sha256:${checksum} ${name}`;

/** Reads what `adoptedText` writes. Undefined: it is something else. */
export function parseAdopted(text: string): Adopted | undefined {
  const { tool, form, checksum, name } = adopted.exec(text)?.groups ?? {};
  if (tool === undefined || checksum === undefined || name === undefined) return undefined;
  return { tool, form: form as Adopted["form"], name, checksum }; // as the pattern has it
}

/** The version table's column is a varchar(32). */
export const longestRevisionId = 32;

const syntaxCharacters = ["@", "-", "+", ":"];

/** The characters of a text that cannot be part of an id, because they are syntax where revisions are named. */
export const illegalCharacters = (text: string): readonly string[] => syntaxCharacters.filter((character) => text.includes(character));

/**
 * The characters of a text that cannot be part of a branch label: with one of these nobody could name it. A label may hold `-`, `+` and
 * `.`, as Alembic's.
 */
export const illegalInLabel = (text: string): readonly string[] => ["@", ":"].filter((character) => text.includes(character));

const reserved: ReadonlySet<string> = new Set(["head", "heads", "base", "current"]);

/** Whether a name stands for revisions by their place: nobody could name one that is called so. */
export const isReserved = (name: string): boolean => reserved.has(name);

/** The id, where a text can be one. */
export function parseRevisionId(text: string): RevisionId | undefined {
  if (text === "" || illegalCharacters(text).length > 0) return undefined;
  return lengthOf(text) > longestRevisionId ? undefined : text;
}

/** The length as PostgreSQL counts it: in characters, not in code units. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** Code unit order, the same on every machine. */
export const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
