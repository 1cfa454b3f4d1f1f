import type { Index, IndexElement, PrimaryKey } from "@migts/core/adapter";
import type { Attribute, CallValue, Value } from "../document/document.ts";
import { argumentOf, nameArgument, warnOfIgnored, stringArgument } from "./reading/attributes.ts";
import type { Context, Made } from "./context.ts";
import type { MappedField, MappedModel } from "./reading/mapped.ts";
import { itemsOf } from "./reading/single-or-list.ts";
import { defaultName, keptName } from "./reading/names.ts";
import { isDefaultClass, operatorClassNamed } from "./operator-classes.ts";
import { printPredicate } from "./predicate.ts";

/** Primary key, unique indexes and indexes of a model. */
export function makeKeys(model: MappedModel, context: Context): readonly Made[] {
  const made: Made[] = [];
  model.fields.forEach((field) => {
    field.attributes.forEach((attribute) => {
      if (attribute.name === "id") made.push(makePrimaryKey(model, attribute, [field]));
      if (attribute.name === "unique") made.push(makeIndex(model, attribute, [fieldKey(field, attribute)], context));
    });
  });
  for (const attribute of model.attributes) {
    if (!keyAttributes.has(attribute.name)) continue;
    const keys = keysOf(model, attribute, context);
    if (keys !== undefined) made.push(makeModelKey(model, attribute, keys, context));
  }
  return made;
}

const keyAttributes = new Set(["id", "unique", "index"]);

const fieldKey = (field: MappedField, unique: Attribute): Key => ({
  field,
  element: { column: field.column, ...(nameArgument(unique, "sort") === "Desc" ? { order: "desc" } : {}) },
});

const makeModelKey = (model: MappedModel, attribute: Attribute, keys: readonly Key[], context: Context): Made =>
  attribute.name === "id"
    ? makePrimaryKey(
        model,
        attribute,
        keys.map(({ field }) => field),
      )
    : makeIndex(model, attribute, keys, context);

function makePrimaryKey(model: MappedModel, attribute: Attribute, fields: readonly MappedField[]): Made<PrimaryKey> {
  const name = stringArgument(attribute, "map") ?? defaultName(model.fullName, [], "pkey");
  const columns = fields.map(({ column }) => column);
  return { object: { kind: "primaryKey", schema: model.schema, table: model.table, name: keptName(name), columns }, at: attribute.at };
}

interface Key {
  readonly field: MappedField;
  readonly element: IndexElement;
}

/** `@@unique` makes a unique index, not a constraint. */
function makeIndex(model: MappedModel, attribute: Attribute, keys: readonly Key[], context: Context): Made<Index> {
  const unique = attribute.name === "unique";
  const fallback = defaultName(
    model.fullName,
    keys.map(({ field }) => field.fullName),
    unique ? "key" : "idx",
  );
  const method = methodOf(attribute);
  const where = argumentOf(attribute, "where");
  const predicate = where === undefined ? undefined : printPredicate(where, model, context);
  return {
    at: attribute.at,
    object: {
      kind: "index",
      schema: model.schema,
      table: model.table,
      name: keptName(nameOf(attribute) ?? fallback),
      ...(unique ? { unique: true } : {}),
      ...(method === "btree" ? {} : { method }),
      columns: keys.map(({ element }) => element),
      ...(predicate === undefined ? {} : { where: predicate }),
    },
  };
}

/** For `@@index` the older word `name` means the same as `map`; elsewhere it is a name for the client. */
const nameOf = (attribute: Attribute): string | undefined =>
  stringArgument(attribute, "map") ?? (attribute.name === "index" ? stringArgument(attribute, "name") : undefined);

const methodOf = (attribute: Attribute): string => (nameArgument(attribute, "type") ?? "BTree").toLowerCase();

/** The fields of `@@id([...])`, `@@unique([...])` or `@@index([...])`. */
function keysOf(model: MappedModel, attribute: Attribute, context: Context): readonly Key[] | undefined {
  const keys = itemsOf(argumentOf(attribute, "fields")).map((item) => keyOf(model, item, methodOf(attribute), context));
  if (keys.length > 0 && !keys.includes(undefined)) return keys.filter((key) => key !== undefined);
  context.report.error("PRISMA_NOT_UNDERSTOOD", attribute.at, `mig does not understand the fields of "@@${attribute.name}".`);
  return undefined;
}

function keyOf(model: MappedModel, item: Value, method: string, context: Context): Key | undefined {
  if (item.kind !== "name" && item.kind !== "call") return undefined;
  const field = model.fields.get(item.name);
  if (field === undefined) return undefined;
  return { field, element: { column: field.column, ...(item.kind === "call" ? elementOptions(item, method, context) : {}) } };
}

/** `sort` and `ops` of one field in an index. */
function elementOptions(item: CallValue, method: string, context: Context): IndexElement {
  warnOfIgnored(item, ["sort", "ops"], context.report);
  const ops = argumentOf(item, "ops");
  return {
    ...(nameArgument(item, "sort") === "Desc" ? { order: "desc" } : {}),
    ...(ops === undefined ? {} : operatorClass(ops, method, context)),
  };
}

function operatorClass(ops: Value, method: string, context: Context): IndexElement {
  if (ops.kind === "name") {
    const name = operatorClassNamed(ops.name);
    return isDefaultClass(method, name) ? {} : { operatorClass: name };
  }
  const raw = ops.kind === "call" && ops.name === "raw" ? ops.args[0]?.value : undefined;
  const parts = raw?.kind === "string" ? /^\s*(?<name>[^(]*?)\s*(?:\((?<parameters>.*)\))?\s*$/u.exec(raw.value)?.groups : undefined;
  const name = parts?.["name"] ?? "";
  if (parts === undefined || name === "") {
    context.report.error("PRISMA_NOT_UNDERSTOOD", ops.at, "mig does not understand this operator class.");
    return {};
  }
  const parameters =
    parts["parameters"] === undefined ? [] : parts["parameters"].split(",").map((pair) => pair.split("=").map((part) => part.trim()));
  if (parameters.length > 0) {
    return {
      operatorClass: name,
      operatorClassParameters: Object.fromEntries(parameters.map(([key = "", value = ""]) => [key, value.replaceAll("'", "")])),
    };
  }
  return isDefaultClass(method, name) ? {} : { operatorClass: name };
}
