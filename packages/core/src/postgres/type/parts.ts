import { remembering } from "../../schema/remembering.ts";
import { normalizeType } from "./name.ts";

/** A type taken apart. */
export interface TypeParts {
  /** Without modifiers and brackets: `timestamp with time zone`, `public."Role"`. */
  readonly base: string;
  /** `["10", "2"]` of `numeric(10,2)`. */
  readonly modifiers: readonly string[];
  readonly array: boolean;
}

const shape = /^(?<start>.+?)\((?<modifiers>[^()"]*)\)(?<end> with(?:out)? time zone)?$/u;

/** @example typeParts("varchar(10)[]") // { base: "character varying", modifiers: ["10"], array: true } */
export const typeParts = remembering((type: string): TypeParts => {
  const text = normalizeType(type);
  const array = text.endsWith("[]");
  const element = array ? text.slice(0, -2) : text;
  const found = shape.exec(element)?.groups;
  if (found === undefined) return { base: element, modifiers: [], array };
  const modifiers = (found["modifiers"] ?? "").split(",").map((part) => part.trim());
  return { base: `${found["start"] ?? ""}${found["end"] ?? ""}`, modifiers, array };
});

/** The type of an array's elements; of anything else, the type itself. */
export const elementOf = ({ base, modifiers }: TypeParts): TypeParts => ({ base, modifiers, array: false });

export function typeText({ base, modifiers, array }: TypeParts): string {
  const given = modifiers.length === 0 ? "" : `(${modifiers.join(",")})`;
  const zoned = /^(time|timestamp|interval)( .*)$/u.exec(base);
  const text = zoned === null ? `${base}${given}` : `${zoned[1] ?? ""}${given}${zoned[2] ?? ""}`;
  return array ? `${text}[]` : text;
}
