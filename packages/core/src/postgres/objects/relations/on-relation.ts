import { objectsIn, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { Use } from "../../../schema/use.ts";
import type { NewNames } from "../../../operation/new-names.ts";
import { resource } from "../resources.ts";
import { isPrimaryKey, isUnique } from "./constraint/model.ts";
import { isIndex } from "./index/model.ts";

// Settings of a relation that name one of its indexes. They are objects of their own: an index that is made anew needs them set again.

/** A relation by its own name, and one of its indexes. */
export interface OnRelation {
  readonly schema: string;
  /** That of the relation. */
  readonly name: string;
  /** Absent: it is about none. */
  readonly index?: string;
}

/** It goes with its relation, and with the index. */
export function usesOfSetting({ schema, name, index }: OnRelation): readonly Use[] {
  const relation = resource.relation(schema, name);
  return [
    { of: relation, how: "part", follows: true },
    ...(index === undefined ? [] : [{ of: resource.relation(schema, index), in: relation, how: "part", follows: true } as const]),
  ];
}

/** After its relation, or the index, got another name. */
export function renamedSetting<Of extends OnRelation>(setting: Of, names: NewNames): Of {
  const relation = names.get(resource.relation(setting.schema, setting.name));
  const index = setting.index === undefined ? undefined : names.get(resource.relation(setting.schema, setting.index));
  if (relation === undefined && index === undefined) return setting;
  return {
    ...setting,
    ...(relation === undefined ? {} : { schema: relation.schema, name: relation.name }),
    ...(index === undefined ? {} : { index: index.name }),
  };
}

/** Resource keys of the columns of an index of the relation. */
export function columnsOfIndex(schema: DatabaseSchema, { schema: at, name, index }: OnRelation): readonly string[] {
  if (index === undefined) return [];
  const columns = objectsIn(schema, { schema: at, name }).flatMap((object): readonly (string | undefined)[] => {
    if (object.name !== index) return [];
    if (isIndex(object)) return object.columns.map(({ column }) => column);
    return isPrimaryKey(object) || isUnique(object) ? object.columns : [];
  });
  return columns.flatMap((column) => (column === undefined ? [] : [resource.column(at, name, column)]));
}
