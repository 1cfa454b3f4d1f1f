import type { SpecsOf } from "../../../../operation/kinds.ts";
import { quickExclusive, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts } from "../../../../operation/spec.ts";
import { putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { ObjectRef } from "../../../../schema/object.ts";
import { dollarQuoted, quoteLiteral } from "../../../sql/literal.ts";
import { identifier, raw, sql, type Sql } from "../../../sql/sql.ts";
import { addressOf } from "../../metadata/comment/fragment.ts";
import { tableAt } from "../parents.ts";
import type { Tablespace } from "./model.ts";

/** Moves a table or an index into a tablespace: its rows are copied. Of a partitioned one, it says where new partitions go. */
export interface SetTablespace extends Omit<Tablespace, "kind" | "tablespace"> {
  readonly kind: "setTablespace";
  /** Absent: that of the database. */
  readonly tablespace?: string;
}

export interface TablespaceOperations {
  readonly setTablespace: SetTablespace;
}

type Placed = Omit<Tablespace, "kind" | "tablespace">;

/** The words of what can be in a tablespace. */
export const placedWords: ReadonlySet<string> = new Set(["table", "index"]);

export const placedRef = ({ of, schema, table, name }: Placed): Placed => ({
  of,
  schema,
  ...(table === undefined ? {} : { table }),
  name,
});

const aboutPlaced = (op: Placed): ObjectRef => ({ ...placedRef(op), kind: "tablespace" });

/** ALTER knows no word for the tablespace of the database: its name is asked for when this runs. */
function moveBackSql(target: Sql): Sql {
  const statement = quoteLiteral(`${`alter ${target.sql}`.replaceAll("%", "%%")} set tablespace %I`);
  const body = `begin execute (select pg_catalog.format(${statement}, s.spcname) from pg_catalog.pg_database d
  join pg_catalog.pg_tablespace s on s.oid operator(pg_catalog.=) d.dattablespace
  where d.datname operator(pg_catalog.=) pg_catalog.current_database()); end`;
  return raw(`do ${dollarQuoted(body)}`);
}

/** A partitioned table has no rows of its own, and neither have its indexes. */
function facts(op: SetTablespace, before: DatabaseSchema): OperationFacts {
  const isEmpty = tableAt(before, { schema: op.schema, name: op.table ?? op.name })?.partitionBy !== undefined;
  return { ...quickExclusive, ...(isEmpty ? {} : { rewrites: op.of === "table", scans: true }) };
}

export const tablespaceOperations: SpecsOf<TablespaceOperations> = {
  setTablespace: {
    about: aboutPlaced,
    ...statewise((before, op) =>
      op.tablespace === undefined
        ? removeObjects(before, [aboutPlaced(op)])
        : putObjects(before, [{ ...placedRef(op), kind: "tablespace", tablespace: op.tablespace } as Tablespace]),
    ),
    touches: (op, _, kinds) => ({ needs: [addressOf(op, kinds).key(op)] }),
    sql: (op, kinds) => {
      const target = addressOf(op, kinds).sql(op);
      return [op.tablespace === undefined ? moveBackSql(target) : sql`alter ${target} set tablespace ${identifier(op.tablespace)}`];
    },
    facts,
  },
};
