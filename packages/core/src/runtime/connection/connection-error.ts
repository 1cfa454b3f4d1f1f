import { MigError } from "../../errors.ts";
import { sqlStateOf } from "../session.ts";

/** Where a connection was going, for messages. The URL is masked. */
export interface Destination {
  readonly url: string;
  readonly database: string;
}

const causes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens on that port",
  ENOTFOUND: "the host name is unknown",
  EAI_AGAIN: "the host name cannot be resolved at the moment",
  ETIMEDOUT: "it did not answer in time",
  EHOSTUNREACH: "the host cannot be reached",
  ENETUNREACH: "the network cannot be reached",
  ECONNRESET: "the connection was closed",
  ENOENT: "the socket does not exist",
  EACCES: "permission to open the socket is denied",
};

/** What a failed connection attempt means. */
export function connectionError(error: unknown, { url, database }: Destination): MigError {
  const message = error instanceof Error ? error.message : String(error);
  const state = sqlStateOf(error);
  const options = { cause: error };
  if (state === "3D000") return new MigError("DATABASE_MISSING", { url, database }, options);
  if (/password must be a/u.test(message))
    return new MigError("DATABASE_AUTH_FAILED", { url, problem: "the server asks for a password, but none is set" }, options);
  if (state?.startsWith("28") || message.includes("SASL")) return new MigError("DATABASE_AUTH_FAILED", { url, problem: message }, options);
  if (state !== undefined) return new MigError("DATABASE_REFUSED", { url, problem: message }, options);
  if (isTls(error, message)) return new MigError("DATABASE_REFUSED", { url, problem: `no encrypted connection (${message})` }, options);
  return new MigError("DATABASE_UNREACHABLE", { url, problem: causes[systemCode(error) ?? ""] ?? withoutEnd(message) }, options);
}

/** The code of the system's error; of several addresses tried, the first one's. */
function systemCode(error: unknown): string | undefined {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : undefined;
}

const isTls = (error: unknown, message: string): boolean =>
  /\bSSL\b|certificate|TLS/u.test(message) || /CERT|TLS|SSL/u.test(systemCode(error) ?? "");

const withoutEnd = (message: string): string => (message === "" ? "no reason was given" : message.replace(/\.$/u, ""));
