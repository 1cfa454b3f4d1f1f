import type { NewNames } from "../../../../operation/new-names.ts";
import type { Use } from "../../../../schema/use.ts";
import { quoteIdentifier } from "../../../sql/identifier.ts";
import { resource } from "../../resources.ts";

const part = String.raw`"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*`;

/** Names with a schema: those of the tables. An alias and a column have none where they are printed. */
const qualified = new RegExp(String.raw`(?<![\p{L}\p{N}_$".])(?<schema>${part})\.(?<name>${part})(?!\s*[.(])`, "gu");

const plain = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());

/** The tables that a definition names. Only for texts that no server has parsed. */
export const usesOfDefinition = (definition: string): readonly Use[] =>
  [...new Set(Array.from(definition.matchAll(qualified), ({ groups = {} }) => keyOf(groups)))].map((of) => ({ of, how: "blocks" }));

const keyOf = ({ schema = "", name = "" }: Readonly<Record<string, string | undefined>>): string =>
  resource.relation(plain(schema), plain(name));

/** The definition after tables got other names, as the server prints it. */
export const renamedDefinition = (definition: string, names: NewNames): string =>
  definition.replaceAll(qualified, (whole: string, schema: string, name: string) => {
    const to = names.get(keyOf({ schema, name }));
    return to === undefined ? whole : `${quoteIdentifier(to.schema)}.${quoteIdentifier(to.name)}`;
  });

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
