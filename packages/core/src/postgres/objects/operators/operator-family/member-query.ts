import type { FamilyFunction, FamilyOperator } from "./model.ts";
import { membersOf, type Members } from "./members.ts";

/** Strategy, types, schema and name of the operator, and those of the family that it sorts by. */
type OperatorRow = readonly [number, string, string, string, string, string | null, string | null];

/** Number, types, schema, name and argument types of the function. */
type FunctionRow = readonly [number, string, string, string, string, string];

/** Columns of what belongs by pg_depend to a row `o` of this catalog: an operator class, or the family itself. */
export const memberColumns = (catalog: string): string => `(
        select pg_catalog.json_agg(pg_catalog.json_build_array(a.amopstrategy, pg_catalog.format_type(a.amoplefttype, null),
            pg_catalog.format_type(a.amoprighttype, null), s.nspname, p.oprname, fs.nspname, f.opfname) order by a.amopstrategy, a.oid)
        from pg_catalog.pg_depend d join pg_catalog.pg_amop a on a.oid = d.objid join pg_catalog.pg_operator p on p.oid = a.amopopr
          join pg_catalog.pg_namespace s on s.oid = p.oprnamespace
          left join pg_catalog.pg_opfamily f on f.oid = a.amopsortfamily left join pg_catalog.pg_namespace fs on fs.oid = f.opfnamespace
        where d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass and d.refclassid = 'pg_catalog.${catalog}'::pg_catalog.regclass
          and d.refobjid = o.oid and ${isOwn(catalog, "a.amopfamily")}
      )::text as operators, (
        select pg_catalog.json_agg(pg_catalog.json_build_array(a.amprocnum, pg_catalog.format_type(a.amproclefttype, null),
            pg_catalog.format_type(a.amprocrighttype, null), s.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))
              order by a.amprocnum, a.oid)
        from pg_catalog.pg_depend d join pg_catalog.pg_amproc a on a.oid = d.objid
          join pg_catalog.pg_proc p on p.oid = a.amproc::pg_catalog.oid
          join pg_catalog.pg_namespace s on s.oid = p.pronamespace
        where d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass and d.refclassid = 'pg_catalog.${catalog}'::pg_catalog.regclass
          and d.refobjid = o.oid and ${isOwn(catalog, "a.amprocfamily")}
      )::text as functions`;

/** Operators that sort depend on the other family too. */
const isOwn = (catalog: string, family: string): string => (catalog === "pg_opfamily" ? `${family} = o.oid` : "true");

export interface MemberColumns {
  /** JSON. Null: there are none. */
  readonly operators: string | null;
  readonly functions: string | null;
}

export function readMembers({ operators, functions }: MemberColumns): Members {
  // as the query writes them
  const ofOperators = operators === null ? [] : (JSON.parse(operators) as readonly OperatorRow[]);
  const ofFunctions = functions === null ? [] : (JSON.parse(functions) as readonly FunctionRow[]);
  return membersOf(
    ofOperators.map(([strategy, left, right, schema, name, familySchema, family]): FamilyOperator => ({
      strategy,
      operator: { schema, name },
      left,
      right,
      ...(familySchema === null || family === null ? {} : { orderBy: { schema: familySchema, name: family } }),
    })),
    ofFunctions.map(([number, left, right, schema, name, signature]): FamilyFunction => ({
      number,
      function: { schema, name, signature },
      left,
      right,
    })),
  );
}
