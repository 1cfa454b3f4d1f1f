import type { NotCompared } from "../../../diff/not-compared.ts";
import type { Kinds } from "../../../operation/kinds.ts";
import { ownedBy } from "../../../operation/links.ts";
import { isOfEnvironment } from "../../../operation/of-environment.ts";
import type { AnyOperation } from "../../../operation/operation.ts";
import { kinds } from "../../../postgres/objects/index.ts";
import { withPlainDefaults } from "../../../postgres/objects/plain-defaults.ts";
import { resource } from "../../../postgres/objects/resources.ts";
import { designStatement } from "../../../postgres/sql/design-statement.ts";
import { emptySchema, objectsIn, removeObjects, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { ObjectRef, SchemaObject } from "../../../schema/object.ts";
import { compare, type CompareOptions } from "../../compare/compare.ts";
import { emptySide, type Side } from "../../compare/side.ts";
import { checkedRules } from "../../selection/checked-rules.ts";
import { leftByConfig, leftIn, type SelectionConfig } from "../../selection/left-by-config.ts";

/** A file of SQL that declares an object with all that belongs to it. */
export interface DesignFile {
  /** Below the folder of the design, with slashes: `tables/users.sql`. */
  readonly path: string;
  readonly text: string;
}

/** The design of a database as files. */
export interface DesignFiles {
  readonly files: readonly DesignFile[];
  /** What no kind models, or is set up for one environment, and is in no file. */
  readonly notWritten: readonly NotCompared[];
}

/**
 * The design of a database as files of SQL, one for each object: a table with its indexes, constraints and policies, a view, a function
 * with those of its name. Read again as models, they are the same design. What the configuration leaves alone is in none.
 */
export async function designFiles(
  database: Extract<Side, { kind: "database" }>,
  { configuration }: Pick<CompareOptions, "configuration"> = {},
): Promise<DesignFiles> {
  const { config = {}, file: from = "mig.config.ts" } = configuration ?? {};
  const { upgrade, after, notCompared } = await compare(emptySide, asWritten(withoutLeft(database, checkedRules(config, from))));
  const texts = new Map<string, { readonly path: string; readonly statements: string[] }>();
  const environment: ObjectRef[] = [];
  for (const op of upgrade) {
    const about = kinds.specOf(op).about(op);
    if (about !== undefined && isOfEnvironment(about, kinds)) {
      environment.push(about);
      continue;
    }
    const { stage, watch } = kinds.specOf(op).touches(op, emptySchema, kinds);
    const statements = statementsOf(op, kinds);
    const isLast = stage === "last" || watch !== undefined || statements.some(isForLater);
    const path = isLast ? lastFile : pathOf(op, after, kinds);
    const key = path.toLowerCase(); // the file system may not tell them apart
    const file = texts.get(key) ?? { path, statements: [] };
    texts.set(key, file);
    file.statements.push(...statements);
  }
  const files = [...texts.values()].map(({ path, statements }) => ({ path, text: statements.map((text) => `${text}\n`).join("\n") }));
  const notWritten = [...environment.filter(({ of: what }) => what === undefined).map(asNotWritten), ...notCompared];
  const rest = notWritten.length === 0 ? [] : [notWrittenFile(notWritten)];
  return { files: [...files, ...rest].toSorted((left, right) => (left.path < right.path ? -1 : 1)), notWritten };
}

/** A database as if it had nothing that the configuration leaves alone. */
function withoutLeft<Database extends Extract<Side, { kind: "database" }>>(database: Database, config: SelectionConfig): Database {
  const { schema } = database.snapshot;
  const left = leftByConfig(config, [schema]);
  if (left === undefined) return database;
  const unmodelled = (schema.unmodelled ?? []).filter((object) => !left.hasUnmodelled(object));
  return { ...database, snapshot: { ...database.snapshot, schema: { ...removeObjects(schema, leftIn(schema, left)), unmodelled } } };
}

/** A database with texts as people write them. */
const asWritten = <Database extends Extract<Side, { kind: "database" }>>(database: Database): Database => ({
  ...database,
  snapshot: { ...database.snapshot, schema: withPlainDefaults(database.snapshot.schema) },
});

const asNotWritten = ({ kind, name }: ObjectRef): NotCompared => ({ what: kind, name, is: "only after" });

/** What is about all that is created after it, and what fires for that: read after all other files, which come before it by their names. */
const lastFile = "zz-last.sql";

function isForLater(sql: string): boolean {
  const is = designStatement(sql);
  return is.kind === "declares" && is.isForLater === true;
}

/** Without what only a transaction has a use for, such as SET LOCAL. */
const statementsOf = (op: AnyOperation, of: Kinds): readonly string[] =>
  of
    .specOf(op)
    .sql(op, of)
    .filter(({ sql }) => designStatement(sql).kind === "declares")
    .map(({ sql }) => withSemicolon(sql));

/** Its semicolon stands alone where a comment could swallow it. */
const withSemicolon = (sql: string): string => (sql.slice(sql.lastIndexOf("\n") + 1).includes("--") ? `${sql}\n;` : `${sql};`);

function notWrittenFile(objects: readonly NotCompared[]): DesignFile {
  const lines = objects.map(({ what, name }) => `--   ${what} ${name}`.replaceAll(/[\r\n]+/gu, " "));
  return {
    path: "not-written.sql",
    text: `-- The database also has these. mig neither writes nor compares them: it does not model them, or they belong to one environment.\n--\n${lines.join("\n")}\n`,
  };
}

/** The file of what an operation makes. */
function pathOf(op: AnyOperation, schema: DatabaseSchema, of: Kinds): string {
  const about = of.specOf(op).about(op);
  if (about === undefined) return "others.sql";
  const main = mainOf(about, schema, of);
  const place = main.schema === undefined || main.schema === "public" ? "" : `${main.schema}.`;
  return `${folderOf(main, schema, of)}/${safe(place + main.name)}.sql`;
}

/** What it is a part of or about; else itself. */
function mainOf(ref: ObjectRef, schema: DatabaseSchema, of: Kinds): ObjectRef {
  if (ref.signature !== undefined && ref.of === undefined) return ref;
  const beside = objectsIn(schema, { ...(ref.schema === undefined ? {} : { schema: ref.schema }), name: ref.table ?? ref.name });
  const described = beside.find(
    ({ kind, of: what, table, signature }) => kind === ref.of && what === undefined && table === undefined && signature === ref.signature,
  );
  const relation = beside.find((object) => isMain(object) && ownsAs(object, relationOf(object), of));
  const other = beside.find((object) => isMain(object) && ref.table !== undefined);
  return described ?? relation ?? other ?? (ref.of === undefined ? ref : { ...ref, kind: ref.of });
}

const isMain = ({ table, of }: SchemaObject): boolean => table === undefined && of === undefined;

const relationOf = ({ schema = "", name }: ObjectRef): string => resource.relation(schema, name);

const ownsAs = (object: SchemaObject, key: string, of: Kinds): boolean => ownedBy(object, of).includes(key);

/** By the kind; types of all kinds are together, also those that have a relation beside them, which composite ones do. */
function folderOf(main: ObjectRef, schema: DatabaseSchema, of: Kinds): string {
  const object = objectsIn(schema, main).find((one) => isMain(one) && one.kind === main.kind);
  const isType =
    object !== undefined &&
    ownsAs(object, resource.type(main.schema ?? "", main.name), of) &&
    (!ownsAs(object, relationOf(main), of) || main.kind.endsWith("Type"));
  return isType ? "types" : plural(main.kind.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`));
}

function plural(word: string): string {
  if (word.endsWith("ss")) return `${word}es`;
  if (word.endsWith("s")) return word;
  return word.endsWith("y") ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** A name as a part of a path: what a file system could take otherwise is replaced. */
const safe = (name: string): string => name.replaceAll(/[^\p{L}\p{M}\p{N}_.-]/gu, "_").replace(/^\./u, "_");
