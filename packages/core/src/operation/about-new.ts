import type { AnyOperation } from "./operation.ts";

const ofNew = new WeakSet<AnyOperation>();

/**
 * Remembers that an operation is about an object that another one makes, even where one of the same name is there before. It is kept beside
 * the operation, and never part of it.
 */
export function tellAboutNew<Op extends AnyOperation>(op: Op): Op {
  ofNew.add(op);
  return op;
}

export const isAboutNew = (op: AnyOperation): boolean => ofNew.has(op);
