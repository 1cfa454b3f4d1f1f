import type { ForeignKey, ReferentialAction } from "@migts/core/adapter";
import type { Attribute } from "../document/document.ts";
import { argumentOf, attributeNamed, nameArgument, namesArgument, stringArgument } from "./reading/attributes.ts";
import type { Context, Made } from "./context.ts";
import type { MappedField, MappedModel } from "./reading/mapped.ts";
import { defaultName, keptName } from "./reading/names.ts";

const actions: Readonly<Record<string, ReferentialAction>> = {
  Cascade: "cascade",
  Restrict: "restrict",
  NoAction: "no action",
  SetNull: "set null",
  SetDefault: "set default",
};

/** The foreign keys of a model's relations. Views have none, and none points at a view. */
export function makeForeignKeys(model: MappedModel, context: Context): readonly Made<ForeignKey>[] {
  if (context.settings.foreignKeys === "none") return [];
  const made: Made<ForeignKey>[] = [];
  for (const { field, attributes } of model.fields.values()) {
    const relation = attributeNamed(attributes, "relation");
    if (relation === undefined || argumentOf(relation, "fields") === undefined) continue;
    const target = context.models.get(field.type.name);
    if (target === undefined || target.block.kind !== "model") continue;
    const foreignKey = makeForeignKey(model, relation, target, context);
    if (foreignKey !== undefined) made.push(foreignKey);
  }
  return made;
}

function makeForeignKey(model: MappedModel, relation: Attribute, target: MappedModel, context: Context): Made<ForeignKey> | undefined {
  const fields = fieldsNamed(model, namesArgument(relation, "fields"));
  const references = fieldsNamed(target, namesArgument(relation, "references"));
  if (fields === undefined || references === undefined) {
    context.report.error("PRISMA_NOT_UNDERSTOOD", relation.at, "mig does not understand the fields of this relation.");
    return undefined;
  }
  const name =
    stringArgument(relation, "map") ??
    defaultName(
      model.fullName,
      fields.map(({ fullName }) => fullName),
      "fkey",
    );
  const onDelete = actionOf(relation, "onDelete", context) ?? (fields.every(isOptional) ? "set null" : "restrict");
  const onUpdate = actionOf(relation, "onUpdate", context) ?? "cascade";
  return {
    at: relation.at,
    object: {
      kind: "foreignKey",
      schema: model.schema,
      table: model.table,
      name: keptName(name),
      columns: fields.map(({ column }) => column),
      references: { schema: target.schema, table: target.table, columns: references.map(({ column }) => column) },
      ...(onUpdate === "no action" ? {} : { onUpdate }),
      ...(onDelete === "no action" ? {} : { onDelete }),
    },
  };
}

function fieldsNamed(model: MappedModel, names: readonly string[]): readonly MappedField[] | undefined {
  const fields = names.map((name) => model.fields.get(name)).filter((field) => field !== undefined);
  return fields.length === names.length && fields.length > 0 ? fields : undefined;
}

function actionOf(relation: Attribute, argument: "onDelete" | "onUpdate", context: Context): ReferentialAction | undefined {
  if (argumentOf(relation, argument) === undefined) return undefined;
  const action = actions[nameArgument(relation, argument) ?? ""];
  if (action === undefined)
    context.report.error("PRISMA_NOT_UNDERSTOOD", relation.at, `mig does not understand "${argument}" of this relation.`);
  return action;
}

const isOptional = ({ field }: MappedField): boolean => field.type.arity === "optional";
