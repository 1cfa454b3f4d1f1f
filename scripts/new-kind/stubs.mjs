/**
 * The names of a kind: `types/composite-type` -> `compositeType`, `CompositeType`, `composite type`. @param {string} folder its family and
 * its own
 */
export function namesOf(folder) {
  const own = folder.slice(folder.indexOf("/") + 1);
  const camel = own.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  return { folder, camel, pascal: `${camel[0]?.toUpperCase()}${camel.slice(1)}`, words: own.replaceAll("-", " ") };
}

/** @typedef {ReturnType<typeof namesOf>} Names */

/** The files of a new kind's folder: path -> text. They compile, and do nothing until they are filled. @param {Names} names */
export const stubs = (names) => ({
  "model.ts": model(names),
  "catalog.ts": catalog(names),
  "operations.ts": operations(names),
  "rename.ts": rename(names),
  "kind.ts": kind(names),
  "cases/create.case": `=== before\n\n=== after\n-- create ${names.words} ...\n`,
  "by-hand/rename.case": byHand(names),
  "by-hand/set-schema.case": byHandMove(names),
});

/** What objects/index.ts gets. @param {Names} names */
export const registration = ({ folder, camel, pascal }) => [
  {
    where: "imports",
    text: `import { ${camel}Catalog } from "./${folder}/catalog.ts";
import { ${camel}Kind } from "./${folder}/kind.ts";
import { ${camel}Operations, type ${pascal}Operations } from "./${folder}/operations.ts";`,
  },
  { where: "OperationMap extends", text: `${pascal}Operations` },
  { where: "specs", text: `...${camel}Operations,` },
  { where: "kinds (its place is the order in which operations are written)", text: `${camel}Kind` },
  { where: "catalogs", text: `${camel}Catalog` },
];

const byHand = ({ pascal, words }) => `=== before
-- create ${words} old ..., and what uses it

=== revision
  op.rename${pascal}({ schema: "public", name: "old", to: "new" });
`;

const byHandMove = ({ pascal, words }) => `=== before
create schema app;
-- create ${words} old ..., and what uses it

=== revision
  op.set${pascal}Schema({ schema: "public", name: "old", to: "app" });
`;

const model = ({ camel, pascal }) => `import type { SchemaObject } from "../../../../schema/object.ts";

/** What it is. Fields that are absent mean PostgreSQL's default; say so at each. */
export interface ${pascal} {
  readonly kind: "${camel}";
  readonly schema: string;
  readonly name: string;
  /** SQL after the name. Put fields in its place. */
  readonly definition: string;
}

export const is${pascal} = (object: SchemaObject): object is ${pascal} => object.kind === "${camel}";
`;

const catalog = ({ camel, pascal, words }) => `import { notOfExtension, userSchema, type CatalogQuery } from "../../../catalog-query.ts";
import type { ${pascal} } from "./model.ts";

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly definition: string;
}

export const ${camel}Catalog: CatalogQuery<Row, ${pascal}> = {
  // Leave out what belongs to the system (userSchema) or to an extension (notOfExtension); order the rows.
  text: () => \`
    select '' as schema, '' as name, '' as definition where false
    order by 1, 2\`,
  decode: ({ schema, name, definition }) => [{ kind: "${camel}", schema, name, definition }],
  // Where the system catalogs have it (here pg_type: put its own). Comments, owners and privileges are read by this.
  places: {
    ${camel}: {
      catalog: "pg_type",
      is: "false",
      join: "join pg_catalog.pg_namespace n on n.oid = o.typnamespace",
      where: \`\${userSchema("n")} and \${notOfExtension("o.oid", "pg_catalog.pg_type")}\`,
      schema: "n.nspname",
      name: "o.typname",
      role: "o.typowner",
      owner: { words: "${words}" }, // ALTER ... OWNER TO; leave it out where there is none
      access: { acl: "o.typacl", letter: "T", words: "${words}" }, // GRANT; leave it out where nothing is granted
    },
  },
};
`;

const rename = ({ camel, pascal, words }) => `import type { OperationSpec } from "../../../../operation/kinds.ts";
import { moves, renames } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { identifier, sql } from "../../../sql/sql.ts";

/** Gives it another name. */
export interface Rename${pascal} {
  readonly kind: "rename${pascal}";
  readonly schema: string;
  readonly name: string;
  readonly to: string;
}

/** Moves it into another schema. */
export interface Set${pascal}Schema {
  readonly kind: "set${pascal}Schema";
  readonly schema: string;
  readonly name: string;
  /** The schema to move it to. */
  readonly to: string;
}

export const rename${pascal}: OperationSpec<Rename${pascal}> = {
  ...renames<Rename${pascal}>("${camel}"),
  sql: ({ schema, name, to }) => [sql\`alter ${words} \${{ schema, name }} rename to \${identifier(to)}\`],
  facts: () => metadataOnly,
};

export const set${pascal}Schema: OperationSpec<Set${pascal}Schema> = {
  ...moves<Set${pascal}Schema>("${camel}"),
  sql: ({ schema, name, to }) => [sql\`alter ${words} \${{ schema, name }} set schema \${identifier(to)}\`],
  facts: () => metadataOnly,
};
`;

const operations = ({ camel, pascal, words }) => `import type { SpecsOf } from "../../../../operation/kinds.ts";
import { creates, drops } from "../../../../operation/object-operations.ts";
import { metadataOnly } from "../../../../operation/shapes.ts";
import { raw, sql } from "../../../sql/sql.ts";
import type { ${pascal} } from "./model.ts";
import { rename${pascal}, set${pascal}Schema, type Rename${pascal}, type Set${pascal}Schema } from "./rename.ts";

export interface Create${pascal} extends Omit<${pascal}, "kind"> {
  readonly kind: "create${pascal}";
}

export interface Drop${pascal} {
  readonly kind: "drop${pascal}";
  readonly schema: string;
  readonly name: string;
}

export interface ${pascal}Operations {
  readonly create${pascal}: Create${pascal};
  readonly drop${pascal}: Drop${pascal};
  readonly rename${pascal}: Rename${pascal};
  readonly set${pascal}Schema: Set${pascal}Schema;
}

export const ${camel}Operations: SpecsOf<${pascal}Operations> = {
  create${pascal}: {
    ...creates<Create${pascal}>("${camel}"),
    sql: ({ schema, name, definition }) => [sql\`create ${words} \${{ schema, name }} \${raw(definition)}\`],
    facts: () => metadataOnly, // measure the lock (of a part: on its table), on the oldest and the newest server
  },
  drop${pascal}: {
    ...drops<Drop${pascal}>("${camel}"),
    sql: ({ schema, name }) => [sql\`drop ${words} \${{ schema, name }}\`],
    facts: () => metadataOnly,
  },
  rename${pascal},
  set${pascal}Schema,
};
`;

const kind = ({ camel, pascal, words }) => `import { sql } from "../../../sql/sql.ts";
import type { PostgresKind } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { ${pascal} } from "./model.ts";
import type { Create${pascal}, Drop${pascal} } from "./operations.ts";

/**
 * The name that it takes. Types and relations have a namespace each: then it is \`resource.type\` or \`resource.relation\`. If others name
 * it, it belongs into resources.ts.
 */
const keyOf = ({ schema = "", name }: { readonly schema?: string; readonly name: string }): string => \`${words} \${schema}.\${name}\`;

export const ${camel}Kind: PostgresKind<${pascal}, Create${pascal} | Drop${pascal}> = {
  kind: "${camel}",
  owns: (object) => [keyOf(object)],
  // and what its definition uses, as the server says; of a part, usesOfPart
  uses: ({ schema }) => [{ of: resource.schema(schema), how: "blocks", follows: true }],
  // goesAlong: "with relation", if PostgreSQL drops it with its table
  normalize: (object) => object, // equality is decided here, and nowhere else
  create: (object) => [{ ...object, kind: "create${pascal}" }],
  drop: ({ schema, name }) => [{ kind: "drop${pascal}", schema, name }],
  alter: () => "recreate",
  renamed: (object, names) => {
    const to = names.get(keyOf(object));
    return to === undefined ? object : { ...object, schema: to.schema, name: to.name }; // and what its definition names
  },
  // For COMMENT ON, GRANT and the like; the places in catalog.ts say where the system catalogs have it.
  addresses: {
    ${camel}: {
      sql: ({ schema = "", name }) => sql\`${words} \${{ schema, name }}\`,
      key: keyOf,
      commentLock: "none",
      grantedOn: ({ schema = "", name }) => sql\`${words} \${{ schema, name }}\`, // leave it out where nothing is granted
      // objects: "types", // what ALTER DEFAULT PRIVILEGES calls them; leave it out where there are none for it
    },
  },
};
`;
