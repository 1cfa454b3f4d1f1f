import type { DeclaredRename } from "@migts/core/adapter";

/** What the directives of a schema.prisma say beside its objects. */
export interface Declared {
  /** Keys of the objects that directives declare whole, and what those are like without their names. */
  readonly whole: Set<string>;
  /** Keys of columns that are to be no generated ones. */
  readonly notGenerated: Set<string>;
  /** Keys of comments that are not to be. */
  readonly noComments: Set<string>;
  readonly renames: DeclaredRename[];
}

export const nothingDeclared = (): Declared => ({ whole: new Set(), notGenerated: new Set(), noComments: new Set(), renames: [] });
