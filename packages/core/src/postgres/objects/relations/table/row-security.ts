import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters } from "../../../../operation/object-operations.ts";
import { quickExclusive } from "../../../../operation/shapes.ts";
import type { Touches } from "../../../../operation/spec.ts";
import { raw, sql, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import { openKey, policiesKey, type SecuredTable } from "../row-security.ts";
import type { Table } from "./model.ts";

/**
 * From here on only rows that its policies allow are seen and written; none if it has no policy. Its owner is exempt, unless that is
 * forced.
 */
export interface EnableRowSecurity extends SecuredTable {
  readonly kind: "enableRowSecurity";
}

/** All rows are seen and written again by whoever has the privileges. Its policies stay. */
export interface DisableRowSecurity extends SecuredTable {
  readonly kind: "disableRowSecurity";
}

/** Row security of the table concerns its owner too, where it is enabled. */
export interface ForceRowSecurity extends SecuredTable {
  readonly kind: "forceRowSecurity";
}

/** Row security of the table does not concern its owner. */
export interface UnforceRowSecurity extends SecuredTable {
  readonly kind: "unforceRowSecurity";
}

export interface RowSecurityOperations {
  readonly enableRowSecurity: EnableRowSecurity;
  readonly disableRowSecurity: DisableRowSecurity;
  readonly forceRowSecurity: ForceRowSecurity;
  readonly unforceRowSecurity: UnforceRowSecurity;
}

type Change = RowSecurityOperations[keyof RowSecurityOperations];

const words: { readonly [Kind in Change["kind"]]: Sql } = {
  enableRowSecurity: raw("enable row level security"),
  disableRowSecurity: raw("disable row level security"),
  forceRowSecurity: raw("force row level security"),
  unforceRowSecurity: raw("no force row level security"),
};

export const rowSecuritySql = (kind: Change["kind"], { schema, name }: SecuredTable): Sql =>
  sql`alter table ${{ schema, name }} ${words[kind]}`;

/** It alters nothing that policies need: they come before or after it. `also`: which of both. Absent: either. */
function changes<Op extends Change>(
  kind: Op["kind"],
  to: (table: Table) => Table,
  also: (table: SecuredTable) => Touches = () => ({}),
): OperationSpec<Op> {
  return {
    ...alters<Op, Table>("table", to),
    touches: (op) => {
      const { needs = [], ...touches } = also(op);
      return { ...touches, needs: [resource.relation(op.schema, op.name), ...needs] };
    },
    sql: (op) => [rowSecuritySql(kind, op)],
    facts: () => quickExclusive,
  };
}

export const rowSecurityOperations: SpecsOf<RowSecurityOperations> = {
  enableRowSecurity: changes(
    "enableRowSecurity",
    (table) => ({ ...table, rowSecurity: true }),
    (table) => ({ needs: [policiesKey(table)] }),
  ),
  disableRowSecurity: changes(
    "disableRowSecurity",
    ({ rowSecurity: _, ...table }) => table,
    (table) => ({ creates: [openKey(table)] }),
  ),
  forceRowSecurity: changes("forceRowSecurity", (table) => ({ ...table, forcedRowSecurity: true })),
  unforceRowSecurity: changes("unforceRowSecurity", ({ forcedRowSecurity: _, ...table }) => table),
};

/** What leads from one table to the other: first the owner is included, last it is exempt. */
export function rowSecurityChange(from: Table, to: Table): readonly Change[] {
  const { schema, name } = to;
  return [
    ...(from.forcedRowSecurity !== true && to.forcedRowSecurity === true ? [{ kind: "forceRowSecurity" as const, schema, name }] : []),
    ...(from.rowSecurity !== true && to.rowSecurity === true ? [{ kind: "enableRowSecurity" as const, schema, name }] : []),
    ...(from.rowSecurity === true && to.rowSecurity !== true ? [{ kind: "disableRowSecurity" as const, schema, name }] : []),
    ...(from.forcedRowSecurity === true && to.forcedRowSecurity !== true ? [{ kind: "unforceRowSecurity" as const, schema, name }] : []),
  ];
}
