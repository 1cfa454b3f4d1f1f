import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { Caller } from "../caller.ts";

/** Says what a reader of models or a comparison has to say. */
export function warnAbout(diagnostics: readonly Diagnostic[], { warn }: Caller): void {
  for (const diagnostic of diagnostics) warn(diagnosticText(diagnostic));
}

function diagnosticText({ place, message }: Diagnostic): string {
  if (place === undefined) return message;
  return `${[place.file, place.line, place.column].filter((part) => part !== undefined).join(":")}: ${message}`;
}
