import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, TomlError, type TomlTable } from "smol-toml";
import { MigError } from "../../../errors.ts";

/** Where Alembic's files are, as its settings say. */
export interface AlembicSettings {
  /** Folder of env.py, absolute. */
  readonly scripts: string;
  /** Folders of revisions, absolute. */
  readonly versions: readonly string[];
  /** Whether the folders in them have revisions too. */
  readonly isRecursive: boolean;
  /** The file of settings, from the project's folder. Absent: pyproject.toml has all of them. */
  readonly ini?: string;
}

type Setting = string | readonly string[];

/**
 * The settings of a project's Alembic: its alembic.ini, or the file that ALEMBIC_CONFIG names, and what that does not say, pyproject.toml.
 * They are read as text. Undefined: it has none.
 */
export function alembicSettings({ root, env }: { readonly root: string; readonly env: Environment }): AlembicSettings | undefined {
  const named = env["ALEMBIC_CONFIG"];
  const ini = named === undefined || path.basename(named) === pyproject ? "alembic.ini" : named;
  const [ofIni, ofToml] = [iniSettings(path.resolve(root, ini)), tomlSettings(path.join(root, pyproject))];
  if (ofIni === undefined && ofToml === undefined) return undefined;
  const setting = (name: string): Setting | undefined => ofIni?.get(name) ?? ofToml?.get(name);
  const place = (text: string): string => placeOf(text, root);
  const scripts = place(textOf(setting("script_location")) ?? "alembic");
  const separator = textOf(setting("version_path_separator") ?? setting("path_separator"));
  const locations = listOf(setting("version_locations"), separator);
  return {
    scripts,
    versions: locations.length === 0 ? [path.join(scripts, "versions")] : locations.map(place),
    isRecursive: /^(?:1|true|yes|on)$/iu.test(textOf(setting("recursive_version_locations")) ?? ""),
    ...(ofIni === undefined ? {} : { ini }),
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

const pyproject = "pyproject.toml";

const textOf = (setting: Setting | undefined): string | undefined => (typeof setting === "string" ? setting : undefined);

const separators: Readonly<Record<string, string>> = { space: " ", newline: "\n", os: path.delimiter, ":": ":", ";": ";" };

/** Without a separator Alembic takes commas and blanks. */
function listOf(setting: Setting = [], separator = ""): readonly string[] {
  const parts = typeof setting === "string" ? setting.split(separators[separator] ?? /[,\s]+/u) : setting;
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** A path, or a folder in a Python package: `package.name:folder`. */
function placeOf(text: string, root: string): string {
  const [, name = "", inside = ""] = /^([\w.]+):(?![\\/])(.+)$/u.exec(text) ?? [];
  if (name === "") return path.resolve(root, text);
  const places = [root, path.join(root, "src")].map((folder) => path.join(folder, ...name.split("."), inside));
  return places.find((folder) => existsSync(folder)) ?? path.resolve(root, text);
}

// Python's configparser has a form of INI of its own, which libraries of INI do not read: a value goes on in lines that are indented, `:`
// stands for `=`, all sections have what [DEFAULT] has, and values name others. To `ini` and its like an indented line is a key, and `a: b`
// one without a value.

/** Section [alembic] of a file as Python's configparser reads it. Undefined: there is none. */
function iniSettings(file: string): ReadonlyMap<string, string> | undefined {
  if (!existsSync(file)) return undefined;
  const sections = iniSections(readFileSync(file, "utf8"));
  const own = sections.get("alembic");
  if (own === undefined) return undefined;
  const all = new Map([...(sections.get("DEFAULT") ?? []), ...own, ["here", path.dirname(file)]]);
  return new Map(Array.from(all, ([name, value]) => [name, interpolated(value, all)]));
}

function iniSections(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let last: string | undefined;
  for (const line of text.split(/\r?\n/u)) {
    const [, header] = /^\[([^\]]+)\]/u.exec(line) ?? [];
    const [, name = "", value = ""] = /^([^\s=:#;[][^=:]*?)\s*[=:]\s*(.*?)\s*$/u.exec(line) ?? [];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      last = undefined;
    } else if (/^\s*(?:[#;]|$)/u.test(line)) continue;
    else if (/^\s/u.test(line)) {
      if (last !== undefined) section?.set(last, `${section.get(last) ?? ""}\n${line.trim()}`);
    } else {
      last = name.toLowerCase();
      section?.set(last, value);
    }
  }
  return sections;
}

/** `%(name)s` and `%%`; a value may name others, which Python follows as far. */
const interpolated = (value: string, all: ReadonlyMap<string, string>, depth = 0): string =>
  value.replaceAll(/%(?:%|\((\w+)\)s)/gu, (whole, name?: string) => {
    const named = name === undefined ? "%" : all.get(name.toLowerCase());
    return name === undefined || named === undefined || depth === 10 ? (named ?? whole) : interpolated(named, all, depth + 1);
  });

/**
 * Table [tool.alembic] of pyproject.toml: texts, lists of texts and truth values. Undefined: there is none.
 * @throws MigError CONFIG_BROKEN
 */
function tomlSettings(file: string): ReadonlyMap<string, Setting> | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!text.includes("alembic")) return undefined; // whatever else is in it is no matter of mig's
  const own = tableIn(tableIn(parsed(text, file), "tool"), "alembic");
  if (own === undefined) return undefined;
  const here = new Map([["here", path.dirname(file)]]);
  return new Map(
    Object.entries(own).flatMap(([name, value]): readonly (readonly [string, Setting])[] => {
      if (Array.isArray(value)) return [[name, value.filter((item) => typeof item === "string").map((item) => interpolated(item, here))]];
      return typeof value === "string" || typeof value === "boolean" ? [[name, interpolated(String(value), here)]] : [];
    }),
  );
}

function parsed(text: string, file: string): TomlTable {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const problem = (error.message.split("\n")[0] ?? "").replace(/^Invalid TOML document: /u, "");
    throw new MigError(
      "CONFIG_BROKEN",
      { file, problem: `${problem}.` },
      { cause: error, place: { file, line: error.line, column: error.column } },
    );
  }
}

function tableIn(table: TomlTable | undefined, name: string): TomlTable | undefined {
  const value = table?.[name];
  return typeof value === "object" && !Array.isArray(value) && !(value instanceof Date) ? value : undefined;
}
