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

/** What came of running files of SQL in a scratch database. There was no error in them. */
export interface SqlResult {
  readonly serverVersion: number;
  readonly schema: DatabaseSchema;
  readonly changes: SourceChanges;
  readonly warnings: readonly Diagnostic[];
}

/** What a result depends on beside the files. */
export interface SqlSetting {
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
  /** Digests of the files, and of the rest that the result depends on. */
  readonly files: string;
  readonly setting: string;
  readonly added: readonly Kept[];
  readonly unmodelled: readonly Unmodelled[];
  readonly altered: readonly { readonly to: Kept; readonly fields: readonly string[] }[];
  readonly dropped: SourceChanges["dropped"];
}

/** The last result for these files. */
export interface Memory {
  /** `setting` is asked for only if the files are as they were. */
  readonly recall: (texts: readonly SqlText[], setting: () => Promise<SqlSetting>) => Promise<SqlResult | undefined>;
  readonly remember: (texts: readonly SqlText[], setting: SqlSetting, result: SqlResult) => Promise<void>;
}

/** One file for each list of files. */
export function memoryFor(patterns: readonly string[], cwd: string): Memory {
  const kept = keptFile("sql", digest([cwd, ...patterns]));
  return {
    recall: async (texts, setting) => {
      const file = parsed((await kept.read()) ?? "");
      if (file?.files !== digest(texts)) return undefined;
      return file.setting === digestOf(await setting()) ? resultIn(file) : undefined;
    },
    remember: (texts, setting, result) => kept.write(JSON.stringify(fileOf({ files: digest(texts), setting: digestOf(setting) }, result))),
  };
}

const digest = (parts: readonly unknown[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const digestOf = ({ base, server, path: searchPath }: SqlSetting): string =>
  digest([migVersion(), catalogTexts(catalogs, 0), server, searchPath, objectsOf(base), base.unmodelled ?? []]);

function parsed(text: string): File | undefined {
  try {
    return JSON.parse(text) as File; // as `fileOf` writes it
  } catch {
    return undefined;
  }
}

function fileOf(digests: Pick<File, "files" | "setting">, { serverVersion, warnings, schema, changes }: SqlResult): File {
  return {
    ...digests,
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
