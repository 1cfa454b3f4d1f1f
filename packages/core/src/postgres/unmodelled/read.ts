import type { Unmodelled } from "../../schema/unmodelled.ts";
import type { Use } from "../../schema/use.ts";
import { attributeParts, attributesQuery } from "./attributes.ts";
import { objectParts, objectsQuery } from "./objects.ts";
import { keyAt, withinAt, type Place } from "../places.ts";
import type { Part } from "./source.ts";

interface ObjectRow {
  readonly what: string;
  readonly name: string;
  readonly definition: string;
  readonly restore: string | null;
  /** JSON: a list of links. */
  readonly links: string | null;
  readonly relation: readonly [string, string] | null;
}

interface AttributeRow {
  readonly what: string;
  readonly name: string;
  /** Null: what differs from database to database without meaning anything. */
  readonly sql: string | null;
  /** JSON: one place. */
  readonly place: string | null;
}

/** Two queries, of what is present. */
export function unmodelledQueries(version: number, present: ReadonlySet<string>): readonly string[] {
  const isPresent = ({ key }: Part): boolean => present.has(key);
  const [objects, attributes] = [objectParts(version).filter(isPresent), attributeParts.filter(isPresent)];
  return [objects.length === 0 ? nothing : objectsQuery(objects), attributes.length === 0 ? nothing : attributesQuery(attributes)];
}

const nothing = "select where false";

/** What the two queries gave. */
export function decodeUnmodelled(objects: readonly object[], attributes: readonly object[]): readonly Unmodelled[] {
  // as the queries name them
  return [...(objects as readonly ObjectRow[]).map(ofObject), ...(attributes as readonly AttributeRow[]).map(ofAttribute)];
}

/** How an object has to do with a place, and whether it follows where the type of that changes. */
type Link = readonly [Use["how"] | "used by" | "owns", boolean, Place | null];

function ofObject({ what, name, definition, restore, links, relation }: ObjectRow): Unmodelled {
  const all = links === null ? [] : (JSON.parse(links) as readonly Link[]); // as the query writes them
  const keysOf = (role: Link[0]): readonly string[] => [
    ...new Set(all.flatMap(([is, , place]) => (is === role && place !== null ? [keyAt(place)] : []))),
  ];
  const own = keysOf("owns");
  const isOwn = new Set(own);
  return {
    what,
    name,
    definition,
    ...(restore === null ? {} : { restore }),
    uses: all.flatMap(usesOf).filter(({ of }) => !isOwn.has(of)),
    owns: own,
    usedBy: keysOf("used by"),
    ...(relation === null ? {} : { relation: { schema: relation[0], name: relation[1] } }),
  };
}

const ofAttribute = ({ what, name, sql, place }: AttributeRow): Unmodelled => ({
  what,
  name,
  ...(sql === null ? {} : { definition: sql }),
  ...(sql === null || !/^(?:alter|grant|revoke|security) /u.test(sql) ? {} : { restore: sql }),
  uses: place === null ? [] : usesOf(["part", true, JSON.parse(place) as Place]), // as the query writes it
  owns: [],
  usedBy: [],
});

const usesOf = ([how, follows, place]: Link): readonly Use[] =>
  place === null || how === "used by" || how === "owns"
    ? []
    : [{ of: keyAt(place), ...withinAt(place), how, ...(follows ? { follows: true } : {}) }];
