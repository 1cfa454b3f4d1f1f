import type { NewName, NewNames } from "../../operation/new-names.ts";
import type { Use } from "../../schema/use.ts";
import { resource } from "../objects/resources.ts";
import { keysOfOperatorText, withOperators } from "./operator-names.ts";
import { namesIn, replaceNames, type NameInText } from "./names.ts";

/** Where a text stands: a name without a schema may be of this one or of `public`; of a table, its columns can be named. */
export interface Home {
  readonly schema: string;
  readonly table?: string;
}

/** What a name in a text can mean. */
export interface TextUse {
  readonly as: NameInText["as"];
  readonly key: string;
}

/**
 * The resources that the names in a text can mean, but for rows. Only for texts that no server has parsed: it knows better (see
 * schema/use.ts).
 */
export function textUses(text: string, home: Home): readonly TextUse[] {
  return namesIn(text)
    .filter(({ as }) => as !== "row")
    .flatMap((name) => keysOf(name, home).map((key) => ({ as: name.as, key })));
}

function keysOf({ parts, as }: NameInText, home: Home): readonly string[] {
  const [first = "", second] = parts;
  if (as === "column") {
    const isOwn = home.table !== undefined && (parts.length === 1 || (parts.length === 2 && first === home.table));
    return isOwn ? [resource.column(home.schema, home.table ?? "", second ?? first)] : [];
  }
  if (as === "row") return parts.length === 1 && first === home.table ? [resource.row(home.schema, first)] : [];
  const schemas = second === undefined ? [...new Set([home.schema, "public"])] : [first];
  return schemas.map((schema) => keyIn[as](schema, second ?? first));
}

const keyIn = {
  type: resource.type,
  relation: resource.relation,
  function: resource.routine,
  collation: resource.collation,
  configuration: resource.textSearchConfiguration,
  dictionary: resource.textSearchDictionary,
} as const;

/** The uses of texts that have whole rows of their table: what PostgreSQL has compiled over these holds for no other type of any column. */
export const usesOfRow = (texts: readonly string[], home: Required<Home>): readonly Use[] =>
  texts.some((text) => namesIn(text).some((name) => name.as === "row" && keysOf(name, home).length > 0))
    ? [{ of: resource.row(home.schema, home.table), in: resource.relation(home.schema, home.table), how: "part" }]
    : [];

/** The keys of the resources that a text can use. */
export const keysInText = (text: string, home: Home): readonly string[] => [
  ...new Set([...textUses(text, home).map(({ key }) => key), ...keysOfOperatorText(text)]),
];

/**
 * The uses of a text that is part of a table's object: it goes with the columns that it names, and follows them where they get another
 * type, but blocks all else.
 */
export function usesOfText(text: string, home: Home): readonly Use[] {
  return [
    ...textUses(text, home).map(({ as, key }): Use =>
      as === "column" && home.table !== undefined
        ? { of: key, in: resource.relation(home.schema, home.table), how: "part", follows: true }
        : { of: key, how: "blocks" },
    ),
    ...keysOfOperatorText(text).map((of): Use => ({ of, how: "blocks" })),
  ];
}

/** The text as PostgreSQL prints it after resources got another name. */
export function renamedText(text: string, home: Home, names: NewNames): string {
  return replaceNames(withOperators(text, names), (name) => {
    const own = home.table === undefined ? undefined : names.get(resource.relation(home.schema, home.table));
    for (const key of keysOf(name, home)) {
      const to = names.get(key);
      if (to !== undefined) return newParts(name, to, home);
    }
    if (name.as === "column" && name.parts.length === 2 && name.parts[0] === home.table && own !== undefined)
      return [own.name, name.parts[1] ?? ""];
    return undefined;
  });
}

function newParts({ parts, as }: NameInText, to: NewName, home: Home): readonly string[] {
  if (as === "row") return [to.name];
  if (as === "column") return parts.length === 1 ? [to.name] : [to.table ?? parts[0] ?? "", to.name];
  return parts.length === 1 && (to.schema === home.schema || to.schema === "public") ? [to.name] : [to.schema, to.name];
}
