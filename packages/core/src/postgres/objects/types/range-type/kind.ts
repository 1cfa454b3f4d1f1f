import type { NewNames } from "../../../../operation/new-names.ts";
import { nameParts, printName } from "../../../expression/names.ts";
import { renamedName } from "../../../expression/qualified-name.ts";
import { normalizeType } from "../../../type/name.ts";
import { spelledName, spelledType } from "../../../type/spelling.ts";
import { renamedType } from "../../../type/user-types.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { typeAddress } from "../address.ts";
import { canonicalKey, classKey, namesOfRangeType, ownedByRangeType, usesOfRangeType } from "./keys.ts";
import type { RangeType } from "./model.ts";
import { hasUsualMultirange, multirangeOf } from "./multirange.ts";
import type { CreateRangeType, DropRangeType } from "./operations.ts";

export const rangeTypeKind: PostgresKind<RangeType, CreateRangeType | DropRangeType> = {
  kind: "rangeType",
  owns: ownedByRangeType,
  names: namesOfRangeType,
  uses: usesOfRangeType,
  renamed: renamedRangeType,
  addresses: { rangeType: typeAddress("type") },
  normalize: normalizeRangeType,
  create: (range) => [{ ...range, kind: "createRangeType" }],
  drop: ({ schema, name, canonical }) => [{ kind: "dropRangeType", schema, name, ...(canonical === undefined ? {} : { canonical }) }],
  alter: () => "recreate",
  settleNames: (wanted, live) => ({
    ...wanted,
    subtype: spelledType(wanted.subtype, live.subtype),
    ...(wanted.operatorClass === undefined ? {} : { operatorClass: spelledName(wanted.operatorClass, live.operatorClass) }),
    ...(wanted.collation === undefined ? {} : { collation: spelledName(wanted.collation, live.collation) }),
    ...(wanted.subtypeDiff === undefined ? {} : { subtypeDiff: spelledName(wanted.subtypeDiff, live.subtypeDiff) }),
    ...(wanted.canonical === undefined ? {} : { canonical: spelledName(wanted.canonical, live.canonical) }),
  }),
};

/** The multirange type keeps its name. */
function renamedRangeType(range: RangeType, names: NewNames): RangeType {
  const to = names.get(resource.type(range.schema, range.name));
  const multirange = multirangeOf(range);
  const [first = "", second = ""] = nameParts(range.subtypeDiff ?? "");
  const diff = names.get(resource.routine(first, second));
  const canonical = range.canonical === undefined ? undefined : names.get(canonicalKey({ ...range, canonical: range.canonical }));
  const { multirange: _, ...rest } = range;
  const renamed: RangeType = {
    ...rest,
    ...(to === undefined ? {} : { schema: to.schema, name: to.name }),
    subtype: renamedType(range.subtype, range.schema, names),
    ...(range.operatorClass === undefined ? {} : { operatorClass: renamedName(range.operatorClass, classKey, names) }),
    ...(range.collation === undefined ? {} : { collation: renamedName(range.collation, resource.collation, names) }),
    ...(diff === undefined ? {} : { subtypeDiff: printName([diff.schema, diff.name]) }),
    ...(canonical === undefined ? {} : { canonical: printName([canonical.schema, canonical.name]) }),
  };
  return hasUsualMultirange({ ...renamed, multirange }) ? renamed : { ...renamed, multirange };
}

const withoutSystem = (name: string): string => name.replace(/^(?:"pg_catalog"|pg_catalog)\./u, "");

function normalizeRangeType(range: RangeType): RangeType {
  const { kind, schema, name, subtype, operatorClass, collation, subtypeDiff, canonical, multirange } = range;
  return {
    kind,
    schema,
    name,
    subtype: normalizeType(subtype),
    ...(operatorClass === undefined ? {} : { operatorClass: withoutSystem(operatorClass) }),
    ...(collation === undefined ? {} : { collation: withoutSystem(collation) }),
    ...(subtypeDiff === undefined ? {} : { subtypeDiff: withoutSystem(subtypeDiff) }),
    ...(canonical === undefined ? {} : { canonical }),
    ...(multirange === undefined || hasUsualMultirange({ schema, name, multirange }) ? {} : { multirange }),
  };
}
