import type { Diagnostic } from "@migts/core/adapter";
import type { Document } from "../../document/document.ts";
import { placeOf } from "../../document/place.ts";

/** What can be wrong with a schema.prisma, or strange in it, that Prisma itself does not say. */
export type TranslationCode =
  | "PRISMA_UNREADABLE"
  | "PRISMA_NOT_UNDERSTOOD"
  | "PRISMA_DATASOURCE"
  | "PRISMA_IGNORED"
  | "PRISMA_NAME_CUT"
  | "PRISMA_NAME_TWICE"
  | "PRISMA_REFUSED"
  | "PRISMA_DIRECTIVE"
  | "PRISMA_DIRECTIVE_DOUBTFUL";

/** Tells the user about a place of the document. */
export interface Report {
  readonly error: (code: TranslationCode, at: number, message: string) => void;
  readonly warn: (code: TranslationCode, at: number, message: string) => void;
}

/** A report that collects diagnostics. */
export function reportInto(diagnostics: Diagnostic[], document: Pick<Document, "files">): Report {
  const add = (severity: Diagnostic["severity"]) => (code: TranslationCode, at: number, message: string) =>
    void diagnostics.push({ severity, code, message, place: placeOf(document, at) });
  return { error: add("error"), warn: add("warning") };
}
