import type { SchemaObject } from "../../../../schema/object.ts";
import type { ForeignOptions } from "../options.ts";

/** As whom a role reads foreign data. */
export interface UserMapping {
  readonly kind: "userMapping";
  /** That of the foreign server. */
  readonly name: string;
  /** `public` for everybody who has none of their own, `current_user` for the role that is connected. */
  readonly role: string;
  /** Their values are not read, and empty: most are secrets. Absent: none. */
  readonly options?: ForeignOptions;
  /** The options could not be read, and are not compared: only that role and superusers may. Absent: they are all here. */
  readonly areUnread?: true;
}

export const isUserMapping = (object: SchemaObject): object is UserMapping => object.kind === "userMapping";
