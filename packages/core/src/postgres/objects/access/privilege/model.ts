import type { SchemaObject } from "../../../../schema/object.ts";

/** What can be granted on objects of a database. */
export type Right =
  | "select"
  | "insert"
  | "update"
  | "delete"
  | "truncate"
  | "references"
  | "trigger"
  | "maintain"
  | "usage"
  | "create"
  | "execute";

/** The object, by the word that comments have for it and the fields of its ref. */
export interface Granted {
  readonly of: string;
  readonly schema?: string;
  readonly table?: string;
  readonly name: string;
  /** Argument types, of what PostgreSQL tells apart by them. */
  readonly signature?: string;
  /** The extension that brought the object. Absent: none did. */
  readonly extension?: string;
  /** Who has them: a role, `public` for everybody, `current_user` for the owner, as whom the revision runs. */
  readonly role: string;
}

/**
 * The rights of one role on an object, as far as they are not what it has from the start: the owner all of them, everybody the use of
 * types and the execution of functions, and on what an extension brought those that it granted itself.
 */
export interface Privilege extends Granted {
  readonly kind: "privilege";
  /** In the order of their names, as the other lists. Absent: no more than it has from the start. */
  readonly privileges?: readonly Right[];
  /** Those that it may grant to others. Absent: none. */
  readonly grantable?: readonly Right[];
  /** Those that it had from the start, and has not. Absent: none. */
  readonly revoked?: readonly Right[];
  /** Its role is connected, and another role owns the object. Not compared. Absent: one of these is not so. */
  readonly ofConnected?: true;
}

export const isPrivilege = (object: SchemaObject): object is Privilege => object.kind === "privilege";
