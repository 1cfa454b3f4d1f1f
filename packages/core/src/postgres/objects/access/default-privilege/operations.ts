import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { metadataOnly, statewise } from "../../../../operation/shapes.ts";
import { getObject, putObjects, removeObjects, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import { refOf } from "../../../../schema/object.ts";
import { identifier, raw, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { resource } from "../../resources.ts";
import type { Right } from "../privilege/model.ts";
import { filled, isUsual, minus, plus, roleSql, type RightLists } from "../rights.ts";
import { isDefaultPrivilege, refOfDefault, type GrantedByDefault } from "./model.ts";

/** Gives a role rights on objects that will be made, beside those that it will have. */
export interface GrantByDefault extends GrantedByDefault {
  readonly kind: "grantByDefault";
  readonly privileges: readonly Right[];
  /** The role may grant them to others. Absent: it may not, or may already. */
  readonly withGrantOption?: true;
}

/** Takes rights on objects that will be made. Objects that are there keep theirs. */
export interface RevokeByDefault extends GrantedByDefault {
  readonly kind: "revokeByDefault";
  readonly privileges: readonly Right[];
  /** The role keeps the rights, and may not grant them to others. Absent: it loses them. */
  readonly onlyGrantOption?: true;
}

export interface DefaultPrivilegeOperations {
  readonly grantByDefault: GrantByDefault;
  readonly revokeByDefault: RevokeByDefault;
}

/** What the role has from the start: what is said of one schema starts from nothing. */
function hasFromStart({ objects, schema, creator, role }: GrantedByDefault, rights: readonly Right[]): readonly Right[] {
  if (schema !== undefined) return [];
  if (role === (creator ?? "current_user")) return rights;
  const usual: readonly Right[] = role !== "public" ? [] : objects === "functions" ? ["execute"] : objects === "types" ? ["usage"] : [];
  return rights.filter((right) => usual.includes(right));
}

function changed(before: DatabaseSchema, op: GrantedByDefault, to: (lists: Required<RightLists>) => RightLists): DatabaseSchema {
  const ref = refOfDefault(op);
  const found = getObject(before, ref);
  const { privileges = [], grantable = [], revoked = [] } = found !== undefined && isDefaultPrivilege(found) ? found : {};
  const lists = filled(to({ privileges, grantable, revoked }));
  return isUsual(lists) ? removeObjects(before, [ref]) : putObjects(before, [{ ...ref, ...lists }]);
}

const afterGrant = (before: DatabaseSchema, op: GrantByDefault): DatabaseSchema =>
  changed(before, op, ({ privileges, grantable, revoked }) => ({
    privileges: plus(privileges, minus(op.privileges, hasFromStart(op, op.privileges))),
    grantable: op.withGrantOption === true ? plus(grantable, op.privileges) : grantable,
    revoked: minus(revoked, op.privileges),
  }));

const afterRevoke = (before: DatabaseSchema, op: RevokeByDefault): DatabaseSchema =>
  changed(before, op, ({ privileges, grantable, revoked }) => {
    const left = minus(grantable, op.privileges);
    if (op.onlyGrantOption === true) return { privileges, grantable: left, revoked };
    return {
      privileges: minus(privileges, op.privileges),
      grantable: left,
      revoked: plus(revoked, hasFromStart(op, op.privileges)),
    };
  });

const inSql = ({ schema, creator }: GrantedByDefault): readonly Sql[] => [
  ...(creator === undefined ? [] : [sql`for role ${identifier(creator)}`]),
  ...(schema === undefined ? [] : [sql`in schema ${identifier(schema)}`]),
];

/** Objects of the same revision are made before, under the rules that hold so far: what they are to have is said of each of them. */
const touches = ({ schema }: GrantedByDefault) => ({
  stage: "last" as const,
  ...(schema === undefined ? {} : { needs: [resource.schema(schema)] }),
});

const about = (op: GrantedByDefault) => refOf(refOfDefault(op));

const grantByDefault: OperationSpec<GrantByDefault> = {
  about,
  ...statewise((before, op) => afterGrant(before, op)),
  touches,
  sql: (op) => [
    words(
      sql`alter default privileges`,
      ...inSql(op),
      sql`grant ${op.privileges.map((right) => raw(right))} on ${raw(op.objects)} to ${roleSql(op.role)}`,
      when(op.withGrantOption === true, () => sql`with grant option`),
    ),
  ],
  facts: () => metadataOnly,
};

const revokeByDefault: OperationSpec<RevokeByDefault> = {
  about,
  ...statewise((before, op) => afterRevoke(before, op)),
  touches,
  sql: (op) => [
    words(
      sql`alter default privileges`,
      ...inSql(op),
      sql`revoke`,
      when(op.onlyGrantOption === true, () => sql`grant option for`),
      sql`${op.privileges.map((right) => raw(right))} on ${raw(op.objects)} from ${roleSql(op.role)}`,
    ),
  ],
  facts: () => metadataOnly,
};

export const defaultPrivilegeOperations: SpecsOf<DefaultPrivilegeOperations> = { grantByDefault, revokeByDefault };
