// Fences of code: `file=`, `show=` and `edit=` become captions, Mermaid diagrams become SVG when the site is built.
import type { MarkdownOptions } from "vitepress";
import { diagram } from "./diagram.ts";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

const forTests = /\s+(?:(?:file|show|edit|norun)=(?:"[^"]*"|\S+)|run\b)/gu;

/**
 * Messages, output and SQL have long lines, which a reader would have to scroll for. Tables and trees that are drawn with characters stay
 * whole.
 */
const wraps = ({ info, content }: { readonly info: string; readonly content: string }): boolean =>
  /^(?:console|sh|sql|text)\b/u.test(info.trim()) && !/[│├└┌]/u.test(content);

export function fences(md: Markdown): void {
  const usual = md.renderer.rules.fence;
  let count = 0;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const token = tokens[index];
    if (token === undefined || usual === undefined) return "";
    if (token.info.trim() === "mermaid") return diagram(token.content, `diagram-${(count += 1)}`);
    const file = /\b(?:file|show|edit)=(\S+)/u.exec(token.info)?.[1];
    // What is for the test is not for VitePress: it takes a number in it for a line to highlight.
    token.info = token.info.replaceAll(forTests, "");
    const html = wraps(token)
      ? `<div class="wraps">${usual(tokens, index, options, env, self)}</div>`
      : usual(tokens, index, options, env, self);
    return file === undefined ? html : `<div class="captioned"><p class="caption" v-pre>${md.utils.escapeHtml(file)}</p>${html}</div>`;
  };
}
