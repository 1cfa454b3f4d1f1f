import { MigError } from "../../errors.ts";
import { maskUrl } from "./mask.ts";
import { rememberConnection } from "./secrets.ts";
import { scheme } from "./url-shape.ts";

/** A place where a server may be. */
export interface HostAddress {
  readonly host?: string;
  readonly port?: number;
}

/** Where a server is, and who comes. What is absent is left to the driver, which asks PGHOST, PGUSER, PGPASSWORD and .pgpass. */
export interface ServerAddress {
  readonly driver: "pg";
  /** A host name, an address, or the folder of a Unix socket. */
  readonly host?: string;
  readonly port?: number;
  /** Where else to try when nobody answers there. Absent: nowhere. */
  readonly others?: readonly HostAddress[];
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
  /** Settings after the question mark, the last of each name. */
  readonly settings: ReadonlyMap<string, string>;
}

/** A database inside this process. */
export interface EmbeddedAddress {
  readonly driver: "pglite";
  /** Absent: in memory. */
  readonly folder?: string;
}

export type DatabaseAddress = ServerAddress | EmbeddedAddress;

const host = String.raw`(?:\[[0-9A-Fa-f:.%]+\]|[\w.~%-]+)`;
const rest = String.raw`(?<hosts>${host}?(?::\d*)?(?:,${host}(?::\d*)?)*)(?:/(?<database>[^?#/@]*))?(?:\?(?<query>(?:[\w.-]+=[^&#]*&?)*))?$`;
/** As the standard has it: the special characters of a password are percent-encoded. */
const encoded = new RegExp(String.raw`^(?:(?<login>[^@/?#]*)@)?${rest}`, "u");
/** A password as it is, with any characters; what follows its last @ still looks like hosts and a database. */
const unencoded = new RegExp(String.raw`^(?<login>[^]*)@${rest}`, "u");

/**
 * Reads a database URL. A password that is not percent-encoded is understood where only one reading makes sense.
 * @example parseDatabaseUrl("postgres://ada:p@ss/word@db.example.org/shop") // { user: "ada", password: "p@ss/word", ... }
 */
export function parseDatabaseUrl(written: string): DatabaseAddress {
  const url = written.trim();
  rememberConnection(url);
  if (url.startsWith("pglite:")) return parseEmbedded(url);
  if (/^(["']).*\1$/u.test(url)) throw invalid(url, "it is in quotation marks");
  if (!scheme.test(url)) throw invalid(url, `it does not begin with postgresql:// or pglite:`);
  const text = url.replace(scheme, "");
  const parts = (encoded.exec(text) ?? unencoded.exec(text))?.groups;
  if (parts === undefined) throw invalid(url, "host, port or database cannot be told apart");
  const [user, password] = splitLogin(parts["login"]);
  const settings = parseSettings(parts["query"] ?? "");
  const mode = settings.get("sslmode");
  if (mode !== undefined && !sslModes.includes(mode))
    throw invalid(url, `sslmode is ${/^[a-z-]{0,12}$/u.test(mode) ? `"${mode}", ` : ""}not one of ${sslModes.join(", ")}`);
  const hosts = (settings.get("host") ?? parts["hosts"] ?? "").split(",").map((place) => hostAddress(url, place, settings.get("port")));
  const [first, ...others] = hosts;
  return {
    driver: "pg",
    ...first,
    ...(others.length === 0 ? {} : { others }),
    ...given("user", settings.get("user") ?? user),
    ...given("password", settings.get("password") ?? password),
    ...given("database", settings.get("dbname") ?? decode(parts["database"] ?? "")),
    settings,
  };
}

const sslModes: readonly string[] = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "no-verify"];

/** One of the hosts. A port among the settings goes before its own. */
function hostAddress(url: string, text: string, port: string | undefined): HostAddress {
  const at = text.startsWith("/") ? { host: text } : /^(?<host>.*?)(?::(?<port>\d*))?$/u.exec(text)?.groups;
  const number = portOf(url, port ?? at?.["port"] ?? "");
  return { ...given("host", decode(at?.["host"] ?? "").replace(/^\[(.*)\]$/u, "$1")), ...(number === undefined ? {} : { port: number }) };
}

function parseEmbedded(url: string): EmbeddedAddress {
  const where = url.slice("pglite:".length);
  if (where === "") throw invalid(url, 'it has neither a folder nor "memory"');
  return where === "memory" || where === "memory:" ? { driver: "pglite" } : { driver: "pglite", folder: where };
}

function splitLogin(login: string | undefined): readonly [string | undefined, string | undefined] {
  if (login === undefined) return [undefined, undefined];
  const colon = login.indexOf(":");
  return colon < 0 ? [decode(login), undefined] : [decode(login.slice(0, colon)), decode(login.slice(colon + 1))];
}

function parseSettings(query: string): ReadonlyMap<string, string> {
  const pairs = query.split("&").filter((pair) => pair !== "");
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      return [decode(pair.slice(0, equals)), decode(pair.slice(equals + 1))];
    }),
  );
}

function portOf(url: string, text: string): number | undefined {
  if (text === "") return undefined;
  const port = Number(text);
  if (!(Number.isInteger(port) && port >= 1 && port <= 65_535)) throw invalid(url, "its port is not a number from 1 to 65535");
  return port;
}

/** Percent-encoding undone; a percent sign that begins none stays. */
const decode = (text: string): string =>
  text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/gu, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });

const given = <Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } =>
  (value === undefined || value === "" ? {} : { [key]: value }) as { readonly [K in Key]?: string }; // the one key

const invalid = (url: string, problem: string): MigError => new MigError("DATABASE_URL_INVALID", { url: maskUrl(url), problem });
