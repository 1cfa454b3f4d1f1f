import { parseDatabaseUrl, type HostAddress } from "./database-url.ts";

/** What stands elsewhere in the URL. */
const placed: ReadonlySet<string> = new Set(["user", "password", "dbname", "host", "port"]);

/**
 * The URL of another database on the same server, in the form that every driver reads. That of a PGlite database stays: it has one
 * database.
 * @example urlOfDatabase("postgres://ada:p@ss@db/shop?sslmode=require", "test") // "postgresql://ada:p%40ss@db/test?sslmode=require"
 */
export function urlOfDatabase(url: string, database: string): string {
  const address = parseDatabaseUrl(url);
  if (address.driver === "pglite") return url.trim();
  const { others = [], user, password, settings, ...first } = address;
  const hosts = [first, ...others];
  const sockets = hosts.some(({ host }) => host?.startsWith("/") === true);
  const login = user === undefined ? "" : `${encode(user)}${password === undefined ? "" : `:${encode(password)}`}@`;
  const query = [
    ...[...settings].filter(([name]) => !placed.has(name)),
    ...(user === undefined && password !== undefined ? ([["password", password]] as const) : []),
    ...(sockets ? socketSettings(hosts) : []),
  ].map(([name, value]) => `${name}=${encode(value)}`);
  const place = sockets ? "" : hosts.map(placeOf).join(",");
  return `postgresql://${login}${place}/${encode(database)}${query.length === 0 ? "" : `?${query.join("&")}`}`;
}

const encode = (text: string): string => encodeURIComponent(text);

function placeOf({ host = "", port }: HostAddress): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return port === undefined ? name : `${name}:${port}`;
}

/** The folder of a Unix socket has no place before the database. */
const socketSettings = (hosts: readonly HostAddress[]): readonly (readonly [string, string])[] => [
  ["host", hosts.map(({ host = "" }) => host).join(",")],
  ...(hosts[0]?.port === undefined ? [] : [["port", String(hosts[0].port)] as const]),
];
