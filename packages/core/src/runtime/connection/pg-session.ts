import { readFileSync } from "node:fs";
import { userInfo } from "node:os";
import type { Client, ClientConfig } from "pg";
import { MigError } from "../../errors.ts";
import { batchText, locate } from "./batch-text.ts";
import { connectionError } from "./connection-error.ts";
import { noticeOf, placeOfNotice, type ServerNotice } from "./notice.ts";
import type { ServerAddress } from "./database-url.ts";
import { laterPins, pinOptions, setAll } from "../../postgres/session/pins.ts";
import { BatchFailure, sqlStateOf, type Notice, type Row, type Session } from "../session.ts";
import type { ConnectOptions } from "./connect-options.ts";

type Pg = typeof import("pg");

/** Parts of a client that its types leave out. */
interface ClientInternals {
  readonly ref: () => void;
  readonly unref: () => void;
  readonly processID: number | null;
  readonly connection: {
    readonly stream: { readonly destroy: () => void };
    on(event: "parameterStatus", listener: (message: { readonly parameterName: string; readonly parameterValue: string }) => void): unknown;
    on(event: "commandComplete" | "emptyQuery", listener: () => void): unknown;
  };
}

const internalsOf = (client: Client): ClientInternals => client as unknown as ClientInternals; // fields that pg has had since version 8

/** Connects by `pg`. Of several hosts the first that answers is taken. */
export async function openPg({ others = [], ...first }: ServerAddress, options: PgOptions): Promise<Session> {
  const pg = await importPg();
  let failure: MigError | undefined;
  for (const address of [first, ...others.map((other): ServerAddress => ({ ...withoutHost(first), ...other }))]) {
    try {
      return await openOne(pg, address, options);
    } catch (error) {
      const found = toConnectionError(error, address, options.url);
      if (found.code !== "DATABASE_UNREACHABLE") throw found;
      failure ??= found;
    }
  }
  throw failure;
}

type PgOptions = ConnectOptions & { readonly url: string };

const withoutHost = ({ host: _host, port: _port, ...rest }: ServerAddress): ServerAddress => rest;

async function openOne(pg: Pg, address: ServerAddress, options: PgOptions): Promise<Session> {
  const config = { ...clientConfig(address, options), isBackground: options.isBackground === true };
  const mode = address.settings.get("sslmode") ?? options.env?.["PGSSLMODE"] ?? (isLocal(address.host) ? "disable" : "prefer");
  try {
    return await openPinned(pg, { ...config, ssl: sslOf(mode, address.settings, options.url) });
  } catch (error) {
    const isPlain = (mode === "prefer" || mode === "allow") && error instanceof Error && /does not support SSL/u.test(error.message);
    if (!isPlain) throw error;
    return await openPinned(pg, { ...config, ssl: false });
  }
}

/** Answers to a connection's options: protocol violation, not supported, and no such setting, value or right. */
const refusesOptions = /^(?:08P01|0A000|42704|22023|42501|42602)$/u;

/** Begins with the pinned settings, so that RESET goes back to them. Poolers refuse that: then each transaction sets them. */
async function openPinned(pg: Pg, config: OwnConfig): Promise<Session> {
  const { options } = config;
  try {
    // the last of a name counts
    const session = await openClient(pg, { ...config, options: options === undefined ? pinOptions : `${pinOptions} ${options}` });
    return { ...session, pins: [setAll(laterPins, "session")] };
  } catch (error) {
    if (!refusesOptions.test(sqlStateOf(error) ?? "")) throw error;
    return await openClient(pg, config);
  }
}

const toConnectionError = (error: unknown, address: ServerAddress, url: string): MigError =>
  error instanceof MigError ? error : connectionError(error, { url, database: address.database ?? address.user ?? "" });

async function importPg(): Promise<Pg> {
  try {
    const loaded = await withNavigator(() => import("pg"));
    return loaded.default as unknown as Pg; // a CommonJS package: its exports are the default
  } catch (error) {
    throw new MigError("DRIVER_MISSING", { driver: "pg" }, { cause: error });
  }
}

/**
 * Where there is no `navigator` (Node 20), pg makes a `Response` as it loads, to see where it runs. That loads all of fetch, which takes
 * as long as connecting. What newer versions of Node have answers it too.
 */
async function withNavigator<Result>(load: () => Promise<Result>): Promise<Result> {
  if ("navigator" in globalThis) return load();
  Object.defineProperty(globalThis, "navigator", { value: { userAgent: `Node.js/${process.versions.node}` }, configurable: true });
  try {
    return await load();
  } finally {
    Reflect.deleteProperty(globalThis, "navigator");
  }
}

/** The driver's settings, and ours. */
interface OwnConfig extends ClientConfig {
  /** Whether the process may end while the connection is idle. */
  readonly isBackground: boolean;
}

/** Calls that keep the process alive while they last, on a connection that does not. */
function inBackground({ query, simple, batch, ...session }: Session, client: ClientInternals): Session {
  let busy = 0;
  const awake = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy++ === 0) client.ref();
    try {
      return await work();
    } finally {
      if (--busy === 0) client.unref();
    }
  };
  client.unref();
  return {
    ...session,
    query: (text, params, options) => awake(() => query(text, params, options)),
    simple: (text) => awake(() => simple(text)),
    batch: (statements, options) => awake(() => batch(statements, options)),
    close: () => awake(session.close),
  };
}

async function openClient(pg: Pg, { isBackground, ...config }: OwnConfig): Promise<Session> {
  const client = new pg.Client(config);
  const internals = internalsOf(client);
  let version = "";
  let completed = 0;
  internals.connection.on("parameterStatus", ({ parameterName, parameterValue }) => {
    if (parameterName === "server_version") version = parameterValue;
  });
  internals.connection.on("commandComplete", () => (completed += 1));
  internals.connection.on("emptyQuery", () => (completed += 1));
  client.on("error", () => {}); // a connection lost while idle: the next query rejects by itself
  try {
    await client.connect();
  } catch (error) {
    internals.connection.stream.destroy();
    throw error;
  }
  const hearing = async <Result>(onNotice: ((notice: Notice) => void) | undefined, work: () => Promise<Result>): Promise<Result> => {
    if (onNotice === undefined) return work();
    const listener = (notice: ServerNotice): void => onNotice(noticeOf(notice));
    client.on("notice", listener);
    try {
      return await work();
    } finally {
      client.removeListener("notice", listener);
    }
  };
  const simple = async (text: string): Promise<readonly (readonly Row[])[]> => {
    const result: unknown = await client.query(text);
    return (Array.isArray(result) ? result : [result]).map(({ rows }: { rows: Row[] }) => rows);
  };
  const session: Session = {
    serverVersion: versionNumber(version),
    ...(internals.processID === null ? {} : { processId: internals.processID }),
    ...(config.application_name === undefined ? {} : { applicationName: config.application_name }),
    isShared: true,
    query: async (text, params = [], { onNotice } = {}) =>
      hearing(onNotice, async () => (await client.query(text, [...params])).rows as Row[]),
    simple,
    batch: async (statements, { onNotice } = {}) => {
      completed = 0;
      const batch = batchText(statements);
      const hear = onNotice && ((notice: Notice): void => onNotice(notice, placeOfNotice(notice, statements, completed)));
      try {
        return await hearing(hear, () => simple(batch.text));
      } catch (error) {
        throw batchFailure(error, batch, completed);
      }
    },
    close: () => client.end(),
    destroy: () => internals.connection.stream.destroy(),
  };
  return isBackground ? inBackground(session, internals) : session;
}

function batchFailure(error: unknown, batch: ReturnType<typeof batchText>, completed: number): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const at = Math.min(completed, batch.starts.length - 1);
  const position = "position" in error && typeof error.position === "string" ? locate(batch, Number(error.position)) : undefined;
  // A mistake in the grammar is found before any statement runs, and only its position tells where.
  return new BatchFailure(error, position?.at ?? at, position?.position);
}

function clientConfig(address: ServerAddress, options: ConnectOptions): ClientConfig {
  const { host, port, user, password, database, settings } = address;
  const schema = settings.get("schema");
  const startup = [
    settings.get("options"),
    ...(schema === undefined || schema === "public" ? [] : [`-c search_path=${optionText(searchPath(schema))}`]),
  ];
  const flags = startup.filter((flag) => flag !== undefined).join(" ");
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...userOf(user),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
    ...(flags === "" ? {} : { options: flags }),
    application_name: settings.get("application_name") ?? options.applicationName ?? "mig",
    connectionTimeoutMillis: (options.timeoutSeconds ?? seconds(settings.get("connect_timeout"), 10)) * 1000,
    keepAlive: true,
  };
}

/** Without a name the system's user comes, as with psql; `pg` knows it only where the environment tells. */
function userOf(user: string | undefined): { readonly user?: string } {
  if (user !== undefined) return { user };
  if (process.env["PGUSER"] !== undefined || process.env["USER"] !== undefined) return {};
  try {
    return { user: userInfo().username };
  } catch {
    return {}; // as in a container: the system has no name for this user
  }
}

/** A schema of a Prisma URL: where unqualified names of hand-written SQL are looked for. */
const searchPath = (schema: string): string => `"${schema.replaceAll('"', '""')}"`;

/** A value inside the `options` startup parameter: blanks and backslashes are escaped. */
const optionText = (text: string): string => text.replaceAll(/[\\ ]/gu, String.raw`\$&`);

function seconds(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return text === undefined || !(value >= 0) ? otherwise : value;
}

const isLocal = (host: string | undefined): boolean =>
  host === undefined || host === "localhost" || host === "::1" || host.startsWith("127.") || host.startsWith("/");

/** `sslmode` as libpq means it: require encrypts, verify-ca checks the certificate, verify-full its host name as well. */
function sslOf(mode: string, settings: ReadonlyMap<string, string>, url: string): NonNullable<ClientConfig["ssl"]> {
  if (mode === "disable") return false;
  const read = (name: string, file: string): string => {
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      throw new MigError(
        "DATABASE_URL_INVALID",
        { url, problem: `the file that ${name} names, ${file}, cannot be read` },
        { cause: error },
      );
    }
  };
  const fileSetting = (key: "cert" | "key", name: string): { readonly cert?: string; readonly key?: string } => {
    const file = settings.get(name);
    return file === undefined ? {} : { [key]: read(name, file) };
  };
  const root = settings.get("sslrootcert");
  const full = mode === "verify-full" || settings.get("sslaccept") === "strict";
  const verifies = full || mode === "verify-ca" || (mode === "require" && root !== undefined);
  return {
    rejectUnauthorized: verifies,
    ...(root === undefined || root === "system" ? {} : { ca: read("sslrootcert", root) }),
    ...fileSetting("cert", "sslcert"),
    ...fileSetting("key", "sslkey"),
    ...(full || !verifies ? {} : { checkServerIdentity: () => undefined }),
  };
}

/** "15.18 (Debian 15.18-0+deb12u1)" is 150018. */
function versionNumber(text: string): number {
  const [, major = "0", minor = "0"] = /^(\d+)(?:\.(\d+))?/u.exec(text) ?? [];
  return Number(major) * 10_000 + Number(minor);
}
