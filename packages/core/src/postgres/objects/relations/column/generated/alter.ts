import type { Ends } from "../../../../../operation/ends.ts";
import { objectsIn } from "../../../../../schema/database-schema.ts";
import { sameData } from "../../../../../schema/same-data.ts";
import type { RenameConstraint } from "../../constraint/fragment.ts";
import { columnAt, columnKey, columnRef } from "../column-ref.ts";
import { expressionKeys } from "../keys.ts";
import type { Column } from "../model.ts";
import { normalizeColumn } from "../normal-form.ts";
import type { ColumnOperations } from "../operations.ts";
import { notNullChange } from "../value/not-null-change.ts";

type ColumnOperation = ColumnOperations[keyof ColumnOperations];

/** A generated column: its values come of others, so that to make it anew loses nothing. */
export function alterGenerated(live: Column, wanted: Column, ends: Ends): readonly (ColumnOperation | RenameConstraint)[] | "replace" {
  const [from, to] = [normalizeColumn(live), normalizeColumn(wanted)];
  const ref = columnRef(to);
  const { generated: was, notNull: _, notNullConstraint: __, ...fromRest } = from;
  const { generated: is, notNull: ___, notNullConstraint: ____, ...toRest } = to;
  if (was === undefined) return "replace";
  if (is === undefined) return was.as === "stored" ? [{ kind: "dropColumnExpression", ...ref }] : "replace";
  const isChanged = was.expression !== is.expression;
  if (was.as !== is.as || !sameData(fromRest, toRest) || (isChanged && !takesExpression(from, to, ends))) return "replace";
  const { drops, sets, renames } = notNullChange(live, wanted, ends);
  return [
    ...drops,
    ...(isChanged ? [{ kind: "setColumnExpression" as const, ...ref, expression: is.expression }] : []),
    ...sets,
    ...renames,
  ];
}

/**
 * Only a virtual column of a table without checks gets its expression changed in place: there it costs nothing. SET
 * EXPRESSION for a stored one is of PostgreSQL 17 and writes the table anew all the same, as making it anew does everywhere.
 */
function takesExpression(from: Column, to: Column, { before, after }: Ends): boolean {
  const place = { schema: to.schema, name: to.table };
  if (from.generated?.as !== "virtual" || [before, after].some((schema) => objectsIn(schema, place).some(({ kind }) => kind === "check")))
    return false;
  const used = new Set(
    [from, to].flatMap(({ generated }) => (generated === undefined ? [] : expressionKeys(generated.expression, to).columns)),
  );
  return objectsIn(before, place).every((object) => {
    const [had, has] = [before, after].map((schema) => columnAt(schema, { schema: to.schema, table: to.table, name: object.name }));
    return had === undefined || !used.has(columnKey(had)) || (has !== undefined && normalizeColumn(had).type === normalizeColumn(has).type);
  });
}
