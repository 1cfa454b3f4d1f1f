import type { Call } from "../functions.ts";
import type { TextSearchTemplate } from "./model.ts";

export const templateCalls: Readonly<Record<Exclude<keyof TextSearchTemplate, "kind" | "schema" | "name">, Call>> = {
  init: { word: "init", signature: "internal" },
  lexize: { word: "lexize", signature: "internal, internal, internal, internal" },
};
