import type { Column } from "@migts/core/adapter";
import type { CommentLine } from "../document/document.ts";
import type { Context, Made } from "../to-schema/context.ts";
import { joinTableOf, type ImplicitRelation } from "../to-schema/implicit-table.ts";
import type { MappedEnum, MappedField, MappedModel } from "../to-schema/reading/mapped.ts";
import { columnWith } from "./column.ts";
import { commentOn } from "./comments.ts";
import { declareCheck, declareExclusion, declareIndex, type Target } from "./constraint.ts";
import type { Directive, Spot } from "./text/directive.ts";
import { checkedDirectives } from "./text/known.ts";
import { declareRenames } from "./renamed-from.ts";
import { splitComments, type SplitComments } from "./text/split.ts";

/** The comments of something, of which the directives are known and may stand there. */
function readComments(lines: readonly CommentLine[] | undefined, spot: Spot, { report }: Context): SplitComments {
  const split = splitComments(lines ?? []);
  for (const { at, message } of split.problems) report.error("PRISMA_DIRECTIVE", at, message);
  return { ...split, directives: checkedDirectives(split.directives, spot, report) };
}

/** The objects of a model's table with what its directives say of them, and those that they add. */
export function declareModel(model: MappedModel, objects: readonly Made[], context: Context): readonly Made[] {
  const { block, schema, table } = model;
  const columns = new Map(
    [...model.fields.values()].flatMap((field) => (isColumn(field, context) ? [[field.field.name, field.column]] : [])),
  );
  const target: Target = { model, columns };
  const above = readComments(block.comments, "model", context);
  const inside = readComments(block.inside, "model", context);
  const own = [...above.directives, ...inside.directives];
  declareRenames({ to: { kind: "table", schema, name: table } }, own, context);
  const made: Made[] = [
    ...commentOn({ of: "table", schema, name: table }, { ...above, directives: own }, block.at, context),
    ...own.flatMap((directive) => objectsOf(directive, target, context)),
  ];
  const withDirectives = new Map<string, (column: Column) => Column>();
  for (const field of model.fields.values()) {
    if (field.field.comments === undefined) continue;
    if (!columns.has(field.field.name)) continue; // see declareJoins
    const read = readComments(field.field.comments, "field", context);
    const { column } = field;
    declareRenames({ to: { kind: "column", schema, table, name: column } }, read.directives, context);
    withDirectives.set(column, (before) => columnWith(before, read.directives, model, context));
    made.push(
      ...commentOn({ of: "column", schema, table, name: column }, read, field.field.at, context),
      ...read.directives.flatMap((directive) => objectsOf(directive, { ...target, column }, context)),
    );
  }
  return [...objects.map((one) => withColumn(one, withDirectives)), ...made];
}

const isColumn = (field: MappedField, context: Context): boolean =>
  field.field.type.written === "unsupported" || !context.models.has(field.field.type.name);

function objectsOf(directive: Directive, target: Target, context: Context): readonly Made[] {
  if (directive.name === "check") return declareCheck(directive, target, context);
  if (directive.name === "index") return declareIndex(directive, target, context);
  return directive.name === "exclude" ? declareExclusion(directive, target, context) : [];
}

function withColumn({ object, at }: Made, changes: ReadonlyMap<string, (column: Column) => Column>): Made {
  const change = object.kind === "column" ? changes.get(object.name) : undefined;
  return { object: change === undefined ? object : change(object as Column), at }; // its kind says so
}

/**
 * What the join tables of relations were called: `@mig.renamedFrom` above one of their fields. No other field of a relation has directives.
 */
export function declareJoins(relations: readonly ImplicitRelation[], context: Context): void {
  const joins = new Map(relations.flatMap((relation) => relation.fields.map((field) => [field, joinTableOf(relation)])));
  for (const model of context.models.values()) {
    for (const field of model.fields.values()) {
      if (field.field.comments === undefined || isColumn(field, context) || model.block.kind !== "model") continue;
      const join = joins.get(field);
      const { directives } = readComments(field.field.comments, "field", context);
      const wrong = join === undefined ? directives : directives.filter(({ name }) => name !== "renamedFrom");
      for (const { name, at } of wrong)
        context.report.error("PRISMA_DIRECTIVE", at, `This field is a relation and has no column: @mig.${name} has no meaning here.`);
      if (join !== undefined) declareRenames({ to: { kind: "table", schema: join.schema, name: join.name } }, directives, context);
    }
  }
}

/** The comment of an enum, and what it and its values were called. */
export function declareEnum({ block, schema, name, labels }: MappedEnum, context: Context): readonly Made[] {
  const to = { kind: "enumType", schema, name };
  const above = readComments(block.comments, "enum", context);
  const inside = readComments(block.inside, "enum", context);
  const own = [...above.directives, ...inside.directives];
  declareRenames({ to }, own, context);
  for (const value of block.values) {
    if (value.comments === undefined) continue;
    const { directives } = readComments(value.comments, "value", context);
    declareRenames({ to, label: labels.get(value.name) ?? value.name }, directives, context);
  }
  return commentOn({ of: "enumType", schema, name }, { ...above, directives: own }, block.at, context);
}

/** Directives where they have no effect: in views, and in comments above nothing. */
export function reportStray(context: Context): void {
  const { document, report, models } = context;
  const stray = (lines: readonly CommentLine[], message: string): void => {
    const { directives, problems } = splitComments(lines);
    for (const { at } of [...directives, ...problems]) report.error("PRISMA_DIRECTIVE", at, message);
  };
  stray(document.loose, "This directive stands above no model, field, enum or value. An empty line after it ends the comment.");
  for (const { block } of models.values()) {
    if (block.kind === "model") continue;
    const lines = [...(block.comments ?? []), ...block.inside, ...block.fields.flatMap(({ comments = [] }) => comments)];
    stray(lines, "mig leaves views alone: it takes no directives for them.");
  }
}
