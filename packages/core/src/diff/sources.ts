import { getObject, objectsOf, schemaOf } from "../schema/database-schema.ts";
import { wholeScope, type ModelSource } from "../schema/model-source.ts";
import { refText, type SchemaObject } from "../schema/object.ts";
import type { Diagnostic } from "../schema/diagnostic.ts";

const nothing: ModelSource = { schema: schemaOf([]), scope: { covers: () => false, adopt: (wanted) => wanted }, diagnostics: [] };

/** Several sources as one: all their objects, and what any of them speaks for. The same object from two sources is an error. */
export function composeSources(sources: readonly ModelSource[]): ModelSource {
  return sources.length === 1 && sources[0] !== undefined ? sources[0] : sources.reduce(composed, nothing);
}

function composed(left: ModelSource, right: ModelSource): ModelSource {
  const twice = [...objectsOf(right.schema)].filter((object) => object.kind !== "schema" && getObject(left.schema, object) !== undefined);
  const scopeOf = (object: SchemaObject): ModelSource["scope"] =>
    getObject(right.schema, object) === undefined ? left.scope : right.scope;
  return {
    schema: schemaOf([...objectsOf(left.schema), ...objectsOf(right.schema)]),
    scope: {
      covers: (live) => left.scope.covers(live) || right.scope.covers(live),
      adopt: (wanted, live) => scopeOf(wanted).adopt(wanted, live),
      reconcile: (wanted, live) => [left, right].reduce((schema, { scope }) => scope.reconcile?.(schema, live) ?? schema, wanted),
    },
    diagnostics: [...left.diagnostics, ...right.diagnostics, ...twice.map(definedTwice)],
  };
}

const definedTwice = (object: SchemaObject): Diagnostic => ({
  severity: "error",
  code: "DEFINED_TWICE",
  message: `Two model sources define ${refText(object)}.`,
});

/** A schema read from a database, as a source that speaks for everything. */
export const wholeSource = (schema: ModelSource["schema"]): ModelSource => ({ schema, scope: wholeScope, diagnostics: [] });
