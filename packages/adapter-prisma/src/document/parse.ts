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
import type { CommentLine, ConfigBlock, Document, EnumBlock, Fault, ModelBlock, SchemaFile } from "./document.ts";
import { atOnce, type Steps } from "../steps.ts";
import { parseBlockAttribute, parseEnumValue, parseField, parseSetting } from "./parse-line.ts";

interface Draft {
  readonly models: ModelBlock[];
  readonly enums: EnumBlock[];
  readonly datasources: ConfigBlock[];
  readonly generators: ConfigBlock[];
  readonly loose: CommentLine[];
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
  const draft: Draft = { models: [], enums: [], datasources: [], generators: [], loose: [], faults: [] };
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
  const line = lineReader(
    cursor,
    draft,
    (comments) => {
      if (atEnd(cursor)) return { kind: "end", unused: comments };
      return parseBlock(cursor, draft, comments);
    },
    true,
  );
  while (line() !== "end") yield;
}

type Comments = readonly CommentLine[] | undefined;

function parseBlock(cursor: Cursor, draft: Draft, comments: Comments): Read {
  const lineAt = position(cursor);
  const keyword = acceptWord(cursor);
  skipBlanks(cursor);
  const at = position(cursor);
  const name = acceptWord(cursor);
  skipBlanks(cursor);
  if (keyword === undefined || name === undefined || !accept(cursor, "{")) {
    throw new Unreadable(lineAt, "This line does not begin a block: model, enum, view, type, datasource or generator.");
  }
  const first = commentBehindBrace(cursor);
  const common = { name, at, ...(comments === undefined ? {} : { comments }) };
  switch (keyword) {
    case "model":
    case "view":
    case "type":
      draft.models.push({ kind: keyword, ...common, ...parseBody(cursor, draft, { first, key: "fields" }, parseField) });
      return line;
    case "enum":
      draft.enums.push({ kind: keyword, ...common, ...parseBody(cursor, draft, { first, key: "values" }, parseEnumValue) });
      return line;
    case "datasource":
    case "generator": {
      const { settings, inside } = parseBody(cursor, draft, { first, key: "settings" }, parseSetting);
      draft.loose.push(...inside, ...settings.flatMap(({ comments: own = [] }) => own));
      draft[`${keyword}s`].push({ kind: keyword, name, at, settings });
      return { kind: "line", unused: comments };
    }
    default:
      throw new Unreadable(lineAt, `"${keyword}" is not a kind of block: model, enum, view, type, datasource or generator.`);
  }
}

/** Prisma reads over whatever stands behind the brace. */
function commentBehindBrace(cursor: Cursor): readonly CommentLine[] {
  skipBlanks(cursor);
  const comment = peek(cursor) === SLASH ? acceptComment(cursor) : undefined;
  skipLine(cursor);
  return comment?.line === undefined ? [] : [comment.line];
}

const SLASH = 47;

type Commented<Item> = Item & { readonly comments?: readonly CommentLine[] };

type Body<Key extends string, Item> = { readonly [K in Key]: readonly Commented<Item>[] } & Pick<ModelBlock, "attributes" | "inside">;

/** The lines of a block up to its `}`. */
function parseBody<Key extends string, Item extends object>(
  cursor: Cursor,
  { faults }: Draft,
  { first, key }: { readonly first: readonly CommentLine[]; readonly key: Key },
  parseItem: (cursor: Cursor) => Item,
): Body<Key, Item> {
  const items: Commented<Item>[] = [];
  const attributes: ModelBlock["attributes"][number][] = [];
  const inside: CommentLine[] = [...first];
  const next = lineReader(cursor, { faults, loose: inside }, (comments) => {
    if (atEnd(cursor)) throw new Unreadable(position(cursor), 'Expected "}": the last block is not closed.');
    if (accept(cursor, "}")) return { kind: "end", unused: comments };
    if (accept(cursor, "@@")) {
      attributes.push(parseBlockAttribute(cursor));
      return { kind: "line", unused: comments };
    }
    const item = parseItem(cursor);
    const behind = endLine(cursor);
    const own = comments === undefined || behind === undefined ? (comments ?? behind) : [...comments, ...behind];
    items.push(own === undefined ? item : { ...item, comments: own });
    return line;
  });
  while (next() !== "end");
  return { [key]: items, attributes, inside } as Body<Key, Item>; // a computed key is a string to the compiler
}

/** What was read, and the comments above it that were no use to it. */
interface Read {
  readonly kind: "line" | "end";
  readonly unused?: Comments;
}

const line: Read = { kind: "line" };

/**
 * Reads one line or comment at each call, and then says so, until it says "end". `parse` is called where a line holds something, with the
 * comments above it, and says "end" for the last one. Between blocks an empty line ends a comment, as to Prisma.
 */
function lineReader(
  cursor: Cursor,
  { faults, loose }: Pick<Draft, "faults" | "loose">,
  parse: (comments: Comments) => Read,
  isOutside = false,
): () => "line" | "end" {
  let comments: CommentLine[] | undefined;
  const drop = (unused: Comments): void => void (unused === undefined || loose.push(...unused));
  return () => {
    try {
      skipBlanks(cursor);
      const comment = acceptComment(cursor);
      if (comment !== undefined) {
        if (comment.line !== undefined) (comments ??= []).push(comment.line);
        endLineOfComment(cursor);
      } else if (isNewline(peek(cursor))) {
        if (isOutside) {
          drop(comments);
          comments = undefined;
        }
        skipLine(cursor);
      } else {
        const before = comments;
        comments = undefined;
        const { kind, unused } = parse(before);
        drop(unused);
        if (kind === "end") return "end";
        drop(endLine(cursor));
        skipLine(cursor);
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

/** The newline behind a comment is its own: what follows it is no empty line. A block comment may be followed by more. */
function endLineOfComment(cursor: Cursor): void {
  skipBlanks(cursor);
  if (isNewline(peek(cursor))) skipLine(cursor);
}

/** Goes up to the end of the line, where nothing but comments may follow; gives those of `///`. */
function endLine(cursor: Cursor): Comments {
  let comments: CommentLine[] | undefined;
  for (;;) {
    skipBlanks(cursor);
    if (atEnd(cursor) || isNewline(peek(cursor))) return comments;
    const comment = acceptComment(cursor);
    if (comment === undefined) throw new Unreadable(position(cursor), "Expected the end of the line here.");
    if (comment.line !== undefined) (comments ??= []).push(comment.line);
  }
}
