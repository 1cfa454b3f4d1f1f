import {
  accept,
  acceptComment,
  acceptWord,
  atEnd,
  isNewline,
  peek,
  position,
  skipBlanks,
  skipLine,
  Unreadable,
  type Cursor,
} from "./cursor.ts";
import type { ConfigBlock, Document, EnumBlock, Fault, ModelBlock, SchemaFile } from "./document.ts";
import { atOnce, type Steps } from "../steps.ts";
import { parseBlockAttribute, parseEnumValue, parseField, parseSetting } from "./parse-line.ts";

interface Draft {
  readonly models: ModelBlock[];
  readonly enums: EnumBlock[];
  readonly datasources: ConfigBlock[];
  readonly generators: ConfigBlock[];
  readonly faults: Fault[];
}

type Sources = readonly { readonly path: string; readonly text: string }[];

/**
 * Reads schema.prisma files as one document. It accepts all that Prisma accepts, and a little more;
 * what it cannot read becomes a fault, and reading goes on at the next line.
 * @example parseDocument([{ path: "schema.prisma", text: "model User {\n  id Int @id\n}\n" }]).models[0].name // "User"
 */
export const parseDocument = (sources: Sources): Document => atOnce(parsingDocument(sources));

/** The same, with a pause after each block. */
export function* parsingDocument(sources: Sources): Steps<Document> {
  const draft: Draft = { models: [], enums: [], datasources: [], generators: [], faults: [] };
  const files: SchemaFile[] = [];
  let start = 0;
  for (const { path, text } of sources) {
    files.push({ path, text, start });
    yield* parsingFile({ text, index: 0, start }, draft);
    start += text.length + 1;
  }
  return { files, ...draft };
}

function* parsingFile(cursor: Cursor, draft: Draft): Steps<void> {
  const line = lineReader(cursor, draft.faults, (documentation) => {
    if (atEnd(cursor)) return "end";
    parseBlock(cursor, draft, documentation);
    return "line";
  });
  while (line() !== "end") yield;
}

function parseBlock(cursor: Cursor, draft: Draft, documentation: string | undefined): void {
  const lineAt = position(cursor);
  const keyword = acceptWord(cursor);
  skipBlanks(cursor);
  const at = position(cursor);
  const name = acceptWord(cursor);
  skipBlanks(cursor);
  if (keyword === undefined || name === undefined || !accept(cursor, "{")) {
    throw new Unreadable(lineAt, "This line does not begin a block: model, enum, view, type, datasource or generator.");
  }
  skipLine(cursor); // Prisma reads over whatever stands behind the brace
  const common = { name, at, ...described(documentation) };
  switch (keyword) {
    case "model":
    case "view":
    case "type":
      draft.models.push({ kind: keyword, ...common, ...parseBody(cursor, draft.faults, "fields", parseField) });
      return;
    case "enum":
      draft.enums.push({ kind: keyword, ...common, ...parseBody(cursor, draft.faults, "values", parseEnumValue) });
      return;
    case "datasource":
    case "generator": {
      const { settings } = parseBody(cursor, draft.faults, "settings", parseSetting);
      draft[`${keyword}s`].push({ kind: keyword, name, at, settings });
      return;
    }
    default:
      throw new Unreadable(lineAt, `"${keyword}" is not a kind of block: model, enum, view, type, datasource or generator.`);
  }
}

type Body<Key extends string, Item> = { readonly [K in Key]: readonly Item[] } & { readonly attributes: ModelBlock["attributes"] };

/** The lines of a block up to its `}`. */
function parseBody<Key extends string, Item>(
  cursor: Cursor,
  faults: Fault[],
  key: Key,
  parseItem: (cursor: Cursor, documentation: string | undefined) => Item,
): Body<Key, Item> {
  const items: Item[] = [];
  const attributes: ModelBlock["attributes"][number][] = [];
  const line = lineReader(cursor, faults, (documentation) => {
    if (atEnd(cursor)) throw new Unreadable(position(cursor), 'Expected "}": the last block is not closed.');
    if (accept(cursor, "}")) return "end";
    if (accept(cursor, "@@")) attributes.push(parseBlockAttribute(cursor));
    else items.push(parseItem(cursor, documentation));
    return "line";
  });
  while (line() !== "end");
  return { [key]: items, attributes } as Body<Key, Item>; // a computed key is a string to the compiler
}

/**
 * Reads one line or comment at each call, and then says so, until it says "end". `parse` is called where a line holds something,
 * with the documentation above it, and says "end" for the last one.
 */
function lineReader(cursor: Cursor, faults: Fault[], parse: (documentation: string | undefined) => "line" | "end"): () => "line" | "end" {
  let documentation: string | undefined;
  return () => {
    try {
      skipBlanks(cursor);
      const comment = acceptComment(cursor);
      if (comment !== undefined) {
        if (comment.documentation !== undefined) documentation = joinLines(documentation, comment.documentation);
      } else if (isNewline(peek(cursor))) {
        skipLine(cursor);
      } else {
        const before = documentation;
        documentation = undefined;
        if (parse(before) === "end") return "end";
        endLine(cursor);
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      faults.push({ at: error.at, message: error.message });
      if (atEnd(cursor)) return "end";
      skipLine(cursor);
    }
    return "line";
  };
}

/** Nothing but comments may follow on the line. */
function endLine(cursor: Cursor): void {
  for (;;) {
    skipBlanks(cursor);
    if (atEnd(cursor) || isNewline(peek(cursor))) return skipLine(cursor);
    if (acceptComment(cursor) === undefined) throw new Unreadable(position(cursor), "Expected the end of the line here.");
  }
}

const joinLines = (above: string | undefined, line: string): string => (above === undefined ? line : `${above}\n${line}`);

const described = (documentation: string | undefined): { readonly documentation?: string } =>
  documentation === undefined ? {} : { documentation };
