import type { ErrorRows } from "./row.ts";

/** Errors of reaching a database. URLs in the details are masked. */
export interface ConnectionErrorDetails {
  readonly DATABASE_URL_MISSING: {};
  readonly DATABASE_URL_INVALID: { readonly url: string; readonly problem: string };
  readonly DRIVER_MISSING: { readonly driver: "pg" | "@electric-sql/pglite" };
  readonly DATABASE_UNREACHABLE: { readonly url: string; readonly problem: string };
  readonly DATABASE_AUTH_FAILED: { readonly url: string; readonly problem: string };
  readonly DATABASE_MISSING: { readonly url: string; readonly database: string };
  readonly DATABASE_REFUSED: { readonly url: string; readonly problem: string };
  readonly SERVER_TOO_OLD: { readonly version: string; readonly oldest: number };
}

export const connectionErrors: ErrorRows<ConnectionErrorDetails> = {
  DATABASE_URL_MISSING: {
    exit: 2,
    say: () => `No database is named.`,
    hint: () => `Set DATABASE_URL (a .env file beside the configuration will do), give --url, or set url in mig.config.ts.`,
  },
  DATABASE_URL_INVALID: {
    exit: 2,
    say: ({ url, problem }) => `"${url}" is not a database URL: ${problem}.`,
    hint: () => `Write postgresql://user:password@host:5432/database (special characters as %XX), pglite:<folder> or pglite:memory.`,
  },
  DRIVER_MISSING: {
    exit: 2,
    say: ({ driver }) => `The package ${driver} is not installed.`,
    hint: ({ driver }) => `Install it in your project: npm install ${driver}`,
  },
  DATABASE_UNREACHABLE: {
    exit: 1,
    say: ({ url, problem }) => `No PostgreSQL answers at ${url}: ${problem}.`,
    hint: ({ url }) => (url.startsWith("pglite:") ? `Check the folder and its rights.` : `Start the server, or correct host and port in the URL.`),
  },
  DATABASE_AUTH_FAILED: {
    exit: 1,
    say: ({ url, problem }) => `PostgreSQL at ${url} does not let this user in: ${problem}.`,
    hint: ({ problem }) =>
      problem.includes("pg_hba") ? `Let this user in by a line of pg_hba.conf, or come as another one.` : `Correct user and password in the URL; special characters in it are written as %XX.`,
  },
  DATABASE_MISSING: {
    exit: 1,
    say: ({ database, url }) => `There is no database "${database}" at ${url}.`,
    hint: ({ database }) => `Create it (createdb ${/^\w+$/u.test(database) ? database : "<name>"}), or correct its name in the URL.`,
  },
  DATABASE_REFUSED: {
    exit: 1,
    say: ({ url, problem }) => `PostgreSQL at ${url} refuses the connection: ${problem}.`,
    hint: () => `Try again in a moment, and check the server's limits and the URL's settings.`,
  },
  SERVER_TOO_OLD: {
    exit: 1,
    say: ({ version, oldest }) => `This server is PostgreSQL ${version}; mig works with ${oldest} and later.`,
    hint: () => `Upgrade the server, or use another one.`,
  },
};
