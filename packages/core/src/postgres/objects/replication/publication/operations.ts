import type { OperationSpec, SpecsOf } from "../../../../operation/kinds.ts";
import { alters, creates, drops, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, literal, sql, when, words, type Sql } from "../../../sql/sql.ts";
import { publishedChanges, type Publication, type PublishedChange } from "./model.ts";

/**
 * Makes a publication, empty unless it has all tables. PostgreSQL refuses to update and delete rows of a published table that has neither a
 * primary key nor a replica identity, unless the publication leaves these changes out.
 */
export interface CreatePublication extends Omit<Publication, "kind"> {
  readonly kind: "createPublication";
}

/** Subscribers of it get an error until it is there again. */
export interface DropPublication {
  readonly kind: "dropPublication";
  readonly name: string;
}

/** Of a publication of all tables, what it leaves out, and what it has beside them. */
export interface Everything {
  /** Tables that it has not. Absent: none. */
  readonly except?: NonNullable<Publication["except"]>;
  /** It has all sequences too. Absent: it has none. */
  readonly sequences?: true;
}

/** Changes what is given, and leaves the rest. PostgreSQL cannot turn a publication of all tables into another one. */
export interface AlterPublication {
  readonly kind: "alterPublication";
  readonly name: string;
  /** Of one of all tables: PostgreSQL 19. Absent: it stays. */
  readonly everything?: Everything;
  /** The changes that are sent. Absent: they stay. */
  readonly publish?: readonly PublishedChange[];
  /** Absent: it stays. */
  readonly viaPartitionRoot?: boolean;
  /** PostgreSQL 18. Absent: it stays. */
  readonly generatedColumns?: "stored" | "none";
}

/** Gives a publication another name. Subscriptions name it themselves: they have to be changed as well. */
export interface RenamePublication {
  readonly kind: "renamePublication";
  readonly name: string;
  readonly to: string;
}

export interface PublicationOperations {
  readonly createPublication: CreatePublication;
  readonly dropPublication: DropPublication;
  readonly alterPublication: AlterPublication;
  readonly renamePublication: RenamePublication;
}

function options({ publish, viaPartitionRoot, generatedColumns }: Omit<AlterPublication, "kind" | "name" | "everything">): readonly Sql[] {
  const changes = publishedChanges.filter((change) => publish?.includes(change) === true);
  return [
    ...(publish === undefined ? [] : [sql`publish = ${literal(changes.join(", "))}`]),
    ...(viaPartitionRoot === undefined
      ? []
      : [viaPartitionRoot ? sql`publish_via_partition_root = true` : sql`publish_via_partition_root = false`]),
    ...(generatedColumns === undefined ? [] : [sql`publish_generated_columns = ${identifier(generatedColumns)}`]),
  ];
}

/** `all tables except (table public.t), all sequences`. Nothing: it has neither. */
function allClause({ tables, except = [], sequences }: Everything & { readonly tables: boolean }): Sql {
  const left = except.map((table) => sql`table ${table}`);
  const parts = [
    ...(tables
      ? [
          words(
            sql`all tables`,
            when(left.length > 0, () => sql`except (${left})`),
          ),
        ]
      : []),
    ...(sequences === true ? [sql`all sequences`] : []),
  ];
  return sql`${parts}`;
}

const createPublication: OperationSpec<CreatePublication> = {
  ...creates<CreatePublication>("publication"),
  sql: (op) => {
    const given = options(op);
    return [
      words(
        sql`create publication ${identifier(op.name)}`,
        when(
          op.allTables === true || op.allSequences === true,
          () => sql`for ${allClause({ tables: op.allTables === true, ...everythingOf(op) })}`,
        ),
        when(given.length > 0, () => sql`with (${given})`),
      ),
    ];
  },
  facts: () => metadataOnly,
};

const dropPublication: OperationSpec<DropPublication> = {
  ...drops<DropPublication>("publication"),
  sql: ({ name }) => [sql`drop publication ${identifier(name)}`],
  facts: () => metadataOnly,
};

const everythingOf = ({ except, allSequences }: Pick<Publication, "except" | "allSequences">): Everything => ({
  ...(except === undefined ? {} : { except }),
  ...(allSequences === undefined ? {} : { sequences: allSequences }),
});

/** The publication after the operation. */
function altered(
  { publish, viaPartitionRoot, generatedColumns, except, allSequences, ...publication }: Publication,
  {
    everything: { except: left, sequences } = everythingOf({
      ...(except === undefined ? {} : { except }),
      ...(allSequences === undefined ? {} : { allSequences }),
    }),
    publish: sent = publish,
    viaPartitionRoot: viaRoot = viaPartitionRoot === true,
    generatedColumns: generated = generatedColumns ?? "none",
  }: AlterPublication,
): Publication {
  return {
    ...publication,
    ...(left === undefined || left.length === 0 ? {} : { except: left }),
    ...(sequences === undefined ? {} : { allSequences: sequences }),
    ...(sent === undefined || publishedChanges.every((change) => sent.includes(change)) ? {} : { publish: sent }),
    ...(viaRoot ? { viaPartitionRoot: true } : {}),
    ...(generated === "stored" ? { generatedColumns: generated } : {}),
  };
}

const alterPublication: OperationSpec<AlterPublication> = {
  ...alters<AlterPublication, Publication>("publication", altered),
  sql: (op) => {
    const given = options(op);
    return [
      ...(op.everything === undefined
        ? []
        : [sql`alter publication ${identifier(op.name)} set ${allClause({ tables: true, ...op.everything })}`]),
      ...(given.length === 0 ? [] : [sql`alter publication ${identifier(op.name)} set (${given})`]),
    ];
  },
  facts: () => metadataOnly,
};

const renamePublication: OperationSpec<RenamePublication> = {
  ...renames<RenamePublication>("publication"),
  sql: ({ name, to }) => [sql`alter publication ${identifier(name)} rename to ${identifier(to)}`],
  facts: () => metadataOnly,
};

export const publicationOperations: SpecsOf<PublicationOperations> = {
  createPublication,
  dropPublication,
  alterPublication,
  renamePublication,
};
