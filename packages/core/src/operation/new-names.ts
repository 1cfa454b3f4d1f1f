/** The name of a resource after a rename or a move. */
export interface NewName {
  readonly schema: string;
  readonly table?: string;
  readonly name: string;
  /** Argument types, of what is told apart by them. */
  readonly signature?: string;
}

/** From the key of a resource to its new name. */
export type NewNames = ReadonlyMap<string, NewName>;
