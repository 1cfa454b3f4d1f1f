import type { Document, SchemaFile } from "./document.ts";

/** File, line and column (from 1) of a position. */
export interface SchemaPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Turns a position of the document into a place that a reader can go to. */
export function placeOf(document: Pick<Document, "files">, at: number): SchemaPlace {
  let file: SchemaFile | undefined;
  for (const candidate of document.files) if (candidate.start <= at) file = candidate;
  if (file === undefined) return { file: "", line: 1, column: 1 };
  return placeInText(file, at - file.start);
}

/** The place of an offset within one file. Prisma ends lines with LF, CR LF or CR. */
export function placeInText(file: { readonly path: string; readonly text: string }, offset: number): SchemaPlace {
  let line = 1;
  let lineStart = 0;
  const end = Math.min(offset, file.text.length);
  for (let index = 0; index < end; index += 1) {
    const code = file.text.charCodeAt(index);
    if (code !== 10 && code !== 13) continue;
    if (code === 13 && file.text.charCodeAt(index + 1) === 10) continue;
    line += 1;
    lineStart = index + 1;
  }
  return { file: file.path, line, column: offset - lineStart + 1 };
}
