import type { ForeignKey, ReferentialAction } from "@migts/core/adapter";
import { attributeNamed, nameArgument, namesArgument, stringArgument, type ReadAttribute } from "./reading/attributes.ts";
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
  return [...model.fields.values()].flatMap((field) => {
    const relation = attributeNamed(field.attributes, "relation");
    const target = context.models.get(field.field.type.name);
    if (relation === undefined || target === undefined || target.block.kind !== "model" || !relation.args.has("fields")) return [];
    const foreignKey = makeForeignKey(model, relation, target, context);
    return foreignKey === undefined ? [] : [foreignKey];
  });
}

function makeForeignKey(model: MappedModel, relation: ReadAttribute, target: MappedModel, context: Context): Made<ForeignKey> | undefined {
  const fields = fieldsNamed(model, namesArgument(relation, "fields"));
  const references = fieldsNamed(target, namesArgument(relation, "references"));
  if (fields === undefined || references === undefined) {
    context.report.error("PRISMA_NOT_UNDERSTOOD", relation.at, "mig does not understand the fields of this relation.");
    return undefined;
  }
  const name = stringArgument(relation, "map") ?? defaultName(model.fullName, fields.map(({ fullName }) => fullName), "fkey");
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
  const fields = names.flatMap((name) => model.fields.get(name) ?? []);
  return fields.length === names.length && fields.length > 0 ? fields : undefined;
}

function actionOf(relation: ReadAttribute, argument: "onDelete" | "onUpdate", context: Context): ReferentialAction | undefined {
  if (!relation.args.has(argument)) return undefined;
  const action = actions[nameArgument(relation, argument) ?? ""];
  if (action === undefined) context.report.error("PRISMA_NOT_UNDERSTOOD", relation.at, `mig does not understand "${argument}" of this relation.`);
  return action;
}

const isOptional = ({ field }: MappedField): boolean => field.type.arity === "optional";
