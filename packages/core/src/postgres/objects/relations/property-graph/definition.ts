import type { NewNames } from "../../../../operation/new-names.ts";
import type { Use } from "../../../../schema/use.ts";
import { depthsOf } from "../../../expression/depths.ts";
import { keysInText, renamedText } from "../../../expression/text-uses.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { scan } from "../../../sql/scan.ts";
import { resource } from "../../resources.ts";

// The text of a property graph, as the server prints it: tables by their schema and name, each with the alias by which others refer to it,
// columns without the name of their table.

const part = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;

const plain = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** One table of a graph: `public.person AS p KEY (id) LABEL x PROPERTIES (id)`. */
interface Element {
  readonly table: TableName;
  /** The name without an alias of its own. */
  readonly alias: string;
  /** `public.person AS p`. */
  readonly head: string;
  readonly rest: string;
}

/** A text with its outermost parentheses replaced: `replace` is given what is in them, and what stands before. */
function mapGroups(text: string, replace: (inner: string, before: string) => string): string {
  const tokens = [...scan(text)];
  const depths = depthsOf(tokens);
  let result = "";
  let done = 0;
  for (const [at, { text: mark, start }] of tokens.entries()) {
    if (depths[at] !== 0) continue;
    if (mark === "(") {
      result += text.slice(done, start + 1);
      done = start + 1;
    } else if (mark === ")") {
      result += replace(text.slice(done, start), result);
      done = start;
    }
  }
  return result + text.slice(done);
}

/** The items of a list, between commas outside of parentheses. */
function itemsOf(list: string): readonly string[] {
  const tokens = [...scan(list)];
  const depths = depthsOf(tokens);
  const commas = tokens.filter(({ text }, at) => text === "," && depths[at] === 0).map(({ start }) => start);
  return [...commas, list.length].map((end, at) => list.slice(at === 0 ? 0 : (commas[at - 1] ?? 0) + 1, end).trim());
}

const elementText = new RegExp(
  String.raw`^(?<head>(?<schema>${part})\s*\.\s*(?<name>${part})(?:\s+as\s+(?<alias>${part}))?)(?<rest>(?:\s|\()[\s\S]*|)$`,
  "iu",
);

function elementOf(text: string): Element | undefined {
  const { head, schema, name, alias = name, rest = "" } = elementText.exec(text)?.groups ?? {};
  if (head === undefined || schema === undefined || name === undefined || alias === undefined) return undefined;
  return { table: { schema: plain(schema), name: plain(name) }, alias: plain(alias), head, rest };
}

/** All elements of a definition. */
function elementsOf(definition: string): readonly Element[] {
  const found: Element[] = [];
  mapGroups(definition, (list) => {
    found.push(...itemsOf(list).flatMap((text) => elementOf(text) ?? []));
    return list;
  });
  return found;
}

const keyOf = ({ schema, name }: TableName): string => resource.relation(schema, name);
const columnKey = ({ schema, name }: TableName, column: string): string => resource.column(schema, name, plain(column));

interface Group {
  readonly kind: "columns" | "properties";
  readonly of: TableName | undefined;
}

/** What the parentheses after these words hold: columns of the element, or of the one that they refer to, or properties. */
function groupAfter(before: string, own: TableName, aliases: ReadonlyMap<string, TableName>): Group {
  const other = new RegExp(String.raw`\breferences\s+(?<alias>${part})\s*\($`, "iu").exec(before)?.groups?.["alias"];
  if (other !== undefined) return { kind: "columns", of: aliases.get(plain(other)) };
  return { kind: /\bproperties\s*\($/iu.test(before) ? "properties" : "columns", of: own };
}

const aliasesIn = (elements: readonly Element[]): ReadonlyMap<string, TableName> =>
  new Map(elements.map(({ alias, table }) => [alias, table]));

const isName = (text: string): boolean => new RegExp(`^(?:${part})$`, "u").test(text);

const property = new RegExp(String.raw`^(?<value>[\s\S]*?)\s+as\s+(?<as>${part})$`, "iu");

/** The tables and columns that a definition names. Only for texts that no server has parsed. */
export function usesOfDefinition(definition: string): readonly Use[] {
  const elements = elementsOf(definition);
  const uses = new Map<string, Use>();
  for (const { table } of elements) uses.set(keyOf(table), { of: keyOf(table), how: "blocks" });
  for (const { table, rest } of elements) {
    mapGroups(rest, (list, before) => {
      const { kind, of } = groupAfter(before, table, aliasesIn(elements));
      if (of === undefined) return list;
      const keys = itemsOf(list).flatMap((item) => {
        if (kind === "columns" || isName(item)) return [columnKey(of, item)];
        return keysInText(property.exec(item)?.groups?.["value"] ?? item, { schema: of.schema, table: of.name });
      });
      for (const key of keys) uses.set(key, { of: key, ...(key.startsWith("column ") ? { in: keyOf(of) } : {}), how: "blocks" });
      return list;
    });
  }
  return [...uses.values()];
}

/** The definition after tables and columns got other names, as the server prints it: aliases and properties keep theirs. */
export function renamedDefinition(definition: string, names: NewNames): string {
  const aliases = aliasesIn(elementsOf(definition));
  return mapGroups(definition, (list) =>
    listAgain(list, (text) => {
      const element = elementOf(text);
      return element === undefined ? text : renamedElement(element, aliases, names);
    }),
  );
}

function renamedElement({ table, alias, head, rest }: Element, aliases: ReadonlyMap<string, TableName>, names: NewNames): string {
  const to = names.get(keyOf(table));
  const as = to === undefined || to.name === alias ? "" : ` AS ${quoteIdentifier(alias)}`;
  const newHead = to === undefined ? head : `${quoteIdentifier(to.schema)}.${quoteIdentifier(to.name)}${as}`;
  const newRest = mapGroups(rest, (list, before) => {
    const { kind, of } = groupAfter(before, table, aliases);
    if (of === undefined) return list;
    return listAgain(list, kind === "columns" ? (item) => renamedColumn(of, item, names) : (item) => renamedProperty(of, item, names));
  });
  return `${newHead}${newRest}`;
}

/** A list with other items; itself, with its spaces, where they stay. */
function listAgain(list: string, change: (item: string) => string): string {
  const items = itemsOf(list);
  const changed = items.map(change);
  return items.every((item, at) => item === changed[at]) ? list : changed.join(", ");
}

const renamedColumn = (of: TableName, item: string, names: NewNames): string => {
  const to = names.get(columnKey(of, item));
  return to === undefined ? item : quoteIdentifier(to.name);
};

function renamedProperty(of: TableName, item: string, names: NewNames): string {
  const { value = item, as = item } = isName(item) ? {} : (property.exec(item)?.groups ?? {});
  const renamed = isName(value) ? renamedColumn(of, value, names) : renamedText(value, { schema: of.schema, table: of.name }, names);
  if (renamed === value) return item;
  return renamed === as ? as : `${renamed} AS ${as}`;
}

/** Spaces and line ends, but those in strings and quoted names, mean nothing. */
export const onOneLine = (definition: string): string =>
  definition
    .replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\(\s+|\s+\)|\s+/gu, (text) => {
      if (/^['"]/u.test(text)) return text;
      const mark = text.trim();
      return mark === "" ? " " : mark;
    })
    .trim();

/** The definition out of the statement that the server prints. */
export const definitionIn = (statement: string): string =>
  onOneLine(statement)
    .replace(new RegExp(String.raw`^create property graph (?:(?:${part})\.)?(?:${part})\s*`, "iu"), "")
    .trim();
