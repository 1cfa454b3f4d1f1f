import { sameData } from "../../../../schema/same-data.ts";
import type { TextSearchConfiguration, TextSearchMapping } from "./model.ts";

/** Tokens that have the same dictionaries. */
export interface MappedTokens {
  readonly tokens: readonly string[];
  readonly dictionaries: TextSearchMapping["dictionaries"];
}

/** Mappings with the same dictionaries together. */
export function grouped(mappings: readonly TextSearchMapping[]): readonly MappedTokens[] {
  const groups: { tokens: string[]; dictionaries: TextSearchMapping["dictionaries"] }[] = [];
  for (const { token, dictionaries } of mappings) {
    const group = groups.find((one) => sameData(one.dictionaries, dictionaries));
    if (group === undefined) groups.push({ tokens: [token], dictionaries });
    else group.tokens.push(token);
  }
  return groups;
}

/** The mappings by token, without those to no dictionary. */
export const sortedMappings = ({ mappings = [] }: Pick<TextSearchConfiguration, "mappings">): readonly TextSearchMapping[] =>
  mappings.filter(({ dictionaries }) => dictionaries.length > 0).toSorted((left, right) => (left.token < right.token ? -1 : 1));

/** The configuration with some tokens mapped otherwise; to no dictionary: not any more. */
export function withMapping(
  { mappings = [], ...configuration }: TextSearchConfiguration,
  { tokens, dictionaries }: MappedTokens,
): TextSearchConfiguration {
  const others = mappings.filter(({ token }) => !tokens.includes(token));
  const all = sortedMappings({ mappings: [...others, ...tokens.map((token) => ({ token, dictionaries }))] });
  return { ...configuration, ...(all.length === 0 ? {} : { mappings: all }) };
}
