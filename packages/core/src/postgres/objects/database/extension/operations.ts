import { aboutOf, metadataOnly, statewise } from "../../../../operation/shapes.ts";
import type { SpecsOf } from "../../../../operation/kinds.ts";
import { getObject, putObjects } from "../../../../schema/database-schema.ts";
import { identifier, literal, sql, when, words } from "../../../sql/sql.ts";
import { withoutObject } from "../../../../operation/links.ts";
import { resource } from "../../resources.ts";
import { isExtension, type Extension } from "./model.ts";

export interface CreateExtension extends Omit<Extension, "kind" | "isDefaultVersion"> {
  readonly kind: "createExtension";
}

export interface AlterExtension {
  readonly kind: "alterExtension";
  readonly name: string;
  /** The schema to move its objects to. Absent: they stay. */
  readonly installedIn?: string;
  /** The version to update to; null: the one that the server takes by itself. Absent: it stays. */
  readonly version?: string | null;
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

function altered({ version: had, isDefaultVersion, ...extension }: Extension, { installedIn, version }: AlterExtension): Extension {
  const stays = { ...(had === undefined ? {} : { version: had }), ...(isDefaultVersion === undefined ? {} : { isDefaultVersion }) };
  return {
    ...extension,
    ...(installedIn === undefined ? {} : { installedIn }),
    ...(version === undefined ? stays : version === null ? {} : { version }),
  };
}

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
    sql: ({ name, installedIn, version }) => [
      words(
        sql`create extension if not exists ${identifier(name)}`,
        when(installedIn !== undefined, () => sql`schema ${identifier(installedIn ?? "")}`),
        when(version !== undefined, () => sql`version ${literal(version ?? "")}`),
      ),
    ],
    facts: () => metadataOnly,
  },
  alterExtension: {
    about: aboutOf("extension"),
    ...statewise((before, op) => {
      const found = getObject(before, refOf(op.name));
      return putObjects(before, [altered(found !== undefined && isExtension(found) ? found : refOf(op.name), op)]);
    }),
    touches: ({ name, installedIn }) => ({
      stage: "first",
      alters: [resource.extension(name)],
      needs: installedIn === undefined ? [] : [resource.schema(installedIn)],
    }),
    sql: ({ name, installedIn, version }) => [
      ...(version === undefined
        ? []
        : [
            words(
              sql`alter extension ${identifier(name)} update`,
              when(version !== null, () => sql`to ${literal(version ?? "")}`),
            ),
          ]),
      ...(installedIn === undefined ? [] : [sql`alter extension ${identifier(name)} set schema ${identifier(installedIn)}`]),
    ],
    facts: ({ version }) =>
      version === undefined ? metadataOnly : { ...metadataOnly, mayFail: "the extension has no way from its version to that one" },
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
    facts: () => ({ ...metadataOnly, losesData: "what the extension keeps of its own", losesFrom: [] }),
  },
};
