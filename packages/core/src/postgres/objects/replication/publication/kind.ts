import { sameData } from "../../../../schema/same-data.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { publishedChanges, type Publication } from "./model.ts";
import type { AlterPublication, PublicationOperations } from "./operations.ts";

/** The first version that can publish generated columns. */
const withGenerated = 180000;

export const publicationKind: PostgresKind<Publication, PublicationOperations[keyof PublicationOperations]> = {
  kind: "publication",
  owns: ({ name }) => [resource.publication(name)],
  uses: () => [],
  rename: ({ name }, to) => [{ kind: "renamePublication", name, to: to.name }],
  renamed: (publication, names) => {
    const own = names.get(resource.publication(publication.name));
    return own === undefined ? publication : { ...publication, name: own.name };
  },
  // Most are alike: a name says more of what it is for.
  likeness: (from, to) => (sameData(settingsOf(from), settingsOf(to)) ? 0.5 : 0),
  normalize: normalizePublication,
  create: (publication) => [{ ...publication, kind: "createPublication" }],
  drop: ({ name }) => [{ kind: "dropPublication", name }],
  alter: alterPublicationTo,
  forServer: ({ generatedColumns, ...publication }, version) => ({
    ...publication,
    ...(generatedColumns === undefined || version < withGenerated ? {} : { generatedColumns }),
  }),
  fromServer: (publication, live, version) =>
    version >= withGenerated || live.generatedColumns === undefined
      ? publication
      : { ...publication, generatedColumns: live.generatedColumns },
  addresses: {
    publication: {
      sql: ({ name }) => sql`publication ${{ name }}`,
      key: ({ name }) => resource.publication(name),
      commentLock: "none",
    },
  },
};

function normalizePublication({ publish, ...publication }: Publication): Publication {
  const sent = publishedChanges.filter((change) => publish === undefined || publish.includes(change));
  return { ...publication, ...(sent.length === publishedChanges.length ? {} : { publish: sent }) };
}

function settingsOf(publication: Publication): Omit<Publication, "name"> {
  const { name: _, ...settings } = normalizePublication(publication);
  return settings;
}

function alterPublicationTo(from: Publication, to: Publication): readonly AlterPublication[] | "recreate" {
  if (from.allTables !== to.allTables) return "recreate";
  const [had, has] = [normalizePublication(from), normalizePublication(to)];
  return [
    {
      kind: "alterPublication",
      name: to.name,
      ...(sameData(had.publish, has.publish) ? {} : { publish: has.publish ?? publishedChanges }),
      ...(had.viaPartitionRoot === has.viaPartitionRoot ? {} : { viaPartitionRoot: has.viaPartitionRoot === true }),
      ...(had.generatedColumns === has.generatedColumns ? {} : { generatedColumns: has.generatedColumns ?? "none" }),
    },
  ];
}
