import type { SchemaObject } from "../../../../schema/object.ts";
import type { ForeignOptions } from "../options.ts";

/** Where foreign data is. */
export interface ForeignServer {
  readonly kind: "foreignServer";
  readonly name: string;
  /** The foreign data wrapper that reads it. */
  readonly wrapper: string;
  /** A word for the wrapper. Absent: none. */
  readonly type?: string;
  /** A word for the wrapper. Absent: none. */
  readonly version?: string;
  /** Values of secrets, such as passwords, are not read, and empty. Absent: none. */
  readonly options?: ForeignOptions;
}

export const isForeignServer = (object: SchemaObject): object is ForeignServer => object.kind === "foreignServer";
