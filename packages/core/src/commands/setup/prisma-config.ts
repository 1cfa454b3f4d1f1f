import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { defaultExport } from "../../runtime/config/default-export.ts";

// The file that configures Prisma. It is read as text where that says all, which is fast and needs nothing; else it is run, as Prisma does.

/** The file that configures Prisma in a folder. */
export function prismaConfigFile(folder: string): string | undefined {
  const names = ["prisma.config", path.join(".config", "prisma")].flatMap((name) =>
    ["ts", "mts", "cts", "js", "mjs", "cjs"].map((ending) => `${name}.${ending}`),
  );
  return names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

/** What such a file says, as far as mig uses it. */
export interface PrismaConfig {
  readonly schema?: string;
  readonly migrations?: string;
  readonly directUrl?: string;
  readonly url?: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** What was run, by file and its time: whoever asks for a path later cannot wait. Undefined: it does not run. */
const ran = new Map<string, PrismaConfig | undefined>();

const keyOf = (file: string): string => `${file} ${statSync(file).mtimeMs}`;

/** What running the file of a folder gave. Undefined: it was not run, its text counts. */
export function ranPrismaConfig(folder: string): PrismaConfig | undefined {
  const file = prismaConfigFile(folder);
  return file === undefined ? undefined : ran.get(keyOf(file));
}

/**
 * Runs the file of a folder if its text does not say all, once. Modules of Prisma and dotenv need not be installed. A file that cannot be
 * run counts as its text; `onProblem` is told.
 */
export async function runPrismaConfig(
  folder: string,
  { readEnv, onProblem }: { readonly readEnv: () => Promise<Env>; readonly onProblem: (file: string, problem: string) => void },
): Promise<void> {
  const file = prismaConfigFile(folder);
  if (file === undefined || ran.has(keyOf(file)) || isPlain(readFileSync(file, "utf8"))) return;
  try {
    const env = await readEnv();
    ran.set(keyOf(file), picked(await defaultExport(file, { env, instead: standIns(env) })));
  } catch (error) {
    ran.set(keyOf(file), undefined);
    onProblem(file, (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "");
  }
}

/** mig reads .env files itself, and Prisma's own module takes a second to load. */
const standIns = (env: Env): Parameters<typeof defaultExport>[1]["instead"] => {
  const dotenv = async (): Promise<unknown> => {
    const config = (): object => ({ parsed: {} });
    return { config, default: { config } };
  };
  const prisma = async (): Promise<unknown> => ({ defineConfig: (config: unknown) => config, env: (name: string) => env[name] ?? "" });
  return { "dotenv/config": async () => ({}), dotenv, "prisma/config": prisma, "@prisma/config": prisma };
};

function picked(exported: unknown): PrismaConfig {
  const { schema, migrations, datasource } = objectOf(exported);
  const found = { schema, migrations: objectOf(migrations)["path"], ...urlsOf(objectOf(datasource)) };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => typeof value === "string" && value !== ""));
}

const urlsOf = ({ url, directUrl }: Readonly<Record<string, unknown>>): object => ({ directUrl, url });

/** A value whose fields can be looked at. */
const objectOf = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === "object" && value !== null ? { ...value } : {});

const text = String.raw`(?:"[^"\n]*"|'[^'\n]*'|\x60[^\x60$]*\x60)`;
const variable = String.raw`(?:env(?:<[^>]*>)?\(\s*${text}\s*\)|process\.env(?:\.\w+|\[\s*${text}\s*\]))(?:\s*!|\s+as\s+string)?`;
const joined = String.raw`path\.(?:join|resolve)\((?:\s*(?:${text}|__dirname|import\.meta\.dirname)\s*,?)*\)`;
const urlValue = String.raw`(?:${variable}|${text})(?:\s*(?:\?\?|\|\|)\s*(?:${variable}|${text}))*`;
/** What has to stand behind a key, up to the end of the value. */
const plainValues: Readonly<Record<string, RegExp>> = Object.fromEntries(
  Object.entries({ schema: `${text}|${joined}`, path: `${text}|${joined}`, url: urlValue, directUrl: urlValue }).map(([key, value]) => [
    key,
    new RegExp(String.raw`^\s*(?:${value})\s*(?:[,}]|$)`, "u"),
  ]),
);

/** Whether a text says all by itself: one object, whose values are texts, names of variables and paths of texts. */
export function isPlain(file: string): boolean {
  const code = withoutComments(file);
  if (/\.\.\.|[{,]\s*(?:schema|migrations|datasource|url|directUrl)\s*[,}]/u.test(code)) return false;
  if (!/\bexport\s+default\s+(?:defineConfig\s*\(\s*)?\{|\bmodule\.exports\s*=\s*(?:defineConfig\s*\(\s*)?\{/u.test(code)) return false;
  if (/\b(?:datasource|migrations)\s*:\s*(?!\{)\S/u.test(code)) return false;
  return Object.entries(plainValues).every(([key, value]) =>
    Array.from(code.matchAll(new RegExp(String.raw`[\s,{]${key}\s*:`, "gu"))).every(({ 0: found, index }) =>
      value.test(code.slice(index + found.length)),
    ),
  );
}

/** Line comments go, unless the slashes belong to a URL. */
export const withoutComments = (code: string): string => code.replaceAll(/(?<![:"'`\w])\/\/.*$/gmu, "").replaceAll(/\/\*[^]*?\*\//gu, "");
