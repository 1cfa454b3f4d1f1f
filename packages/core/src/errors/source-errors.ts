import { shown, shownLines } from "./shown.ts";
import { some } from "./some.ts";
import type { ErrorRows, Place } from "./row.ts";

/** Errors in the models. */
export interface SourceErrorDetails {
  readonly MODELS_INVALID: { readonly problems: readonly ModelProblem[] };
  readonly MODELS_NOT_FOUND: { readonly path: string };
  /** Types of the models that the database does not have. */
  readonly TYPE_NOT_FOUND: { readonly uses: readonly { readonly type: string; readonly of: string; readonly place?: Place }[] };
  readonly OWNER_NOT_FOUND: { readonly owners: readonly { readonly role: string; readonly of: string }[] };
  /** What is to be in which tablespace that the server does not have. */
  readonly TABLESPACE_NOT_FOUND: { readonly tablespaces: readonly { readonly tablespace: string; readonly of: string }[] };
  /** No scratch database can be created. `tried`: where, in order, and why not. */
  readonly SCRATCH_REFUSED: { readonly source: string; readonly tried: readonly ScratchTried[] };
  /** The server refuses what a source runs in one. `line`: of the SQL, from 1. */
  readonly SCRATCH_SQL_FAILED: { readonly source: string; readonly problem: string; readonly sqlState: string; readonly line: number };
  /** The objects of earlier sources cannot be created in one. `isRight`: the role lacks the right to. */
  readonly SCRATCH_BASE_FAILED: {
    readonly source: string;
    readonly statement: string;
    readonly problem: string;
    readonly isRight: boolean;
  };
}

/** One mistake in the models. */
export interface ModelProblem {
  /** That of the diagnostic: `SQL_MODEL_FAILED`. */
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
}

/** One place for a scratch database that is none. */
export interface ScratchTried {
  readonly where: "scratchUrl" | "server" | "pglite";
  readonly problem: string;
}

const places: Readonly<Record<ScratchTried["where"], string>> = {
  scratchUrl: 'the server of "scratchUrl" did not create one:',
  server: "the server of the database did not create one:",
  pglite: "the embedded PGlite does not do:",
};

export const sourceErrors: ErrorRows<SourceErrorDetails> = {
  MODELS_INVALID: {
    exit: 2,
    say: ({ problems }) => {
      const lines = problems.map(({ message, place }) => `${place === undefined ? "" : `${place.file}:${place.line ?? 1}: `}${message}`);
      return lines.length === 1
        ? `The models are not valid: ${problems[0]?.message ?? ""}`
        : `The models are not valid (${problems.length} problems):\n  ${some(lines, "\n  ", 11)}`;
    },
    hint: () => "Fix the models, then run the command again.",
  },
  MODELS_NOT_FOUND: {
    exit: 2,
    say: ({ path }) => `No models were found at ${path}.`,
    hint: () => `Set "models" in mig.config.ts to a .prisma file, or to a folder of them.`,
  },
  OWNER_NOT_FOUND: {
    exit: 2,
    say: ({ owners }) => {
      const lines = owners.map(({ role, of }) => `role ${shown(role)}, the owner of ${of}`);
      return lines.length === 1
        ? `The server does not have this role: ${lines.join("")}`
        : `The server does not have these roles:\n  ${some(lines, "\n  ", 11)}`;
    },
    hint: () => `Create the role on the server, or leave owners out: remove compare.owners from the configuration.`,
  },
  TABLESPACE_NOT_FOUND: {
    exit: 2,
    say: ({ tablespaces }) => {
      const lines = tablespaces.map(({ tablespace, of }) => `tablespace ${shown(tablespace)}, for ${of}`);
      return lines.length === 1
        ? `The server does not have this tablespace: ${lines.join("")}`
        : `The server does not have these tablespaces:\n  ${some(lines, "\n  ", 11)}`;
    },
    hint: () => `Create the tablespace on the server, or leave tablespaces out: remove compare.tablespaces from the configuration.`,
  },
  TYPE_NOT_FOUND: {
    exit: 2,
    say: ({ uses }) => {
      const lines = uses.map(
        ({ type, of, place }) => `${place === undefined ? "" : `${place.file}:${place.line ?? 1}: `}type ${shown(type)} of ${of}`,
      );
      return lines.length === 1
        ? `The database does not have this type: ${lines.join("")}`
        : `The database does not have these types:\n  ${some(lines, "\n  ", 11)}`;
    },
    hint: () =>
      `Correct the name, or create the type first: list its extension in the models, ` +
      `or write a revision with "mig revision --empty" that creates it, and apply it.`,
  },
  SCRATCH_REFUSED: {
    exit: 1,
    say: ({ source, tried }) => {
      const isConfigured = tried.some(({ where }) => where === "scratchUrl");
      return (
        `The model source "${source}" needs a scratch database, and there is no place for one: ` +
        [
          ...tried.map(({ where, problem }) => `${places[where]} ${shownLines(problem)}`),
          ...(isConfigured ? [] : ['"scratchUrl" is not set']),
        ].join("; ") +
        "."
      );
    },
    hint: ({ tried }) =>
      tried.some(({ where }) => where === "scratchUrl")
        ? `Give the role of "scratchUrl" the right to create databases (alter role ... createdb), or set it to another server of the same ` +
          `major version, or to "pglite:memory".`
        : `Do one of these: let the role of the database create databases (alter role ... createdb); install @electric-sql/pglite, if its ` +
          `PostgreSQL is of the same major version; set "scratchUrl" in mig.config.ts to a server on which mig may create databases.`,
  },
  SCRATCH_SQL_FAILED: {
    exit: 2,
    say: ({ source, problem, line }) => `The SQL of the model source "${source}" fails in line ${line}: ${shownLines(problem)}.`,
    hint: () => `Fix the SQL. It runs in a new database that has only the objects of the model sources before it.`,
  },
  SCRATCH_BASE_FAILED: {
    exit: 2,
    say: ({ source, problem, statement }) =>
      `The objects of the model sources before "${source}" cannot be created in an empty database: ${problem}. The statement: ` +
      shown(statement),
    hint: ({ isRight }) =>
      isRight
        ? `Set "scratchUrl" in mig.config.ts to a server on which the role may run this statement.`
        : `What is missing must come from a source before it: check the order of "models" in mig.config.ts.`,
  },
};
