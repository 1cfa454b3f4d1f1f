// Japanese has no spaces between words, so the end of a line in a Japanese text is not one either.
import type { MarkdownOptions } from "vitepress";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

const japanese = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/u;

export function joinJapaneseLines(md: Markdown): void {
  const usual = md.renderer.rules.softbreak;
  md.renderer.rules.softbreak = (tokens, index, options, env, self) => {
    const before = tokens[index - 1]?.content.at(-1) ?? "";
    const after = tokens[index + 1]?.content.at(0) ?? "";
    if (japanese.test(before) && (japanese.test(after) || /[。、）」]/u.test(before))) return "";
    return usual?.(tokens, index, options, env, self) ?? "\n";
  };
}
