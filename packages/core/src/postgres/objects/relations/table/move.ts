import { objectsOf, schemaOf, type DatabaseSchema } from "../../../../schema/database-schema.ts";
import type { SchemaObject } from "../../../../schema/object.ts";
import { quoteLiteral } from "../../../sql/literal.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { identitySequenceName, ownedSequences, withSequence } from "../column/fragment.ts";
import { isColumn } from "../column/model.ts";
import { isForeignKey, type ForeignKey } from "../constraint/model.ts";
import { nameParts, replacePieces, rewriteTexts } from "../../../expression/rewrite.ts";
import { isSequence, type Sequence } from "../sequence/model.ts";

interface Place {
  readonly schema: string;
  readonly name: string;
}

/**
 * The schema with a table under another name or in another schema: all that belongs to it, foreign keys that refer to
 * it, and the sequences that its columns own, which change the schema with it.
 */
export function moveTable(before: DatabaseSchema, from: Place, to: Place): DatabaseSchema {
  const owned = ownedSequences(before, { schema: from.schema, table: from.name }).filter(isSequence);
  const sequences = new Set(owned.map(({ schema, name }) => placeKey({ schema, name })));
  const moved = schemaOf([...objectsOf(before)].map((object) => movedObject(object, from, to, sequences)));
  return from.schema === to.schema || sequences.size === 0 ? moved : withMovedSequences(moved, sequences, to.schema);
}

const placeKey = ({ schema, name }: Place): string => JSON.stringify([schema, name]);

function movedObject(object: SchemaObject, from: Place, to: Place, sequences: ReadonlySet<string>): SchemaObject {
  const { schema, table, name } = object;
  if (schema === undefined) return object;
  if (sequences.has(placeKey({ schema, name })) && table === undefined) return movedSequence(object, to);
  if (schema === from.schema && table === from.name) return movedPart(withReferences(object, from, to), from, to);
  const isTable = object.kind === "table" || (object.kind === "comment" && object.of === "table");
  if (isTable && schema === from.schema && name === from.name) return { ...object, ...to };
  return withReferences(object, from, to);
}

/** A sequence that a column of the table owns, or the comment on it. */
function movedSequence(object: SchemaObject, to: Place): SchemaObject {
  if (!isSequence(object) || object.ownedBy === undefined) return { ...object, schema: to.schema };
  const moved: Sequence = { ...object, schema: to.schema, ownedBy: { ...object.ownedBy, schema: to.schema, table: to.name } };
  return moved;
}

function movedPart(object: SchemaObject, from: Place, to: Place): SchemaObject {
  const moved = { ...object, schema: to.schema, table: to.name };
  return isColumn(moved) ? withSequence(moved, identitySequenceName(from.name, moved.name)) : moved;
}

function withReferences(object: SchemaObject, from: Place, to: Place): SchemaObject {
  if (!isForeignKey(object) || object.references.schema !== from.schema || object.references.table !== from.name) return object;
  const moved: ForeignKey = { ...object, references: { ...object.references, schema: to.schema, table: to.name } };
  return moved;
}

/** Defaults that take from a moved sequence are printed with its new schema. */
function withMovedSequences(schema: DatabaseSchema, sequences: ReadonlySet<string>, to: string): DatabaseSchema {
  return rewriteTexts(schema, {
    expression: (text) =>
      replacePieces(text, (piece) => {
        if (piece.kind !== "string") return piece.text;
        const [first, second] = nameParts(piece.text.slice(1, -1).replaceAll("''", "'"));
        if (first === undefined || second === undefined || !sequences.has(placeKey({ schema: first, name: second }))) return piece.text;
        return quoteLiteral(`${quoteIdentifier(to)}.${quoteIdentifier(second)}`);
      }),
  });
}
