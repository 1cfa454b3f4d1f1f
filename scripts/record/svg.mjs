// A session in a terminal as an animated SVG, which needs nothing but itself. Where motion is not wanted it is the last picture.

/** @typedef {import("./ansi.mjs").Run} Run */
/** @typedef {{ readonly command: string, readonly lines: readonly (readonly Run[])[] }} Scene */

const columns = 92;
const rows = 26;
const cell = { width: 8.4, height: 20 };
const margin = { left: 20, top: 48 };
const seconds = { key: 0.045, answer: 0.5, line: 0.04, read: 1.6, end: 5 };

const number = (value) => Number(value.toFixed(2)).toString();
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** @param {readonly Scene[]} scenes */
export function svgOf(scenes) {
  const lines = linesIn(scenes);
  const whole = (lines.at(-1)?.at ?? 0) + seconds.end;
  const percent = (at) => `${number((at / whole) * 100)}%`;
  const width = columns * cell.width + 2 * margin.left;
  const height = rows * cell.height + margin.top + 20;
  const y = (row) => margin.top + 14 + row * cell.height;
  const shown = lines.map((line, row) => lineSvg(line, row, y(row)));
  const appear = lines.map(({ at }, row) => `@keyframes l${row}{0%,${percent(at)}{opacity:0}${percent(at + 0.01)},100%{opacity:1}}`);
  const typing = lines.flatMap(({ at, keys }, row) =>
    keys === undefined
      ? []
      : [
          `@keyframes t${row}{0%,${percent(at)}{transform:scaleX(1);animation-timing-function:steps(${keys})}` +
            `${percent(at + keys * seconds.key)},100%{transform:scaleX(0)}}`,
        ],
  );
  const scroll = lines.flatMap(({ at }, row) => (row < rows ? [] : [{ at, by: (row - rows + 1) * cell.height }]));
  const last = scroll.at(-1)?.by ?? 0;
  const steps = scroll.map(({ at, by }) => `${percent(at)}{transform:translateY(-${by}px)}`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${number(width)} ${height}" width="${number(width)}" height="${height}" role="img" aria-label="mig in a terminal: ${escaped(
    scenes.map(({ command }) => command).join(", "),
  )}">
<style>
svg{--back:#161b22;--edge:#30363d;--text:#e6edf3;--gray:#8b949e;--red:#ff7b72;--green:#3fb950;--yellow:#d29922;--blue:#79c0ff;--magenta:#d2a8ff;--cyan:#56d4dd}
@media (prefers-color-scheme:light){svg{--back:#ffffff;--edge:#d0d7de;--text:#1f2328;--gray:#59636e;--red:#cf222e;--green:#1a7f37;--yellow:#9a6700;--blue:#0550ae;--magenta:#8250df;--cyan:#1b7c83}}
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace;fill:var(--text);white-space:pre}
.bold{font-weight:bold}.gray{fill:var(--gray)}.red{fill:var(--red)}.green{fill:var(--green)}.yellow{fill:var(--yellow)}.blue{fill:var(--blue)}.magenta{fill:var(--magenta)}.cyan{fill:var(--cyan)}
.back{fill:var(--back)}.edge{fill:none;stroke:var(--edge)}
.cover{transform-box:fill-box;transform-origin:right;transform:scaleX(0)}
.all{transform:translateY(-${last}px)}
@media (prefers-reduced-motion:no-preference){
${lines.map(({ keys }, row) => `.l${row}{animation:l${row} ${number(whole)}s infinite}${keys === undefined ? "" : `.t${row}{animation:t${row} ${number(whole)}s infinite}`}`).join("")}
.all{animation:all ${number(whole)}s step-end infinite}
}
@keyframes all{0%{transform:translateY(0)}${steps}100%{transform:translateY(-${last}px)}}
${[...appear, ...typing].join("")}
</style>
<rect class="back" x=".5" y=".5" width="${number(width - 1)}" height="${height - 1}" rx="10"/>
<circle cx="22" cy="22" r="6" fill="#ff5f57"/><circle cx="42" cy="22" r="6" fill="#febc2e"/><circle cx="62" cy="22" r="6" fill="#28c840"/>
<clipPath id="screen"><rect x="0" y="${margin.top - 4}" width="${number(width)}" height="${rows * cell.height + 8}"/></clipPath>
<g clip-path="url(#screen)"><g class="all">
${shown.join("\n")}
</g></g>
<rect class="edge" x=".5" y=".5" width="${number(width - 1)}" height="${height - 1}" rx="10"/>
</svg>
`;
}

/** The lines in order, each with the second in which it appears; `keys`: how many are typed in it. */
function linesIn(scenes) {
  /** @type {{ at: number, runs: readonly Run[], keys?: number }[]} */
  const lines = [];
  let at = 0.8;
  for (const { command, lines: answer } of scenes) {
    lines.push({
      at,
      runs: [
        { text: "$ ", style: "gray" },
        { text: command, style: "bold" },
      ],
      keys: command.length,
    });
    at += command.length * seconds.key + seconds.answer;
    for (const runs of answer.flatMap(wrapped)) {
      lines.push({ at, runs });
      at += seconds.line;
    }
    lines.push({ at, runs: [] });
    at += seconds.read;
  }
  return lines;
}

/** As a terminal breaks a line that is too long. */
function wrapped(runs) {
  const broken = [[]];
  let room = columns;
  for (const { text, style } of runs) {
    for (let rest = text; rest !== "";) {
      if (room === 0) {
        broken.push([]);
        room = columns;
      }
      const part = rest.slice(0, room);
      broken.at(-1).push({ text: part, style });
      room -= part.length;
      rest = rest.slice(part.length);
    }
  }
  return broken;
}

function lineSvg({ runs, keys }, row, y) {
  let column = 0;
  const texts = runs.map(({ text, style }) => {
    const x = margin.left + column * cell.width;
    column += text.length;
    if (text.trim() === "") return "";
    const fit = `textLength="${number(text.length * cell.width)}" lengthAdjust="spacingAndGlyphs"`;
    return `<text x="${number(x)}" y="${number(y)}" ${fit}${style === "" ? "" : ` class="${style}"`} xml:space="preserve">${escaped(text)}</text>`;
  });
  if (keys === undefined) return `<g class="l${row}">${texts.join("")}</g>`;
  const start = margin.left + (column - keys) * cell.width;
  const cover = `<rect class="back cover t${row}" x="${number(start)}" y="${number(y - 15)}" width="${number(keys * cell.width + 2)}" height="${cell.height}"/>`;
  return `<g class="l${row}">${texts.join("")}${cover}</g>`;
}
