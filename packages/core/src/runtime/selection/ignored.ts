import { kinds } from "../../postgres/objects/index.ts";
import type { Scope } from "../../schema/model-source.ts";
import { refOf, type SchemaObject } from "../../schema/object.ts";
import { sameData } from "../../schema/same-data.ts";
import { differenceMatcher, type DifferenceRule } from "../config/difference-rule.ts";
import { viewOf } from "./left-by-config.ts";

/** `adopt`, after which fields that the configuration ignores are as the database has them. */
export function adoptIgnored(scope: Scope, rules: readonly DifferenceRule[] = []): Scope["adopt"] {
  if (rules.length === 0) return scope.adopt;
  const isIgnored = differenceMatcher(rules);
  return (wanted, live) => {
    const adopted = scope.adopt(wanted, live);
    const [want, have] = [new Map(Object.entries(adopted)), new Map(Object.entries(live))];
    const identity = new Set(Object.keys(refOf(adopted)));
    const differing = [...new Set([...want.keys(), ...have.keys()])].filter(
      (field) => !identity.has(field) && !sameData(want.get(field), have.get(field)),
    );
    const view = viewOf(adopted);
    const ignored = differing.filter((field) =>
      isIgnored({ ...view, field, ...valueAs("database", have.get(field)), ...valueAs("wanted", want.get(field)) }),
    );
    return ignored.length === 0 ? adopted : withFieldsOf(adopted, live, ignored);
  };
}

const valueAs = (side: "database" | "wanted", value: unknown): object => (value === undefined ? {} : { [side]: value });

/** With what cannot stand without them: a column has a default or an identity, never both. */
function withFieldsOf(object: SchemaObject, from: SchemaObject, fields: readonly string[]): SchemaObject {
  const { carries = {} } = kinds.of(object.kind);
  const taken = new Set(fields.flatMap((field) => [field, ...(carries[field] ?? [])]));
  const kept = Object.entries(object).filter(([field]) => !taken.has(field));
  const given = Object.entries(from).filter(([field]) => taken.has(field));
  return Object.fromEntries([...kept, ...given]) as unknown as SchemaObject; // its ref is among what is kept
}
