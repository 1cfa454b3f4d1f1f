import type { SchemaObject } from "../../../../schema/object.ts";
import type { ForeignOptions } from "../options.ts";

/** How foreign data of some sort is read. Extensions bring most of them; this is one that was made by hand. */
export interface ForeignDataWrapper {
  readonly kind: "foreignDataWrapper";
  readonly name: string;
  /** Absent: none, and its foreign tables cannot be read. */
  readonly handler?: { readonly schema: string; readonly name: string };
  /** The function that checks options. Absent: none does. */
  readonly validator?: { readonly schema: string; readonly name: string };
  /** Values of secrets, such as passwords, are not read, and empty. Absent: none. */
  readonly options?: ForeignOptions;
}

export const isForeignDataWrapper = (object: SchemaObject): object is ForeignDataWrapper => object.kind === "foreignDataWrapper";
