/**
 * A JSON text as PostgreSQL prints it once it is jsonb: keys by length and bytes, the last of equal keys, one space
 * behind `:` and `,`, numbers with the digits they were written with. `undefined`: only the server can tell.
 */
export function printJsonb(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gu) ?? [];
  if (tokens.some((token) => /^-?\d.*[eE]|^-0|\\u(?:[dD][89a-fA-F]|0000)/u.test(token))) return undefined;
  return printValue(tokens.values());
}

function printValue(tokens: Iterator<string>, first = next(tokens)): string {
  if (first === "{") return printObject(tokens);
  if (first === "[") return printArray(tokens);
  return first.startsWith('"') ? printString(first) : first;
}

function printArray(tokens: Iterator<string>): string {
  const items: string[] = [];
  for (let token = next(tokens); token !== "]"; token = next(tokens)) {
    if (token !== ",") items.push(printValue(tokens, token));
  }
  return `[${items.join(", ")}]`;
}

function printObject(tokens: Iterator<string>): string {
  const entries = new Map<string, string>();
  for (let token = next(tokens); token !== "}"; token = next(tokens)) {
    if (token === ",") continue;
    next(tokens); // the colon
    entries.set(String(JSON.parse(token)), printValue(tokens));
  }
  const sorted = [...entries].toSorted(([left], [right]) => compareKeys(Buffer.from(left), Buffer.from(right)));
  return `{${sorted.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(", ")}}`;
}

const compareKeys = (left: Buffer, right: Buffer): number => left.length - right.length || Buffer.compare(left, right);

const printString = (token: string): string => JSON.stringify(JSON.parse(token));

const next = (tokens: Iterator<string>): string => String(tokens.next().value);
