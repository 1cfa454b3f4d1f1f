import type { Place } from "../../errors/row.ts";
import type { Revision } from "../../revision/revision.ts";
import type { StepNotice, Tell } from "../environment/event.ts";
import { placeInFile } from "../files/place-in-file.ts";
import { recordedAt } from "../record/recorder.ts";
import type { Notice } from "../session.ts";
import type { Piece } from "./piece.ts";

/** The notices of one step, over all its tries. */
export interface Notices {
  /** Listens to the notices of pieces that are sent. Another try sends the same pieces. */
  readonly hear: (pieces: readonly Piece[]) => (notice: Notice, at: number) => void;
  readonly told: readonly StepNotice[];
  /** The number of notices that were not kept. */
  readonly leftOut: () => number;
}

/** A loop in a block may raise a notice for each row. */
const mostOfStatement = 100;
const mostOfStep = 1000;

export function createNotices({ id: revision, file }: Revision, direction: "upgrade" | "downgrade", tell: Tell): Notices {
  const told: StepNotice[] = [];
  const heard = new Map<string | Piece, number>();
  let leftOut = 0;
  return {
    told,
    leftOut: () => leftOut,
    hear: (pieces) => {
      const now = new Map<string | Piece, number>();
      return (notice, at) => {
        const piece = pieces[at];
        if (piece === undefined || !isOfRevision(piece)) return;
        const key = piece.number === undefined ? piece : `${piece.number} ${piece.sql}`;
        const count = (now.get(key) ?? 0) + 1;
        now.set(key, count);
        if (count <= (heard.get(key) ?? 0)) return; // an earlier try told it
        heard.set(key, count);
        if (count > mostOfStatement || told.length === mostOfStep) {
          leftOut += 1;
          return;
        }
        const found: StepNotice = { ...notice, statement: piece.sql, ...numberOf(piece), ...placeOf(piece, file) };
        told.push(found);
        tell({ kind: "notice", revision, direction, ...found });
      };
    },
  };
}

/** Whether a piece belongs to the revision, not to what mig sends around it. */
const isOfRevision = ({ role }: Piece): boolean => role === "statement" || role === "read" || role === "commit";

const numberOf = ({ number }: Piece): { readonly number?: number } => (number === undefined ? {} : { number });

function placeOf({ statement }: Piece, file: string | undefined): { readonly place?: Place } {
  const site = statement === undefined ? undefined : recordedAt(statement.operation);
  return site === undefined || file === undefined ? {} : { place: placeInFile(site, file) };
}
