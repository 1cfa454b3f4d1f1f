// Mermaid text to SVG, when the site is built: the reader's browser runs no script for it. Colours are those of the theme.
import { renderMermaidSVG } from "beautiful-mermaid";

/** Bigger than drawn: its smallest letters are 11 pixels high. */
const scale = 1.25;

/** The words of Mermaid for those who cannot see the picture: https://mermaid.js.org/config/accessibility.html */
const accessible = /^[ \t]*acc(?<what>Title|Descr):[ \t]*(?<text>.+)\n/gmu;

/** @param id names the parts of this diagram, so that several can be on one page. */
export function diagram(source: string, id: string): string {
  const said = Object.fromEntries([...source.matchAll(accessible)].map(({ groups }) => [groups?.["what"], groups?.["text"]?.trim()]));
  const title = said["Title"];
  const description = said["Descr"];
  if (title === undefined || description === undefined) throw new Error(`A diagram needs accTitle: and accDescr: lines\n${source}`);
  const drawn = renderMermaidSVG(source.replaceAll(accessible, ""), { transparent: true, padding: 8 });
  const svg = drawn
    .replace(/<style>[^]*?<\/style>\s*/u, "") // the theme has it: theme/diagram.css
    .replace(/^<svg [^>]*?viewBox="(?<box>[^"]*)" width="(?<width>[\d.]+)" height="(?<height>[\d.]+)"[^>]*>/u, (...found) => {
      const { box, width, height } = found.at(-1) as Readonly<Record<string, string>>;
      const least = `style="--least: ${Math.round(Number(width) * scale * 0.75)}px"`; // smaller, it cannot be read
      const size = `viewBox="${box}" width="${Math.round(Number(width) * scale)}" height="${Math.round(Number(height) * scale)}" ${least}`;
      return `<svg ${size} role="img" aria-labelledby="${id}-title ${id}-description"><title id="${id}-title">${escape(title)}</title><desc id="${id}-description">${escape(description)}</desc>`;
    })
    .replaceAll(/\bid="(?!diagram-)(?<name>[^"]+)"/gu, `id="${id}-$<name>"`)
    .replaceAll(/url\(#(?<name>[^)]+)\)/gu, `url(#${id}-$<name>)`)
    .replaceAll(/\n\s*/gu, " ");
  return `<figure class="diagram" tabindex="0" aria-label="${escape(title)}" v-pre>${svg}</figure>\n`;
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
