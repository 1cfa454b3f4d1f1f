import type { EnumBlock, Field, ModelBlock } from "../../document/document.ts";
import { attributeNamed, enumAttributes, enumValueAttributes, fieldAttributes, modelAttributes, readAttributes, stringArgument, type ReadAttribute } from "./attributes.ts";
import type { Report } from "./report.ts";
import { keptName } from "./names.ts";
import type { Settings } from "./settings.ts";

/** A model or view with its attributes read and its names in the database. */
export interface MappedModel {
  readonly block: ModelBlock;
  readonly attributes: readonly ReadAttribute[];
  readonly schema: string;
  /** As PostgreSQL keeps it. */
  readonly table: string;
  /** Before PostgreSQL cut it: default names are made from this. */
  readonly fullName: string;
  readonly fields: ReadonlyMap<string, MappedField>;
}

export interface MappedField {
  readonly field: Field;
  readonly attributes: readonly ReadAttribute[];
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

/** Reads the attributes of all models and views. */
export function mapModels(blocks: readonly ModelBlock[], settings: Settings, report: Report): ReadonlyMap<string, MappedModel> {
  return new Map(blocks.map((block) => [block.name, mapModel(block, settings, report)]));
}

function mapModel(block: ModelBlock, settings: Settings, report: Report): MappedModel {
  if (block.kind === "type") report.error("PRISMA_NOT_UNDERSTOOD", block.at, "Composite types are not for PostgreSQL.");
  const attributes = readAttributes(block.attributes, modelAttributes, report);
  const fullName = stringArgument(attributeNamed(attributes, "map"), "name") ?? block.name;
  return {
    block,
    attributes,
    schema: stringArgument(attributeNamed(attributes, "schema"), "map") ?? settings.defaultSchema,
    table: databaseName(fullName, block.at, report),
    fullName,
    fields: new Map(block.fields.map((field) => [field.name, mapField(field, report)])),
  };
}

function mapField(field: Field, report: Report): MappedField {
  const native = field.attributes.find(({ name }) => name.includes("."));
  const attributes = readAttributes(field.attributes.filter((attribute) => attribute !== native), fieldAttributes, report);
  const fullName = stringArgument(attributeNamed(attributes, "map"), "name") ?? field.name;
  return {
    field,
    attributes,
    ...(native === undefined ? {} : { nativeType: {
      name: native.name.slice(native.name.indexOf(".") + 1),
      at: native.at,
      args: native.args.map(({ value }) => (value.kind === "number" ? value.text : "")).join(","),
    } }),
    column: databaseName(fullName, field.at, report),
    fullName,
  };
}

/** Reads the attributes of all enums. */
export function mapEnums(blocks: readonly EnumBlock[], settings: Settings, report: Report): ReadonlyMap<string, MappedEnum> {
  return new Map(blocks.map((block) => {
    const attributes = readAttributes(block.attributes, enumAttributes, report);
    const name = stringArgument(attributeNamed(attributes, "map"), "name") ?? block.name;
    const labels = block.values.map(({ name: value, attributes: own }) => {
      const map = attributeNamed(readAttributes(own, enumValueAttributes, report), "map");
      return [value, stringArgument(map, "name") ?? value] as const;
    });
    return [block.name, {
      block,
      schema: stringArgument(attributeNamed(attributes, "schema"), "map") ?? settings.defaultSchema,
      name: databaseName(name, block.at, report),
      labels: new Map(labels),
    }];
  }));
}

/** The name as PostgreSQL keeps it, with a warning where it cuts it. */
export function databaseName(name: string, at: number, report: Report): string {
  const kept = keptName(name);
  if (kept !== name) report.warn("PRISMA_NAME_CUT", at, `PostgreSQL keeps 63 bytes of a name: "${name}" becomes "${kept}".`);
  return kept;
}
