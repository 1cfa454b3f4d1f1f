import type { Diagnostic, SchemaObject } from "@migts/core/adapter";
import type { Document } from "../document/document.ts";
import { placeOf } from "../document/place.ts";
import type { MappedEnum, MappedModel } from "./mapped.ts";
import type { Settings } from "./settings.ts";

/** What can be wrong with a schema.prisma, or strange in it, that Prisma itself does not say. */
export type TranslationCode =
  | "PRISMA_UNREADABLE"
  | "PRISMA_NOT_UNDERSTOOD"
  | "PRISMA_DATASOURCE"
  | "PRISMA_NAME_CUT"
  | "PRISMA_NAME_TWICE";

/** What every step of the translation works with: the document, its settings, and where results go. */
export interface Context {
  readonly document: Document;
  readonly settings: Settings;
  readonly models: ReadonlyMap<string, MappedModel>;
  readonly enums: ReadonlyMap<string, MappedEnum>;
  readonly report: Report;
}

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

/** An object together with the place of the document that it comes from. */
export interface Made<Object extends SchemaObject = SchemaObject> {
  readonly object: Object;
  readonly at: number;
}
