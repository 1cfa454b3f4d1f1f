import { createHash, randomBytes } from "node:crypto";

// Every database of this package's is named here, and only databases with such names are ever dropped.

const database = /^mig_test_db_(?<owner>[0-9a-f]{8})_[0-9a-z]+_[0-9a-f]{4}$/u;
const template = /^mig_test_template_(?<project>[0-9a-f]{8})_[0-9a-f]{24}$/u;

/** The same in SQL, for a column that is the name of a database. */
export const databasePattern = "^mig_test_db_[0-9a-f]{8}_[0-9a-z]+_[0-9a-f]{4}$";
export const templatePattern = "^mig_test_template_[0-9a-f]{8}_[0-9a-f]{24}$";

let count = 0;

/** A new name for a database of the process that holds the lock of this owner. */
export const databaseName = (owner: number): string =>
  `mig_test_db_${hex(owner)}_${(count += 1).toString(36)}_${randomBytes(2).toString("hex")}`;

/** The template of a project for one state of its revisions. */
export const templateName = (project: string, contents: string): string =>
  `mig_test_template_${digest(project).slice(0, 8)}_${digest(contents).slice(0, 24)}`;

/** All templates of a project begin so. */
export const templatePrefix = (project: string): string => `mig_test_template_${digest(project).slice(0, 8)}_`;

/** Whose database it is. Undefined: none of this package's. */
export function ownerOf(name: string): number | undefined {
  const owner = database.exec(name)?.groups?.["owner"];
  return owner === undefined ? undefined : Number.parseInt(owner, 16);
}

/** Whether a database may be dropped by this package: it has made it. */
export const isOwn = (name: string): boolean => database.test(name) || template.test(name);

/** A number for a run of tests: the processes that it starts have owners of this run. */
export const newRun = (): number => randomBytes(2).readUInt16BE() >>> 1;

/** A number that another process seldom has. Positive, as advisory locks show it. */
export const newOwner = (run = newRun()): number => run * 2 ** 16 + randomBytes(2).readUInt16BE();

/** Whether an owner is a process of a run. */
export const isOfRun = (owner: number, run: number): boolean => Math.trunc(owner / 2 ** 16) === run;

/** A number for an advisory lock that means this text. */
export const lockOf = (text: string): number => Number.parseInt(digest(text).slice(0, 8), 16) >>> 1;

const hex = (owner: number): string => owner.toString(16).padStart(8, "0");

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
