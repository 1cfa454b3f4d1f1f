import { compare, databaseSide, differencesOf, type DatabaseSide, type Session } from "@migts/core";
import { objectsOf, refKey, refText } from "@migts/core/adapter";
import { catalogLines } from "@migts/testkit/rows";

/** What a database's design is, read in two ways: by mig, and by queries that share nothing with it. */
export interface Design {
  /** An object or a column a line. */
  readonly lines: readonly string[];
  readonly side: DatabaseSide;
}

/** Tables of mig's own, by their plain name. */
export type OwnTables = readonly string[];

export async function readDesign(session: Session, own: OwnTables): Promise<Design> {
  const side = await databaseSide(session, []);
  return { lines: await catalogLines((text, values = []) => session.query(text, values), { exclude: own }), side };
}

/**
 * How two designs differ: lines that begin with + are in the second one alone, lines with - in the first one. `withThen` hands over a
 * database that has the first design: mig asks that and the other one how they write expressions.
 */
export async function designChanges(then: Design, now: Design, withThen: WithDesign): Promise<readonly string[]> {
  const lines = linesBetween(then.lines, now.lines);
  if (lines.length > 0 || textOf(then.side) === textOf(now.side)) return lines;
  return withThen(async (first) => {
    const { upgrade, before } = await compare(first.side, now.side);
    return differencesOf({ upgrade, before }).map(({ object, change }) => `${change} ${refText(object)}`);
  });
}

export type WithDesign = <Result>(use: (design: Design) => Promise<Result>) => Promise<Result>;

export function linesBetween(then: readonly string[], now: readonly string[]): readonly string[] {
  const [had, has] = [new Set(then), new Set(now)];
  return [
    ...then.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ];
}

/** All objects as mig has them, in an order that does not depend on theirs. */
const textOf = ({ snapshot: { schema } }: DatabaseSide): string =>
  JSON.stringify([
    [...objectsOf(schema)].map((object) => [refKey(object), JSON.stringify(object)].join(" ")).toSorted(),
    (schema.unmodelled ?? []).map(({ what, name, definition }) => `${what} ${name} ${definition ?? ""}`).toSorted(),
  ]);
