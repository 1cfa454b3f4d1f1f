import type { ObjectKind } from "../../operation/kinds.ts";
import type { AnyOperation } from "../../operation/operation.ts";
import type { LockMode } from "../../operation/spec.ts";
import type { ObjectRef, SchemaObject } from "../../schema/object.ts";
import type { Sql } from "../sql/sql.ts";

/** How an object is called by statements about it that are the same for all kinds: COMMENT ON, and others to come. */
export interface Address {
  /** `column public.users.id`, `constraint users_pkey on public.users`. */
  readonly sql: (ref: Omit<ObjectRef, "kind">) => Sql;
  /** Its main resource key. */
  readonly key: (ref: Omit<ObjectRef, "kind">) => string;
  /** The lock that COMMENT ON takes on its table. */
  readonly commentLock: LockMode;
  /** The first server on which it is an object that can have a comment. Absent: it is on all. */
  readonly since?: number;
  /** The comment that it has in a new database, which counts as none. Absent: none. */
  readonly standardComment?: (ref: Omit<ObjectRef, "kind">) => string | undefined;
  /** The same, where only the server knows it: the statement that sets it. Absent: nobody else writes one. */
  readonly setStandardComment?: (ref: Omit<ObjectRef, "kind">) => Sql;
  /** What GRANT takes after ON: of a column, its table. Absent: nothing is granted on it. */
  readonly grantedOn?: (ref: Omit<ObjectRef, "kind">) => Sql;
  /** What ALTER DEFAULT PRIVILEGES calls objects of its sort: `tables`. Absent: there are none for it. */
  readonly objects?: string;
  /** What everybody may do with it from the start. Absent: nothing. */
  readonly toPublic?: (ref: Omit<ObjectRef, "kind">) => readonly string[];
}

/** Something that comes with an object. */
export interface Made {
  readonly of: string;
  readonly schema: string;
  readonly name: string;
}

/** What the dialect asks of a kind beside what a diff does. */
export type PostgresKind<Object extends SchemaObject = SchemaObject, Op extends AnyOperation = AnyOperation> = ObjectKind<Object, Op> & {
  /**
   * The words under which comments name its objects: mostly the kind itself; a constraint is also a `constraint`, and may have an
   * `index`. Absent: it cannot be commented on.
   */
  readonly addresses?: Readonly<Record<string, Address>>;
  /**
   * What PostgreSQL makes along with it, and is no object of its own: a word that another kind has for it, and its name. Absent: nothing.
   */
  makes?(object: Object): readonly Made[];
};
