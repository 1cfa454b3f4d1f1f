import type { DatabaseSchema } from "../schema/database-schema.ts";
import type { SchemaObject } from "../schema/object.ts";
import type { Use } from "../schema/use.ts";

/** Both ends of a diff. */
export interface Ends {
  readonly before: DatabaseSchema;
  readonly after: DatabaseSchema;
  /** Whether nobody says that the end has no such object, if it has none: it may come with something new. Absent: both ends are whole. */
  readonly isLeftOpen?: (object: SchemaObject) => boolean;
  /** Ref keys of what is dropped and made again on the way. Absent: nothing is, or it is not known yet. */
  readonly rebuilt?: ReadonlySet<string>;
}

/** What is meant where nothing is said. */
export interface NamingContext {
  /** The schema of the wanted object. */
  readonly wanted: DatabaseSchema;
  /** Names that are the default of something, and so need not be written: operator classes. */
  readonly defaults: ReadonlySet<string>;
}

/** A text inside an object that only the server can compare, with the place in which it is read. */
export type Expression = { readonly text: string } & (
  | {
      /** As the default of a column or a domain of type `type`. It names no column. */
      readonly as: "default";
      readonly type: string;
    }
  | {
      /** As a condition, or as a value of any type, over the columns of a table. */
      readonly as: "condition" | "value";
      readonly table: { readonly schema: string; readonly name: string };
    }
  | {
      /** As a condition on VALUE, a value of type `type`. */
      readonly as: "domain condition";
      readonly type: string;
    }
  | {
      /** As a query of its own. */
      readonly as: "query";
      /** Names of its columns. Absent: as the query names them. */
      readonly columns?: readonly string[];
    }
  | {
      /** As what a rule of a table or a view does: its condition, and its commands from DO on. */
      readonly as: "rule";
      readonly table: { readonly schema: string; readonly name: string };
      readonly event: string;
    }
);

/** A change of something that an object uses. */
export interface UsedChange {
  readonly use: Use;
  /** The used object, before and after. */
  readonly from: SchemaObject;
  readonly to: SchemaObject;
  /** Its values get another form: what PostgreSQL has compiled over them is not valid any more. */
  readonly isRetyped: boolean;
}
