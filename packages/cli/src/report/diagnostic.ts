import type { Diagnostic } from "@migts/core";
import type { Context } from "../context.ts";

/** Says what a reader of models or a comparison has to say. */
export function warnAbout(diagnostics: readonly Diagnostic[], { warn }: Context): void {
  for (const diagnostic of diagnostics) warn(diagnosticText(diagnostic));
}

function diagnosticText({ place, message }: Diagnostic): string {
  if (place === undefined) return message;
  return `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(":")}: ${message}`;
}
