import { MigError } from "../errors.ts";
import { parseComment } from "./header/comment.ts";
import { readAsWritten } from "./header/written.ts";
import { readValue, type HeaderValue } from "./header/value.ts";
import type { Revision } from "./revision.ts";
import { advance, cursorAt, depthChange, isAt, type Cursor } from "./header/source-tokens.ts";

const names = ["revision", "downRevision", "branchLabels", "dependsOn"] as const;
type Name = (typeof names)[number];

interface Declaration {
  readonly name: Name;
  readonly value: HeaderValue;
  /** Where the name stands. */
  readonly at: number;
}

interface Source {
  readonly text: string;
  readonly file: string;
}

/**
 * Reads the header of a revision file as text: nothing is run, transpiled or imported.
 * The header is `export const revision`, `downRevision` and, where wanted, `branchLabels` and `dependsOn`, each a string, null or
 * an array of strings, written out. The comment at the top of the file gives the message.
 *
 * @example parseHeader('export const revision = "a1";\nexport const downRevision = null;', "a1_start.ts").id // "a1"
 */
export function parseHeader(text: string, file: string): Revision {
  if (text.includes("<<<<<<< ")) refuseConflict(text, file);
  return readAsWritten(text, file) ?? takeApart(text, file);
}

/** What git leaves where two branches changed the same lines. With `diff3` there is a fourth line, `|||||||`, in between. */
const conflict = /^<{7} .*$[^]*?^={7}\r?$[^]*?^>{7} /mu;

function refuseConflict(text: string, file: string): void {
  const at = text.search(conflict);
  if (at === -1) return;
  const line = lineOf(text, at);
  throw new MigError("CONFLICT_MARKERS", { file, line }, { place: { file, line } });
}

function takeApart(text: string, file: string): Revision {
  const source = { text, file };
  const declared = declarationsOf(source);
  const id = declared.get("revision")?.value;
  if (typeof id !== "string") throw new MigError("NO_REVISION_HEADER", { file, missing: "revision" }, { place: { file } });
  if (!declared.has("downRevision")) throw new MigError("NO_REVISION_HEADER", { file, missing: "downRevision" }, { place: { file } });
  const listOf = (name: Name): readonly string[] => asList(declared.get(name)?.value);
  return {
    id,
    downRevisions: listOf("downRevision"),
    branchLabels: listOf("branchLabels"),
    dependsOn: listOf("dependsOn"),
    ...parseComment(text),
    file,
  };
}

function asList(value: HeaderValue | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return typeof value === "string" ? [value] : value;
}

function declarationsOf(source: Source): ReadonlyMap<Name, Declaration> {
  const declared = new Map<Name, Declaration>();
  for (const declaration of declarationsIn(source)) {
    const first = declared.get(declaration.name);
    if (first === undefined) declared.set(declaration.name, declaration);
    else throw declaredTwice(source, first, declaration);
  }
  return declared;
}

function declaredTwice({ text, file }: Source, first: Declaration, second: Declaration): MigError<"TWO_REVISION_HEADERS"> {
  const line = lineOf(text, second.at);
  return new MigError(
    "TWO_REVISION_HEADERS",
    { file, name: second.name, lines: [lineOf(text, first.at), line] },
    { place: { file, line } },
  );
}

/** Counts from 1. */
const lineOf = (text: string, at: number): number => text.slice(0, at).split(/\r\n|[\n\r\u2028\u2029]/).length;

/** An `export` of variables, wherever it stands; the other exports are told apart by the word that follows. */
const exportOfVariables =
  /\bexport\b(?!\s+(?:default|async|function|type|interface|class|abstract|enum|declare|namespace|import)\b|\s*[{*=])|\bexports\s*\./g;

/**
 * Tells whether variables may be exported at a place or after it. Asked with places that grow, it looks through a text once:
 * what comes after the last such export, the most of a file, need not be taken apart.
 */
function exportsIn(text: string): (at: number) => boolean {
  let next = -1;
  return (at) => {
    if (next >= at || next === text.length) return next < text.length;
    exportOfVariables.lastIndex = at;
    next = exportOfVariables.exec(text)?.index ?? text.length;
    return next < text.length;
  };
}

/** The exported declarations of header names, outside of all brackets. */
function declarationsIn(source: Source): readonly Declaration[] {
  const found: Declaration[] = [];
  const mayExport = exportsIn(source.text);
  const cursor = cursorAt(source.text);
  let depth = 0;
  while (cursor.token.kind !== "end" && mayExport(cursor.token.start)) {
    const isExport = depth === 0 && isAt(cursor, "export");
    const isExports = depth === 0 && isAt(cursor, "exports");
    depth += depthChange(cursor);
    advance(cursor);
    if (isExport && isAt(cursor, "const", "let", "var")) found.push(...declarators(source, cursor));
    if (isExports && isAt(cursor, ".")) found.push(...assignment(cursor));
  }
  return found;
}

/** `exports.revision = "..."`, as compilers write CommonJS. What they assign first, `void 0`, is no declaration. */
function assignment(cursor: Cursor): readonly Declaration[] {
  advance(cursor);
  const name = names.find((one) => isAt(cursor, one));
  if (name === undefined) return [];
  const at = cursor.token.start;
  advance(cursor);
  const value = isAt(cursor, "=") ? valueAfter(cursor) : undefined;
  return value === undefined || (name === "revision" && typeof value !== "string") ? [] : [{ name, value, at }];
}

/** The declarations after `export const`. */
function declarators(source: Source, cursor: Cursor): readonly Declaration[] {
  const found: Declaration[] = [];
  do {
    advance(cursor);
    const declaration = declarationAt(source, cursor);
    if (declaration === undefined) break;
    found.push(declaration);
  } while (isAt(cursor, ","));
  return found;
}

function declarationAt(source: Source, cursor: Cursor): Declaration | undefined {
  const name = names.find((one) => isAt(cursor, one));
  if (name === undefined) return undefined;
  const at = cursor.token.start;
  advance(cursor);
  if (isAt(cursor, ":")) skipAnnotation(cursor);
  const value = isAt(cursor, "=") ? valueAfter(cursor) : undefined;
  if (value !== undefined && (name !== "revision" || typeof value === "string")) return { name, value, at };
  const expected = name === "revision" ? "a string" : "a string, null or an array of strings";
  throw new MigError(
    "HEADER_NOT_LITERAL",
    { file: source.file, name, expected },
    { place: { file: source.file, line: lineOf(source.text, at) } },
  );
}

function valueAfter(cursor: Cursor): HeaderValue | undefined {
  advance(cursor);
  return readValue(cursor);
}

/** Moves on to the `=` after a type. A `=>` belongs to the type. */
function skipAnnotation(cursor: Cursor): void {
  for (let depth = 0; cursor.token.kind !== "end" && !isAt(cursor, ";"); advance(cursor)) {
    if (depth === 0 && isAt(cursor, "=") && cursor.text[cursor.token.end] !== ">") return;
    depth += depthChange(cursor);
  }
}
