import path from "node:path";
import { MigError } from "../../errors.ts";
import type { MigConfig } from "./config.ts";
import type { EnvWithFiles } from "./env-file.ts";

/** Where a project says, outside of mig's configuration, what its database is. The first that says something counts. */
export interface DeclaredUrl {
  /** The variable that holds it. Absent: it is written out. */
  readonly variable?: string;
  /** Absent: the variable has it. */
  readonly url?: string;
  /** The file that says so, absolute. */
  readonly file: string;
}

/** A database URL with where it is from. */
export interface FoundUrl {
  readonly url?: string;
  readonly urlFrom?: "option" | "config" | "declared" | "env" | "envFile";
  /** Where the URL is from, in words. Without a URL: where it was looked for. */
  readonly urlSource: string;
}

export interface UrlPlaces {
  readonly option?: string | undefined;
  readonly config: MigConfig;
  /** The configuration's file. Absent: there is none. */
  readonly file: string | undefined;
  readonly declared: readonly DeclaredUrl[];
  readonly env: EnvWithFiles;
  readonly root: string;
}

/** The database URL of a project: the command line's, the configuration's, what other tools of the project are told, DATABASE_URL. */
export function findUrl({ option, config, file, declared, env, root }: UrlPlaces): FoundUrl {
  const shown = (name: string): string => path.relative(root, name) || name;
  if (option !== undefined) return { url: option, urlFrom: "option", urlSource: "--url" };
  if (config.url !== undefined)
    return { url: config.url, urlFrom: "config", urlSource: `url in ${file === undefined ? "the configuration" : shown(file)}` };
  const ofVariable = (variable: string): Omit<FoundUrl, "urlFrom"> | undefined => {
    const url = env.env[variable];
    if (url === undefined || url === "") return undefined;
    const files = env.settersOf(variable);
    if (env.disagreeOn(variable)) throw new MigError("ENV_FILES_DISAGREE", { variable, files: files.map(shown) });
    return { url, urlSource: `${variable} ${files[0] === undefined ? "of the environment" : `in ${shown(files[0])}`}` };
  };
  for (const { variable, url, file: from } of declared) {
    const found = url === undefined ? (variable === undefined ? undefined : ofVariable(variable)) : { url, urlSource: shown(from) };
    if (found !== undefined)
      return {
        ...found,
        urlFrom: "declared",
        urlSource: url === undefined ? `${found.urlSource}, as ${shown(from)} says` : found.urlSource,
      };
  }
  const usual = ofVariable("DATABASE_URL");
  if (usual !== undefined) return { ...usual, urlFrom: env.settersOf("DATABASE_URL").length > 0 ? "envFile" : "env" };
  const variables = new Set([...declared.flatMap(({ variable }) => variable ?? []), "DATABASE_URL"]);
  return {
    urlSource: [
      ...(file === undefined ? [] : [`url in ${shown(file)}`]),
      `${[...variables].join(" and ")} in the environment`,
      ...env.files.map(shown),
    ].join(", "),
  };
}
