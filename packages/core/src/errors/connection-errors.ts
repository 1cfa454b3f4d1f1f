import type { ErrorRows } from "./row.ts";

/** A masked URL. `from`: where it is set. Absent: that is not known. */
export type OfUrl = { readonly url: string; readonly from?: string };

/** Errors of connecting to a database. URLs in the details are masked. */
export interface ConnectionErrorDetails {
  /** `looked`: where it could have been. */
  readonly DATABASE_URL_MISSING: { readonly looked?: string };
  readonly DATABASE_URL_INVALID: OfUrl & { readonly problem: string };
  readonly DRIVER_MISSING: { readonly driver: "pg" | "@electric-sql/pglite" };
  readonly DATABASE_UNREACHABLE: OfUrl & { readonly problem: string };
  readonly DATABASE_AUTH_FAILED: OfUrl & { readonly problem: string };
  readonly DATABASE_MISSING: OfUrl & { readonly database: string };
  readonly DATABASE_REFUSED: OfUrl & { readonly problem: string };
  readonly SERVER_TOO_OLD: { readonly version: string; readonly oldest: number };
}

const urlText = ({ url, from }: OfUrl): string => (from === undefined ? url : `${url} (${from})`);

export const connectionErrors: ErrorRows<ConnectionErrorDetails> = {
  DATABASE_URL_MISSING: {
    exit: 2,
    say: ({ looked }) => `No database URL is set.${looked === undefined ? "" : ` mig looked here: ${looked}.`}`,
    hint: () => `Set DATABASE_URL (in the environment or in a .env file), give --url, or set "url" in mig.config.ts.`,
  },
  DATABASE_URL_INVALID: {
    exit: 2,
    say: ({ url, from, problem }) => `"${url}"${from === undefined ? "" : ` (${from})`} is not a database URL: ${problem}.`,
    hint: () => `Write postgresql://user:password@host:5432/database (special characters as %XX), pglite:<folder> or pglite:memory.`,
  },
  DRIVER_MISSING: {
    exit: 2,
    say: ({ driver }) => `The package ${driver} is not installed.`,
    hint: ({ driver }) => `Install it in your project: npm install ${driver}`,
  },
  DATABASE_UNREACHABLE: {
    exit: 1,
    say: ({ problem, ...at }) => `Cannot connect to PostgreSQL at ${urlText(at)}: ${problem}.`,
    hint: ({ url }) =>
      url.startsWith("pglite:") ? `Check the folder and its permissions.` : `Start the server, or fix the host and port in the URL.`,
  },
  DATABASE_AUTH_FAILED: {
    exit: 1,
    say: ({ problem, ...at }) => `PostgreSQL at ${urlText(at)} rejected the login: ${problem}.`,
    hint: ({ problem }) =>
      problem.includes("pg_hba")
        ? `Allow this user in pg_hba.conf, or connect as another user.`
        : `Fix the user and password in the URL; write special characters as %XX.`,
  },
  DATABASE_MISSING: {
    exit: 1,
    say: ({ database, ...at }) => `There is no database "${database}" at ${urlText(at)}.`,
    hint: ({ database }) => `Create it (createdb ${/^\w+$/u.test(database) ? database : "<name>"}), or fix its name in the URL.`,
  },
  DATABASE_REFUSED: {
    exit: 1,
    say: ({ problem, ...at }) => `PostgreSQL at ${urlText(at)} refused the connection: ${problem}.`,
    hint: () => `Try again in a moment. If it happens again, check the server's connection limit and the settings in the URL.`,
  },
  SERVER_TOO_OLD: {
    exit: 1,
    say: ({ version, oldest }) => `This server is PostgreSQL ${version}; mig works with ${oldest} and later.`,
    hint: () => `Upgrade the server, or use another one.`,
  },
};
