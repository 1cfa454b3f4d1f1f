import type { SchemaObject } from "../../../../schema/object.ts";
import type { Right } from "../privilege/model.ts";

/** What ALTER DEFAULT PRIVILEGES calls the objects. Large objects are of PostgreSQL 18. */
export type ObjectSort = "tables" | "sequences" | "functions" | "types" | "schemas" | "large objects";

/** Whose rights on which objects. */
export interface GrantedByDefault {
  readonly objects: ObjectSort;
  /** The schema in which the objects are made. Absent: any. */
  readonly schema?: string;
  /** The role that makes the objects. Absent: the one that the revision runs as. */
  readonly creator?: string;
  /** Who has the rights: a role, `public` for everybody, `current_user` for the creator, where that is not named. */
  readonly role: string;
}

/**
 * The rights that one role will have on objects which are made later, as far as they are not what it has from the start. Of objects in
 * any schema, the creator has all rights from the start, and everybody the use of types and the execution of functions; what is said of
 * one schema comes on top of that.
 */
export interface DefaultPrivilege extends SchemaObject {
  readonly kind: "defaultPrivilege";
  readonly of: ObjectSort;
  /** The schema. Empty: any. */
  readonly name: string;
  /** The creator. Absent: the role that the revision runs as. */
  readonly signature?: string;
  readonly role: string;
  /** In the order of their names, as the other lists. Absent: no more than it has from the start. */
  readonly privileges?: readonly Right[];
  /** Those that it may grant to others. Absent: none. */
  readonly grantable?: readonly Right[];
  /** Those that it would have from the start, and will not. Only of objects in any schema. Absent: none. */
  readonly revoked?: readonly Right[];
}

export const isDefaultPrivilege = (object: SchemaObject): object is DefaultPrivilege => object.kind === "defaultPrivilege";

export const refOfDefault = ({ objects, schema = "", creator, role }: GrantedByDefault): DefaultPrivilege => ({
  kind: "defaultPrivilege",
  of: objects,
  name: schema,
  ...(creator === undefined ? {} : { signature: creator }),
  role,
});

export const grantedByDefault = ({ of, name, signature, role }: DefaultPrivilege): GrantedByDefault => ({
  objects: of,
  ...(name === "" ? {} : { schema: name }),
  ...(signature === undefined ? {} : { creator: signature }),
  role,
});
