import type { Column, ForeignKey, Index, PrimaryKey, Table } from "@migts/core/adapter";
import { argumentOf, attributeNamed, stringArgument } from "./reading/attributes.ts";
import { columnType, typeText } from "./values/column-type.ts";
import type { Context, Made } from "./context.ts";
import { databaseName, type MappedField, type MappedModel } from "./reading/mapped.ts";
import { itemsOf } from "./reading/single-or-list.ts";
import { nameLimit, withEnding } from "@migts/core/adapter";
import { cutToCharacters, keptName } from "./reading/names.ts";

/** A many-to-many relation without a model of its own: a list on both sides. */
export interface ImplicitRelation {
  readonly name: string;
  /** Whether Prisma has made the name of those of the models. */
  readonly isNamedAfterModels: boolean;
  /** The first model by name. */
  readonly a: MappedModel;
  readonly b: MappedModel;
  readonly at: number;
  /** Its fields, in the order of the file. */
  readonly fields: MappedField[];
}

/** The table of a many-to-many relation, as plain data. */
export interface JoinTable {
  readonly schema: string;
  readonly name: string;
  /** Whether Prisma has made its name of those of the models. */
  readonly isNamedAfterModels: boolean;
  /** The first model by name. */
  readonly a: JoinedModel;
  readonly b: JoinedModel;
}

interface JoinedModel {
  readonly model: string;
  readonly schema: string;
  readonly table: string;
}

/** The table of a many-to-many relation. */
export function joinTableOf({ name, isNamedAfterModels, a, b }: ImplicitRelation): JoinTable {
  const ofModel = ({ block, schema, table }: MappedModel): JoinedModel => ({ model: block.name, schema, table });
  const kept = keptName(cutToCharacters(`_${name}`, nameLimit));
  return { schema: a.schema, name: kept, isNamedAfterModels, a: ofModel(a), b: ofModel(b) };
}

/** The tables that Prisma makes for many-to-many relations. */
export function makeImplicitTables(relations: readonly ImplicitRelation[], context: Context): readonly Made[] {
  return relations.flatMap((relation) => makeImplicitTable(relation, context));
}

export function implicitRelationsIn(context: Pick<Context, "models">): readonly ImplicitRelation[] {
  const relations = new Map<string, ImplicitRelation>();
  for (const model of context.models.values()) {
    for (const field of model.fields.values()) {
      const other = field.field.type.arity === "list" ? context.models.get(field.field.type.name) : undefined;
      if (other === undefined) continue;
      const given = relationName(field);
      if (!hasOtherSide(field, other, model, given)) continue;
      const [a, b] = model.block.name <= other.block.name ? [model, other] : [other, model];
      const name = given ?? `${a.block.name}To${b.block.name}`;
      const key = `${a.block.name} ${b.block.name} ${name}`;
      const known = relations.get(key);
      known?.fields.push(field);
      relations.set(key, {
        name,
        isNamedAfterModels: given === undefined,
        a,
        b,
        at: field.field.at,
        fields: known?.fields ?? [field],
      });
    }
  }
  return [...relations.values()];
}

/** Whether the relation's other side is a list as well. In a relation of a model to itself it is another field of it. */
function hasOtherSide(side: MappedField, model: MappedModel, target: MappedModel, relation: string | undefined): boolean {
  for (const candidate of model.fields.values()) {
    const { type } = candidate.field;
    if (candidate === side || type.arity !== "list" || type.name !== target.block.name) continue;
    if (relationName(candidate) === relation) return true;
  }
  return false;
}

function relationName({ attributes }: Pick<MappedField, "attributes">): string | undefined {
  const name = stringArgument(attributeNamed(attributes, "relation"), "name");
  return name === "" ? undefined : name;
}

function makeImplicitTable({ name, a, b, at }: ImplicitRelation, context: Context): readonly Made[] {
  const full = cutToCharacters(`_${name}`, nameLimit);
  const { schema } = a;
  const table = databaseName(full, at, context.report);
  const endings = (ending: string): string => keptName(cutToCharacters(full, nameLimit - ending.length) + ending);
  const first = makeSide("A", a, { schema, table, full }, context);
  const second = makeSide("B", b, { schema, table, full }, context);
  if (first === undefined || second === undefined) {
    context.report.error("PRISMA_NOT_UNDERSTOOD", at, "mig cannot find the keys of both models of this relation.");
    return [];
  }
  const pairs: PrimaryKey | Index =
    context.settings.joinTables === "primary key"
      ? { kind: "primaryKey", schema, table, name: endings("_AB_pkey"), columns: ["A", "B"] }
      : { kind: "index", schema, table, name: endings("_AB_unique"), unique: true, columns: [{ column: "A" }, { column: "B" }] };
  const index: Index = { kind: "index", schema, table, name: endings("_B_index"), columns: [{ column: "B" }] };
  const made: Table = { kind: "table", schema, name: table };
  const foreignKeys = context.settings.foreignKeys === "none" ? [] : [first.foreignKey, second.foreignKey];
  return [made, first.column, second.column, pairs, index, ...foreignKeys].map((object) => ({ object, at }));
}

interface Side {
  readonly column: Column;
  readonly foreignKey: ForeignKey;
}

function makeSide(
  name: "A" | "B",
  model: MappedModel,
  { schema, table, full }: { readonly schema: string; readonly table: string; readonly full: string },
  context: Context,
): Side | undefined {
  const key = keyField(model);
  const type = key === undefined ? undefined : columnType(key, context);
  if (key === undefined || type === undefined) return undefined;
  return {
    column: { kind: "column", schema, table, name, type: typeText(type), notNull: true },
    foreignKey: {
      kind: "foreignKey",
      schema,
      table,
      name: withEnding(full, `_${name}_fkey`),
      columns: [name],
      references: { schema: model.schema, table: model.table, columns: [key.column] },
      onUpdate: "cascade",
      onDelete: "cascade",
    },
  };
}

/** The one field that is the key: with `@id`, or alone in `@@id`. */
function keyField(model: MappedModel): MappedField | undefined {
  for (const field of model.fields.values()) if (attributeNamed(field.attributes, "id") !== undefined) return field;
  const [only, ...others] = itemsOf(argumentOf(attributeNamed(model.attributes, "id"), "fields"));
  if (others.length > 0) return undefined;
  return only?.kind === "name" || only?.kind === "call" ? model.fields.get(only.name) : undefined;
}
