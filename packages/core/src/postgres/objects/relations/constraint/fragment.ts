import { identifier, identifiers, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { includeClause, indexElement, storageClause } from "../index/fragment.ts";
import { keyColumns, referenceColumns } from "./over-time.ts";
import type { Check, Exclusion, ForeignKey, PrimaryKey, Unique } from "./model.ts";

export { creationOfPart } from "./parts.ts";
export { inheritedCheck, ownCheck, checkWithoutParent } from "./inherited-check.ts";
export { keyNames } from "./over-time.ts";
export type { RenameConstraint } from "./any-constraint.ts";
export { isLateCheck } from "./late-check.ts";
export { isMerged } from "./merged.ts";
export { isInCreation } from "./with-table.ts";
export { comesWithTable, usedByForeignKey } from "./references.ts";

/** A constraint as it stands inside its table. */
export type InTable<Of> = Omit<Of, "kind" | "schema" | "table">;

/** @example primaryKeyClause({ name: "users_pkey", columns: ["id"] }).sql // constraint users_pkey primary key (id) */
export const primaryKeyClause = ({ name, columns, withoutOverlaps, include, storage, deferrable }: InTable<PrimaryKey>): Sql =>
  words(
    sql`constraint ${identifier(name)} primary key (${keyColumns(columns, withoutOverlaps)})`,
    includeClause(include),
    storageClause(storage),
    deferralClause(deferrable),
  );

/** @example uniqueClause({ name: "users_email_key", columns: ["email"] }).sql // constraint users_email_key unique (email) */
export const uniqueClause = ({ name, columns, withoutOverlaps, nullsNotDistinct, include, storage, deferrable }: InTable<Unique>): Sql =>
  words(
    sql`constraint ${identifier(name)} unique`,
    when(nullsNotDistinct === true, () => sql`nulls not distinct`),
    sql`(${keyColumns(columns, withoutOverlaps)})`,
    includeClause(include),
    storageClause(storage),
    deferralClause(deferrable),
  );

/** @example checkClause({ name: "positive", expression: "price > 0" }).sql // constraint positive check (price > 0) */
export const checkClause = ({ name, expression, noInherit, notValid, notEnforced }: InTable<Check>): Sql =>
  words(
    sql`constraint ${identifier(name)} check (${raw(expression)})`,
    when(noInherit === true, () => sql`no inherit`),
    validityClause({ notValid, notEnforced }),
  );

/** CREATE TABLE takes NOT VALID but marks the check as valid all the same: such a one is added after it. */
export const isPartOfCreateTable = (check: Pick<Check, "notValid" | "notEnforced">): boolean =>
  check.notValid !== true || check.notEnforced === true;

/** @example foreignKeyClause(key).sql // constraint posts_author_fkey foreign key (author) references public.users (id) */
export const foreignKeyClause = ({
  name,
  columns,
  references,
  period,
  match,
  onUpdate,
  onDelete,
  onDeleteColumns,
  deferrable,
  notValid,
  notEnforced,
}: InTable<ForeignKey>): Sql =>
  words(
    sql`constraint ${identifier(name)} foreign key (${referenceColumns(columns, period)})`,
    sql`references ${{ schema: references.schema, name: references.table }} (${referenceColumns(references.columns, period)})`,
    when(match === "full", () => sql`match full`),
    when(onUpdate !== undefined && onUpdate !== "no action", () => sql`on update ${raw(onUpdate ?? "")}`),
    when(onDelete !== undefined && onDelete !== "no action", () => sql`on delete ${raw(onDelete ?? "")}`),
    when(onDeleteColumns !== undefined && onDeleteColumns.length > 0, () => sql`(${identifiers(onDeleteColumns ?? [])})`),
    deferralClause(deferrable),
    validityClause({ notValid, notEnforced }),
  );

/** @example exclusionClause(exclusion).sql // constraint no_overlap exclude using gist (room with =, during with &&) */
export const exclusionClause = ({ name, method, elements, include, where, storage, deferrable }: InTable<Exclusion>): Sql =>
  words(
    sql`constraint ${identifier(name)} exclude using ${identifier(method)}`,
    sql`(${elements.map((element) => sql`${indexElement(element)} with ${raw(element.operator)}`)})`,
    includeClause(include),
    storageClause(storage),
    when(where !== undefined, () => sql`where (${raw(where ?? "")})`),
    deferralClause(deferrable),
  );

/** When the constraint is checked. */
export const deferralClause = (deferrable: ForeignKey["deferrable"]): Sql =>
  when(deferrable !== undefined, () => sql`deferrable ${raw(deferrable ?? "")}`);

const validityClause = ({ notValid, notEnforced }: { readonly notValid: true | undefined; readonly notEnforced: true | undefined }): Sql =>
  words(
    when(notEnforced === true, () => sql`not enforced`),
    when(notValid === true && notEnforced !== true, () => sql`not valid`),
  );
