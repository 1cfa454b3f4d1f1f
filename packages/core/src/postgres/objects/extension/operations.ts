import { metadataOnly, statewise } from "../../../operation/shapes.ts";
import type { SpecsOf } from "../../../operation/spec.ts";
import { getObject, putObjects, removeObjects } from "../../../schema/database-schema.ts";
import { identifier, literal, sql, when, words } from "../../sql/sql.ts";
import { resource } from "../resources.ts";
import type { Extension } from "./model.ts";

export interface CreateExtension extends Omit<Extension, "kind"> {
  readonly kind: "createExtension";
}

export interface AlterExtension {
  readonly kind: "alterExtension";
  readonly name: string;
  /** The schema to move its objects to. Absent: they stay. */
  readonly installedIn?: string;
  /** The version to update to. Absent: it stays. */
  readonly version?: string;
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

const refOf = (name: string): Extension => ({ kind: "extension", name });

export const extensionOperations: SpecsOf<ExtensionOperations> = {
  createExtension: {
    ...statewise((before, op) => putObjects(before, [{ ...op, kind: "extension" }])),
    touches: ({ name, installedIn }) => ({
      creates: [resource.extension(name)],
      needs: installedIn === undefined ? [] : [resource.schema(installedIn)],
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
    ...statewise((before, { name, installedIn, version }) => {
      const now = getObject(before, refOf(name)) ?? refOf(name);
      return putObjects(before, [
        { ...now, ...(installedIn === undefined ? {} : { installedIn }), ...(version === undefined ? {} : { version }) },
      ]);
    }),
    touches: ({ name, installedIn }) => ({
      alters: [resource.extension(name)],
      needs: installedIn === undefined ? [] : [resource.schema(installedIn)],
    }),
    sql: ({ name, installedIn, version }) => [
      ...(version === undefined ? [] : [sql`alter extension ${identifier(name)} update to ${literal(version)}`]),
      ...(installedIn === undefined ? [] : [sql`alter extension ${identifier(name)} set schema ${identifier(installedIn)}`]),
    ],
    facts: () => metadataOnly,
  },
  dropExtension: {
    ...statewise((before, { name }) => removeObjects(before, [refOf(name)])),
    touches: ({ name }) => ({ drops: [resource.extension(name)] }),
    sql: ({ name }) => [sql`drop extension ${identifier(name)}`],
    facts: () => ({ ...metadataOnly, losesData: "what the extension keeps of its own" }),
  },
};
