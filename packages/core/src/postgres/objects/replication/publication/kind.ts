import { sameData } from "../../../../schema/same-data.ts";
import type { Use } from "../../../../schema/use.ts";
import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import { publishedChanges, type Publication } from "./model.ts";
import type { AlterPublication, PublicationOperations } from "./operations.ts";
import { withSequences } from "./since.ts";

/** The first version that can publish generated columns. */
const withGenerated = 180000;

export const publicationKind: PostgresKind<Publication, PublicationOperations[keyof PublicationOperations]> = {
  kind: "publication",
  owns: ({ name }) => [resource.publication(name)],
  uses: ({ except = [] }) => except.map(({ schema, name }): Use => ({ of: resource.relation(schema, name), how: "blocks", follows: true })),
  rename: ({ name }, to) => [{ kind: "renamePublication", name, to: to.name }],
  renamed: (publication, names) => {
    const own = names.get(resource.publication(publication.name));
    const except = publication.except?.map(({ schema, name }) => {
      const to = names.get(resource.relation(schema, name));
      return to === undefined ? { schema, name } : { schema: to.schema, name: to.name };
    });
    if (own === undefined && sameData(except, publication.except)) return publication;
    return { ...publication, ...(own === undefined ? {} : { name: own.name }), ...(except === undefined ? {} : { except }) };
  },
  // Most are alike: a name says more of what it is for.
  likeness: (from, to) => (sameData(settingsOf(from), settingsOf(to)) ? 0.5 : 0),
  normalize: normalizePublication,
  create: (publication) => [{ ...publication, kind: "createPublication" }],
  drop: ({ name }) => [{ kind: "dropPublication", name }],
  alter: alterPublicationTo,
  forServer: ({ generatedColumns, except, allSequences, ...publication }, version) => ({
    ...publication,
    ...(generatedColumns === undefined || version < withGenerated ? {} : { generatedColumns }),
    ...(except === undefined || version < withSequences ? {} : { except }),
    ...(allSequences === undefined || version < withSequences ? {} : { allSequences }),
  }),
  fromServer: (publication, { generatedColumns, except, allSequences }, version) => ({
    ...publication,
    ...(generatedColumns === undefined || version >= withGenerated ? {} : { generatedColumns }),
    ...(except === undefined || version >= withSequences ? {} : { except }),
    ...(allSequences === undefined || version >= withSequences ? {} : { allSequences }),
  }),
  addresses: {
    publication: {
      sql: ({ name }) => sql`publication ${{ name }}`,
      key: ({ name }) => resource.publication(name),
      commentLock: "none",
    },
  },
};

function normalizePublication({ publish, except = [], ...publication }: Publication): Publication {
  const sent = publishedChanges.filter((change) => publish === undefined || publish.includes(change));
  const byName = except.toSorted((left, right) => (`${left.schema}.${left.name}` < `${right.schema}.${right.name}` ? -1 : 1));
  return {
    ...publication,
    ...(byName.length === 0 ? {} : { except: byName }),
    ...(sent.length === publishedChanges.length ? {} : { publish: sent }),
  };
}

function settingsOf(publication: Publication): Omit<Publication, "name"> {
  const { name: _, ...settings } = normalizePublication(publication);
  return settings;
}

function alterPublicationTo(from: Publication, to: Publication): readonly AlterPublication[] | "recreate" {
  if (from.allTables !== to.allTables || (to.allTables === undefined && from.allSequences !== to.allSequences)) return "recreate";
  const [had, has] = [normalizePublication(from), normalizePublication(to)];
  const isAlike = sameData([had.except, had.allSequences], [has.except, has.allSequences]);
  return [
    {
      kind: "alterPublication",
      name: to.name,
      ...(isAlike
        ? {}
        : {
            everything: {
              ...(has.except === undefined ? {} : { except: has.except }),
              ...(has.allSequences === undefined ? {} : { sequences: true as const }),
            },
          }),
      ...(sameData(had.publish, has.publish) ? {} : { publish: has.publish ?? publishedChanges }),
      ...(had.viaPartitionRoot === has.viaPartitionRoot ? {} : { viaPartitionRoot: has.viaPartitionRoot === true }),
      ...(had.generatedColumns === has.generatedColumns ? {} : { generatedColumns: has.generatedColumns ?? "none" }),
    },
  ];
}
