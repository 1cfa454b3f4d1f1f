import pc from "picocolors";

const { red, green, yellow, bold, cyan, magenta, blue, gray } = pc.createColors(true);

/** Green: there is more than before, or all is well. Red: something is lost, or fails. Yellow: look twice. */
const paints: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/LOSES DATA: [^;)\n]*|(?<=^|: )lost data: .*|(?<= loses data: ).*/gmu, red],
  [/^error [A-Z_]+:|^problem(?= )/gmu, red],
  [/^warning:|^warning(?= )/gmu, yellow],
  [/rewrites the table|reads the whole table|lock: access exclusive|may fail: [^;)\n]*/gu, yellow],
  [/(?<=^(?: {2}|\d+\. |))(?:add|create)(?= [a-z])/gmu, green],
  [/(?<=^(?: {2}|\d+\. |))drop(?= [a-z])/gmu, red],
  [/^ok(?= )|^No differences\b|\bmatches the models\b/gmu, green],
  [/\((?:current)\)|●|^All is well\.|^Nothing is to be done\./gmu, green],
  [/\(not applied[^)]*\)|○/gu, yellow],
  [/\((?:effective )?head\)/gu, bold],
];

/** Colours for what should catch the eye. Colour is never the only sign: the words stand there anyway. */
export const paint = (text: string): string =>
  paints.reduce(
    (painted, [pattern, colour]) => painted.replaceAll(pattern, (found) => colour(found)),
    text.replaceAll(drawing, paintLanes),
  );

/** The drawn part of a line of `mig history --graph`: two characters a lane. */
const drawing = /^(?:[│┊├┤╮╭╯┴●○◆ ][─╌ ])*[│┊├┤╮╭╯┴●○◆](?![^ \n])/gmu;

const laneColours = [cyan, magenta, blue, yellow, green, gray];

/** A colour a lane. What leads across has the colour of the lane that begins or ends there. */
function paintLanes(line: string): string {
  const signs = Array.from(line);
  return signs
    .map((sign, at) => {
      if (/[ ●○◆]/u.test(sign)) return sign;
      const isAcross = /[─╌]/u.test(sign);
      const end = isAcross ? signs.findIndex((one, place) => place > at && /[╮╯┴┤]/u.test(one)) : at;
      const begin = isAcross && signs[end] === "┤" ? signs.findLastIndex((one, place) => place < at && one === "╭") : -1;
      const lane = Math.floor((begin === -1 ? Math.max(end, 0) : begin) / 2);
      return laneColours[lane % laneColours.length]?.(sign) ?? sign;
    })
    .join("");
}
