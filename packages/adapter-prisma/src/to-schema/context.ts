import type { SchemaObject } from "@migts/core/adapter";
import type { Document } from "../document/document.ts";
import type { Declared } from "../directives/declared.ts";
import type { MappedEnum, MappedModel } from "./reading/mapped.ts";
import type { Report } from "./reading/report.ts";
import type { Settings } from "./reading/settings.ts";

/** What every step of the translation works with: the document, its settings, and where results go. */
export interface Context {
  readonly document: Document;
  readonly settings: Settings;
  readonly models: ReadonlyMap<string, MappedModel>;
  readonly enums: ReadonlyMap<string, MappedEnum>;
  readonly report: Report;
  readonly declared: Declared;
}

/** An object together with the place of the document that it comes from. */
export interface Made<Object extends SchemaObject = SchemaObject> {
  readonly object: Object;
  readonly at: number;
}
