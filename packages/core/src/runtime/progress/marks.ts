import { literal, sql } from "../../postgres/sql/sql.ts";
import type { Piece } from "../step/piece.ts";

/**
 * Statements of a message are answered together, at its end. So that another connection can tell which of them runs, each is
 * preceded by a mark: the statement's number at the end of application_name, which pg_stat_activity shows at once.
 */
export interface Marks {
  /** A message with its marks. The first statement needs none. */
  readonly put: (pieces: readonly Piece[]) => readonly Piece[];
  /** The piece that an application_name stands for. Undefined: it has no mark of this message. */
  readonly read: (pieces: readonly Piece[], applicationName: string) => Piece | undefined;
}

/** PostgreSQL cuts an application_name at 63 bytes. */
const longestName = 40;

const markOf = ({ role, number }: Piece): string | undefined =>
  role === "statement" && number !== undefined ? `statement ${number}` : role === "commit" ? "commit" : undefined;

/** @param applicationName of the connection that the statements go to. Absent: nobody can look, and no marks are put. */
export function createMarks(applicationName: string | undefined): Marks {
  let isOwn = false; // the revision has a use for the name itself
  return {
    put: (pieces) => {
      isOwn ||= pieces.some((piece) => piece.role === "statement" && /application_name/iu.test(piece.sql));
      const first = pieces.findIndex(({ role }) => role === "statement");
      if (applicationName === undefined || isOwn || first === -1) return pieces;
      return pieces.flatMap((piece, at) => {
        const mark = at <= first ? undefined : markOf(piece);
        if (mark === undefined) return [piece];
        const name = literal(`${applicationName.slice(0, longestName)} ${mark}`);
        return [{ role: "mark", sql: sql`set local application_name = ${name}`.sql }, piece];
      });
    },
    read: (pieces, name) =>
      pieces.find((piece) => {
        const mark = markOf(piece);
        return mark !== undefined && name.endsWith(` ${mark}`);
      }),
  };
}
