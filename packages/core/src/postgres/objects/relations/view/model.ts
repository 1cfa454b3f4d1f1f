import type { SchemaObject } from "../../../../schema/object.ts";

/** What views and materialized views have in common. */
interface AnyView {
  readonly schema: string;
  readonly name: string;
  /** Names of its columns, if the query does not give them. Absent: as the query names them. */
  readonly columns?: readonly string[];
  /** One query, without a semicolon. */
  readonly query: string;
  /**
   * What the server says of its columns. It follows from the query, so it is neither compared nor written into a revision. Absent: no
   * server was asked.
   */
  readonly shape?: readonly ViewColumn[];
}

/** A column of a view as the server has it. */
export interface ViewColumn {
  readonly name: string;
  readonly type: string;
  /** Absent: that of its type. */
  readonly collation?: string;
}

/** A view. */
export interface View extends AnyView {
  readonly kind: "view";
  /** Conditions of whoever reads it are not evaluated before its own. */
  readonly securityBarrier?: true;
  /** It reads with the rights of whoever reads it. Absent: with those of its owner. */
  readonly securityInvoker?: true;
  /** Rows written through it must be visible in it, or in the views below it as well. Absent: not checked. */
  readonly checkOption?: "local" | "cascaded";
  /** Defaults for rows written through it, by column. Absent: those of the table. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** A view that stores its rows. */
export interface MaterializedView extends AnyView {
  readonly kind: "materializedView";
  /** Absent: the server's default. */
  readonly accessMethod?: string;
  /** Storage parameters. Absent: none set. */
  readonly storage?: Readonly<Record<string, string>>;
  /** Absent: the database's. */
  readonly tablespace?: string;
  /** It holds no rows, and cannot be read before a refresh. Not compared, since every refresh changes it. Absent: it is filled. */
  readonly noData?: true;
}

export const isView = (object: SchemaObject): object is View => object.kind === "view";

export const isMaterializedView = (object: SchemaObject): object is MaterializedView => object.kind === "materializedView";
