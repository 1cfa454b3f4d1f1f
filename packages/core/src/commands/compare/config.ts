import { maskUrl } from "../../runtime/connection/mask.ts";
import type { Caller } from "../caller.ts";
import { readProject } from "../project/project.ts";

/** The configuration that holds, and where its parts are from. */
export interface ConfigResult {
  /** Null: there is none, or it was not given as a file. */
  readonly file: string | null;
  /** Absent: the configuration has none. */
  readonly environments?: readonly string[];
  /** Without a password. Null: nothing sets one. */
  readonly url: string | null;
  readonly urlSource: string | null;
  /** Folders of revisions. */
  readonly versions: readonly string[];
  readonly tables: { readonly version: string; readonly log: string };
  /** Settings as data: of a function, an expression or an adapter, what it is. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Settings that are never shown as they are. */
const urls = new Set(["url", "scratchUrl"]);

export async function config(caller: Caller): Promise<ConfigResult> {
  const { config: settings, file, environments, folders, tables, url, urlSource, shown } = await readProject(caller);
  const values = Object.entries(settings)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, urls.has(key) && typeof value === "string" ? maskUrl(value) : plainOf(value)] as const);
  return {
    file: file === undefined ? null : shown(file),
    ...(environments === undefined ? {} : { environments }),
    url: url === undefined ? null : maskUrl(url),
    urlSource: urlSource ?? null,
    versions: folders.map(shown),
    tables: { version: `${tables.version.schema}.${tables.version.name}`, log: `${tables.log.schema}.${tables.log.name}` },
    settings: Object.fromEntries(values),
  };
}

/** A value of the configuration as data: of a function, an expression or an adapter, what it is. */
function plainOf(value: unknown): unknown {
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (value instanceof RegExp) return String(value);
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== "object" || value === null) return value;
  if ("load" in value && "name" in value) return `the adapter ${String(value.name)}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)]));
}
