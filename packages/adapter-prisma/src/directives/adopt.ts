import type { Check, Comment, Exclusion, Index, IndexElement, SchemaObject } from "@migts/core/adapter";
import { withMark } from "./mark.ts";

type Declarable = Check | Comment | Exclusion | Index;

/** What a directive declares, with what no directive can say as the database has it. */
export function adoptDeclared(given: SchemaObject, there: SchemaObject): Declarable {
  const [wanted, live] = [given as Declarable, there as Declarable]; // directives declare these, and the other has the same ref
  if (wanted.kind === "comment") return live.kind === "comment" ? withMark(wanted, live) : wanted;
  if (wanted.kind === "check") return live.kind === "check" ? { ...inherited(live), ...wanted } : wanted;
  if (wanted.kind === "index")
    return live.kind === "index" ? { ...stored(live), ...wanted, columns: targets(wanted.columns, live.columns) } : wanted;
  return live.kind === "exclusion" ? { ...stored(live), ...wanted, elements: targets(wanted.elements, live.elements) } : wanted;
}

const inherited = ({ inheritedFrom, alsoOwn }: Check): Pick<Check, "inheritedFrom" | "alsoOwn"> => ({
  ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
  ...(alsoOwn === undefined ? {} : { alsoOwn }),
});

const stored = ({ storage, partOf, lackedBy }: Index | Exclusion): Pick<Index, "storage" | "partOf" | "lackedBy"> => ({
  ...(storage === undefined ? {} : { storage }),
  ...(partOf === undefined ? {} : { partOf }),
  ...(lackedBy === undefined ? {} : { lackedBy }),
});

/** Expressions with the statistics targets that they have. */
const targets = <Element extends IndexElement>(wanted: readonly Element[], live: readonly IndexElement[]): readonly Element[] =>
  wanted.map((element, at) => {
    const statistics = live[at]?.statistics;
    return statistics === undefined || element.column !== undefined ? element : { ...element, statistics };
  });
