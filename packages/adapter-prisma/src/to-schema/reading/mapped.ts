import type { Attribute, EnumBlock, Field, ModelBlock } from "../../document/document.ts";
import type { Steps } from "../../steps.ts";
import {
  attributeNamed,
  checkAttributes,
  enumAttributes,
  enumValueAttributes,
  fieldAttributes,
  modelAttributes,
  stringArgument,
} from "./attributes.ts";
import type { Report } from "./report.ts";
import { keptName } from "./names.ts";
import type { Settings } from "./settings.ts";

/** A model or view with its attributes read and its names in the database. */
export interface MappedModel {
  readonly block: ModelBlock;
  readonly attributes: readonly Attribute[];
  readonly schema: string;
  /** As PostgreSQL keeps it. */
  readonly table: string;
  /** Before PostgreSQL cut it: default names are made from this. */
  readonly fullName: string;
  readonly fields: ReadonlyMap<string, MappedField>;
}

export interface MappedField {
  readonly field: Field;
  readonly attributes: readonly Attribute[];
  /** `@db.X` with its arguments. Absent: none is given. */
  readonly nativeType?: { readonly name: string; readonly at: number; readonly args: string };
  readonly column: string;
  readonly fullName: string;
}

export interface MappedEnum {
  readonly block: EnumBlock;
  readonly schema: string;
  readonly name: string;
  /** Label in the database by the value's name, in order. */
  readonly labels: ReadonlyMap<string, string>;
}

/** Reads the attributes of all models and views, with a pause after each. */
export function* mappingModels(blocks: readonly ModelBlock[], settings: Settings, report: Report): Steps<ReadonlyMap<string, MappedModel>> {
  const models = new Map<string, MappedModel>();
  for (const block of blocks) {
    models.set(block.name, mapModel(block, settings, report));
    yield;
  }
  return models;
}

function mapModel(block: ModelBlock, settings: Settings, report: Report): MappedModel {
  if (block.kind === "type") report.error("PRISMA_NOT_UNDERSTOOD", block.at, "PostgreSQL does not support composite types in Prisma.");
  const { attributes } = block;
  checkAttributes(attributes, modelAttributes, report);
  const fullName = stringArgument(attributeNamed(attributes, "map"), "name") ?? block.name;
  return {
    block,
    attributes,
    schema: stringArgument(attributeNamed(attributes, "schema"), "map") ?? settings.defaultSchema,
    table: databaseName(fullName, block.at, report),
    fullName,
    fields: mapFields(block, report),
  };
}

function mapFields(block: ModelBlock, report: Report): ReadonlyMap<string, MappedField> {
  const fields = new Map<string, MappedField>();
  for (const field of block.fields) fields.set(field.name, mapField(field, report));
  return fields;
}

function mapField(field: Field, report: Report): MappedField {
  const native = field.attributes.find(({ name }) => name.includes("."));
  const attributes = native === undefined ? field.attributes : field.attributes.filter((attribute) => attribute !== native);
  checkAttributes(attributes, fieldAttributes, report);
  const fullName = stringArgument(attributeNamed(attributes, "map"), "name") ?? field.name;
  const column = databaseName(fullName, field.at, report);
  return native === undefined
    ? { field, attributes, column, fullName }
    : { field, attributes, nativeType: readNativeType(native), column, fullName };
}

const readNativeType = ({ name, at, args }: Attribute): Required<MappedField>["nativeType"] => ({
  name: name.slice(name.indexOf(".") + 1),
  at,
  args: args.map(({ value }) => (value.kind === "number" ? value.text : "")).join(","),
});

/** Reads the attributes of all enums. */
export function mapEnums(blocks: readonly EnumBlock[], settings: Settings, report: Report): ReadonlyMap<string, MappedEnum> {
  return new Map(
    blocks.map((block) => {
      const { attributes } = block;
      checkAttributes(attributes, enumAttributes, report);
      const name = stringArgument(attributeNamed(attributes, "map"), "name") ?? block.name;
      const labels = block.values.map(({ name: value, attributes: own }) => {
        checkAttributes(own, enumValueAttributes, report);
        return [value, stringArgument(attributeNamed(own, "map"), "name") ?? value] as const;
      });
      return [
        block.name,
        {
          block,
          schema: stringArgument(attributeNamed(attributes, "schema"), "map") ?? settings.defaultSchema,
          name: databaseName(name, block.at, report),
          labels: new Map(labels),
        },
      ];
    }),
  );
}

/** The name as PostgreSQL keeps it, with a warning where it cuts it. */
export function databaseName(name: string, at: number, report: Report): string {
  const kept = keptName(name);
  if (kept !== name) report.warn("PRISMA_NAME_CUT", at, `PostgreSQL cuts names to 63 bytes: "${name}" becomes "${kept}".`);
  return kept;
}
