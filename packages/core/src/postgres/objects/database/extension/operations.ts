import { aboutOf, beside, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { OperationFacts, Statement } from "../../../../operation/spec.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects } from "../../../../schema/database-schema.ts";
import { identifier, literal, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { resource } from "../../resources.ts";
import { isExtension, type Extension } from "./model.ts";

export interface CreateExtension extends Omit<Extension, "kind" | "isDefaultVersion" | "isFixed"> {
  readonly kind: "createExtension";
}

export interface AlterExtension {
  readonly kind: "alterExtension";
  readonly name: string;
  /** The schema to move its objects to. Absent: they stay. */
  readonly installedIn?: string;
  /** The version to update to; null: the one that the server takes by itself. Absent: it stays. */
  readonly version?: string | null;
  /**
   * Drops it and creates it again, since PostgreSQL cannot move it. Refused by PostgreSQL where something uses what it brings. Absent: it
   * is moved and updated.
   */
  readonly recreate?: true;
}

export interface DropExtension {
  readonly kind: "dropExtension";
  readonly name: string;
}

export interface ExtensionOperations {
  readonly createExtension: CreateExtension;
  readonly alterExtension: AlterExtension;
  readonly dropExtension: DropExtension;
}

function altered(
  { version: had, isDefaultVersion, ...extension }: Extension,
  { installedIn, version, recreate }: AlterExtension,
): Extension {
  const stays = { ...(had === undefined ? {} : { version: had }), ...(isDefaultVersion === undefined ? {} : { isDefaultVersion }) };
  return {
    ...extension,
    ...(installedIn === undefined ? {} : { installedIn }),
    ...(version === undefined ? (recreate === true ? {} : stays) : version === null ? {} : { version }),
  };
}

function createSql({ name, installedIn, version }: Pick<CreateExtension, "name" | "installedIn" | "version">): Sql {
  return words(
    sql`create extension if not exists ${identifier(name)}`,
    when(installedIn !== undefined, () => sql`schema ${identifier(installedIn ?? "")}`),
    when(version !== undefined, () => sql`version ${literal(version ?? "")}`),
  );
}

function alterSql({ name, installedIn, version, recreate }: AlterExtension): readonly Statement[] {
  if (recreate === true) {
    const given = { name, ...(installedIn === undefined ? {} : { installedIn }), ...(typeof version === "string" ? { version } : {}) };
    return [sql`drop extension ${identifier(name)}`, beside(createSql(given))];
  }
  const to = when(typeof version === "string", () => sql`to ${literal(version ?? "")}`);
  return [
    ...(version === undefined ? [] : [words(sql`alter extension ${identifier(name)} update`, to)]),
    ...(installedIn === undefined ? [] : [sql`alter extension ${identifier(name)} set schema ${identifier(installedIn)}`]),
  ];
}

const dropFacts: OperationFacts = { ...metadataOnly, losesData: "what the extension keeps of its own", losesFrom: [] };

const refOf = (name: string): Extension => ({ kind: "extension", name });

export const extensionOperations: SpecsOf<ExtensionOperations> = {
  createExtension: {
    about: aboutOf("extension"),
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "extension" }])),
    touches: ({ name, installedIn, requires = [] }) => ({
      stage: "first",
      creates: [resource.extension(name)],
      needs: [...(installedIn === undefined ? [] : [resource.schema(installedIn)]), ...requires.map(resource.extension)],
    }),
    sql: (op) => [createSql(op)],
    facts: () => metadataOnly,
  },
  alterExtension: {
    about: aboutOf("extension"),
    ...statewise((before, op) => {
      const found = getObject(before, refOf(op.name));
      return putObjects(before, [altered(found !== undefined && isExtension(found) ? found : refOf(op.name), op)]);
    }),
    touches: ({ name, installedIn, recreate }) => ({
      stage: "first",
      ...(recreate === true
        ? { drops: [resource.extension(name)], creates: [resource.extension(name)] }
        : { alters: [resource.extension(name)] }),
      needs: installedIn === undefined ? [] : [resource.schema(installedIn)],
    }),
    sql: alterSql,
    facts: ({ version, recreate }) => {
      if (recreate === true) return dropFacts;
      return version === undefined ? metadataOnly : { ...metadataOnly, mayFail: "the extension has no way from its version to that one" };
    },
  },
  dropExtension: {
    about: aboutOf("extension"),
    ...statewise((before, { name }, kinds) => withoutObject(before, refOf(name), kinds)),
    touches: ({ name }, before) => {
      const found = getObject(before, refOf(name));
      const { installedIn, requires = [] } = found !== undefined && isExtension(found) ? found : refOf(name);
      return {
        stage: "last",
        drops: [resource.extension(name)],
        frees: [...(installedIn === undefined ? [] : [resource.schema(installedIn)]), ...requires.map(resource.extension)],
      };
    },
    sql: ({ name }) => [sql`drop extension ${identifier(name)}`],
    facts: () => dropFacts,
  },
};
