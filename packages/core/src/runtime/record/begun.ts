import type { Operation } from "../../postgres/objects/index.ts";
import type { RevisionFunction } from "../files/import-revision.ts";
import type { Row } from "../session.ts";
import { createRecorder, type Read } from "./recorder.ts";

/** What a revision's function recorded up to its first read, or to its end. */
export interface Beginning {
  readonly operations: readonly Operation[];
  /** The read that it waits for. Absent: it has ended. */
  readonly read?: string;
}

/** What a function recorded after its last read. */
export interface Ending {
  readonly operations: readonly Operation[];
  /** The SQL of a read that was begun and not awaited. Absent: there is none. */
  readonly pendingRead?: string;
}

/** A running revision function. What it recorded is available before any of its reads is answered. */
export interface BegunFunction {
  readonly beginning: Promise<Beginning>;
  /** Starts answering its reads. Resolves with what it recorded when it ends. */
  readonly finish: (read: Read) => Promise<Ending>;
  /** Ignores what it does from now on. */
  readonly giveUp: () => void;
}

/** Starts a revision's function. It runs until it needs an answer from the database. `file`: that of the revision, if it has one. */
export function beginFunction(run: RevisionFunction, file?: string): BegunFunction {
  let answering: Read | undefined;
  const waiting: ((read: Read) => void)[] = [];
  let toBeginning = (_: Beginning): void => {};
  const firstRead = new Promise<Beginning>((resolve) => (toBeginning = resolve));
  const recorder = createRecorder((operations, sql, params) => {
    toBeginning({ operations, read: sql });
    if (answering !== undefined) return answering(operations, sql, params);
    return new Promise<readonly Row[]>((resolve, reject) => {
      waiting.push((read) => void read(operations, sql, params).then(resolve, reject));
    });
  }, file);
  const call = async (): Promise<Ending> => {
    let pendingRead: string | undefined;
    let operations: readonly Operation[] = [];
    try {
      await run(recorder.op);
    } finally {
      pendingRead = recorder.pendingRead();
      operations = recorder.end();
    }
    return { operations, ...(pendingRead === undefined ? {} : { pendingRead }) };
  };
  const ended = call();
  const beginning = Promise.race([firstRead, ended.then(({ operations }) => ({ operations }))]);
  for (const promise of [ended, beginning]) promise.catch(() => {}); // told by whoever waits for it, if anybody does
  return {
    beginning,
    finish: (read) => {
      answering = read;
      for (const answer of waiting.splice(0)) answer(read);
      return ended;
    },
    giveUp: () => void recorder.end(),
  };
}
