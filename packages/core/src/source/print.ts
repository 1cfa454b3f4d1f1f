const width = 100;
const identifierPattern = /^[A-Za-z_$][\w$]*$/u;

/**
 * TypeScript text of plain data: keys bare where they can be, strings in double quotes, on one line where it fits.
 * Evaluating the text gives the data back.
 */
export function printValue(value: unknown, indent = "", room = width): string {
  const flat = printFlat(value);
  if (flat.length <= room - indent.length || typeof value !== "object" || value === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) return `[\n${value.map((item) => `${inner}${printValue(item, inner, width - 1)},\n`).join("")}${indent}]`;
  const lines = entriesOf(value).map(([key, item]) => `${inner}${printKey(key)}: ${printValue(item, inner, width - 3 - key.length)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

function printFlat(value: unknown): string {
  if (typeof value !== "object" || value === null) return printScalar(value);
  if (Array.isArray(value)) return `[${value.map(printFlat).join(", ")}]`;
  const entries = entriesOf(value).map(([key, item]) => `${printKey(key)}: ${printFlat(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** JSON is TypeScript, but for two line separators that some readers take for line ends. */
function printScalar(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

const printKey = (key: string): string =>
  identifierPattern.test(key) && key !== "__proto__" ? key : key === "__proto__" ? `["__proto__"]` : JSON.stringify(key);

const entriesOf = (value: object): [string, unknown][] => Object.entries(value).filter(([, item]) => item !== undefined);
