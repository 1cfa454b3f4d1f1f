import { createHash } from "node:crypto";
import { catalogTexts } from "../../../postgres/introspect.ts";
import { catalogs } from "../../../postgres/objects/index.ts";
import { objectsOf, schemaOf, type DatabaseSchema } from "../../../schema/database-schema.ts";
import type { Diagnostic } from "../../../schema/diagnostic.ts";
import type { SourceChanges } from "../../../schema/model-source.ts";
import type { SchemaObject } from "../../../schema/object.ts";
import type { Unmodelled } from "../../../schema/unmodelled.ts";
import { tellUses, toldUses, type Use } from "../../../schema/use.ts";
import { keptFile } from "../../files/kept-file.ts";
import { migVersion } from "../../tables/mig-version.ts";
import type { SqlText } from "./read-statements.ts";

/** What came of running files of SQL in a scratch database. */
export interface SqlResult {
  readonly serverVersion: number;
  readonly schema: DatabaseSchema;
  readonly changes: SourceChanges;
  readonly warnings: readonly Diagnostic[];
}

/** All that a result depends on. */
export interface SqlInput {
  readonly texts: readonly SqlText[];
  readonly base: DatabaseSchema;
  /** As the scratch databases' maker says it. */
  readonly server: string;
  readonly path: string;
}

/** An object with what the server has said beside it. */
interface Kept {
  readonly object: SchemaObject;
  readonly uses?: readonly Use[];
}

interface File extends Pick<SqlResult, "serverVersion" | "warnings"> {
  readonly key: string;
  readonly added: readonly Kept[];
  readonly unmodelled: readonly Unmodelled[];
  readonly altered: readonly { readonly to: Kept; readonly fields: readonly string[] }[];
  readonly dropped: SourceChanges["dropped"];
}

/** The last result for these files. */
export interface Memory {
  readonly recall: (input: SqlInput) => Promise<SqlResult | undefined>;
  readonly remember: (input: SqlInput, result: SqlResult) => Promise<void>;
}

/** One file for each list of files. */
export function memoryFor(patterns: readonly string[], cwd: string): Memory {
  const kept = keptFile("sql", digest([cwd, ...patterns]));
  return {
    recall: async (input) => {
      const file = parsed((await kept.read()) ?? "");
      return file?.key === keyOf(input) ? resultIn(file) : undefined;
    },
    remember: (input, result) => kept.write(JSON.stringify(fileOf(keyOf(input), result))),
  };
}

const digest = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const keyOf = ({ texts, base, server, path: searchPath }: SqlInput): string =>
  digest([migVersion(), catalogTexts(catalogs, 0), server, searchPath, texts, objectsOf(base), base.unmodelled ?? []]);

function parsed(text: string): File | undefined {
  try {
    return JSON.parse(text) as File; // as `fileOf` writes it
  } catch {
    return undefined;
  }
}

function fileOf(key: string, { serverVersion, warnings, schema, changes }: SqlResult): File {
  return {
    key,
    serverVersion,
    warnings,
    added: objectsOf(schema).map(keptObject),
    unmodelled: schema.unmodelled ?? [],
    altered: changes.altered.map(({ to, fields }) => ({ to: keptObject(to), fields })),
    dropped: changes.dropped,
  };
}

function resultIn({ serverVersion, warnings, added, unmodelled, altered, dropped }: File): SqlResult {
  return {
    serverVersion,
    warnings,
    schema: { ...schemaOf(added.map(toldAgain)), unmodelled },
    changes: { altered: altered.map(({ to, fields }) => ({ to: toldAgain(to), fields })), dropped },
  };
}

function keptObject(object: SchemaObject): Kept {
  const uses = toldUses(object);
  return uses === undefined ? { object } : { object, uses };
}

const toldAgain = ({ object, uses }: Kept): SchemaObject => (uses === undefined ? object : tellUses(object, uses));
