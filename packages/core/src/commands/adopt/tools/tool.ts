import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { checksumOf } from "../../../runtime/files/checksums.ts";
import { fileError } from "../../../runtime/files/file-error.ts";

/** A migration as the files of a tool have it. */
export interface MigrationFile {
  /** As people call it. */
  readonly name: string;
  /** What the tool's table knows it by. */
  readonly key: string;
  /** Path of its file, absolute. */
  readonly file: string;
  /** The SQL that it runs. Absent: it is code, or its file is missing. */
  readonly sql?: string;
  /** Whether `sql` is the whole text of the file. Absent: yes. */
  readonly isPart?: true;
  /** Checksums that the tool may have written down for this text. Absent: it writes none. */
  readonly checksums?: readonly string[];
  /** mig wrote it for the tool, which a mirror does: it is no part of what there is to adopt. Absent: the tool's own. */
  readonly isMigs?: true;
  /** When it was made, as far as its name tells. */
  readonly createdAt?: Date;
}

/** A migration as the tool's table has it. */
export interface MigrationRow {
  readonly key: string;
  readonly state: "applied" | "failed" | "rolledBack";
  /** As the tool wrote it. Null: none. */
  readonly checksum: string | null;
}

/** A tool whose history mig can take over. */
export interface MigrationTool {
  /** As `--from` and the headers of revisions name it. */
  readonly id: string;
  readonly name: string;
  /** Where it writes down what it ran. Absent: nowhere. */
  readonly table?: string;
  /** Other tables of its own. Absent: none. */
  readonly alsoTables?: readonly string[];
  /** A schema that is the tool's alone. Absent: it has none. */
  readonly schema?: string;
  /** SQL that gives its rows as `MigrationRow`, in the order in which they ran. */
  readonly rowsSql?: (table: string) => string;
  /** The folder of its migrations, as the project tells it or as is usual. Undefined: it has none here. */
  readonly findFolder: (root: string) => string | undefined;
  /** The migrations in a folder, in their order. */
  readonly readFolder: (folder: string) => readonly MigrationFile[];
  /** The command that applies what is pending. Absent: none is known. */
  readonly deploy?: string;
  /** What settles a migration that failed half-way. */
  readonly settle?: (name: string) => string;
}

/** What stands for a tool where none has a history of a database. */
export const noTool = { id: "database", name: "the database" };

/** @throws MigError FILE_FAILED */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileError(error, file, "read");
  }
}

/** SHA-256 of a text as it is, and with either of the line ends that a checkout gives it. */
export function sha256OfAnyEnds(text: string): readonly string[] {
  const unix = text.replaceAll("\r\n", "\n");
  return [...new Set([text, unix, unix.replaceAll("\n", "\r\n")])].map((one) => createHash("sha256").update(one).digest("hex"));
}

/** The checksum in a revision's header. */
export const headerChecksum = ({ sql, key }: MigrationFile): string => checksumOf(sql ?? key);

/** The moment that digits stand for: `20240131235959`, or milliseconds. Undefined: none. */
export function momentOf(digits: string): Date | undefined {
  const [, year = "", month = "", day = "", hour = "", minute = "", second = ""] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?(\d\d)?$/u.exec(digits) ?? [];
  const date =
    year === ""
      ? new Date(/^\d{13}$/u.test(digits) ? Number(digits) : Number.NaN)
      : new Date(`${year}-${month}-${day}T${hour || "00"}:${minute || "00"}:${second || "00"}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** The moment at the beginning of a name, if there is one. */
export function createdIn(name: string): { readonly createdAt?: Date } {
  const createdAt = momentOf(/^\D?(\d+)/u.exec(name)?.[1] ?? "");
  return createdAt === undefined ? {} : { createdAt };
}
