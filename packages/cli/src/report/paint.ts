import pc from "picocolors";

const { red, green, yellow, bold } = pc.createColors(true);

const paints: readonly (readonly [RegExp, (text: string) => string])[] = [
  [/LOSES DATA: [^;)\n]*/gu, red],
  [/^error [A-Z_]+:/gmu, red],
  [/^warning:/gmu, yellow],
  [/\((?:current)\)|●/gu, green],
  [/\(not applied[^)]*\)|○/gu, yellow],
  [/\((?:effective )?head\)/gu, bold],
];

/** Colours for what should catch the eye. Colour is never the only sign: the words stand there anyway. */
export const paint = (text: string): string => paints.reduce((painted, [pattern, colour]) => painted.replaceAll(pattern, (found) => colour(found)), text);
