import type { Call } from "../functions.ts";
import type { TextSearchParser } from "./model.ts";

export const parserCalls: Readonly<Record<Exclude<keyof TextSearchParser, "kind" | "schema" | "name">, Call>> = {
  start: { word: "start", signature: "internal, integer" },
  getToken: { word: "gettoken", signature: "internal, internal, internal" },
  end: { word: "end", signature: "internal" },
  lexTypes: { word: "lextypes", signature: "internal" },
  headline: { word: "headline", signature: "internal, internal, tsquery" },
};
