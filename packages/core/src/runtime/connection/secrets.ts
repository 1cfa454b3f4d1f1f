import { placeOfUrl, scheme, sensitive } from "./url-shape.ts";

/** A password in one of the forms in which it could be printed. */
export interface KnownSecret {
  readonly form: string;
  readonly pattern: RegExp;
  /** It could be a word of any text. */
  readonly isWord: boolean;
}

const known = new Map<string, KnownSecret>();
let sorted: readonly KnownSecret[] | undefined;

/** The longest first: one may hold another. */
export const knownSecrets = (): readonly KnownSecret[] =>
  (sorted ??= [...known.values()].toSorted((left, right) => right.form.length - left.form.length));

/**
 * Remembers the passwords of a URL or another text that says how to connect, for as long as the process lives, so that no message
 * shows them, whoever wrote it.
 */
export function rememberConnection(text: string): void {
  if (text.length > 4000 || known.has(text)) return;
  for (const secret of secretsIn(text)) rememberSecret(secret);
}

/** Remembers a password. */
export function rememberSecret(secret: string): void {
  for (const form of formsOf(secret)) {
    if (form.length < 3 || common.has(form.toLowerCase()) || known.has(form)) continue;
    const isWord = form.length < 8 || /^(?:[a-z_]+|\d+)$/iu.test(form);
    // A part of another word is no password.
    const [before, after] = [/^\w/u.test(form) && isWord ? "(?<![A-Za-z0-9_])" : "", /\w$/u.test(form) && isWord ? "(?![A-Za-z0-9_])" : ""];
    known.set(form, {
      form,
      isWord,
      pattern: new RegExp(before + form.replaceAll(/[.*+?^${}()|[\]\\/]/gu, String.raw`\$&`) + after, "gu"),
    });
  }
  sorted = undefined;
}

/** What an environment may say of passwords: PGPASSWORD and its like, and URLs. */
export function rememberEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const [key, value = ""] of Object.entries(env)) {
    if (value === "") continue;
    if (/PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY/iu.test(key) && !/FILE$/iu.test(key)) rememberSecret(value);
    if (/:\/\/[^/]*@|[?&]password=/u.test(value) || sensitive.test(value) || (/URL|DSN|CONN|DATABASE/iu.test(key) && value.includes("@")))
      rememberConnection(value);
  }
}

/** Words that mig and PostgreSQL say all the time: without them no message could be read, and they tell nobody anything. */
const common = new Set(
  `all and any are cause code database detail error for from head heads hint host mig next not null password postgres postgresql
   public root role schema sql table test the true user users warning`.split(/\s+/u),
);

/** As it is, decoded, encoded, and as JSON and SQL write it. */
function formsOf(secret: string): readonly string[] {
  const plain = [secret, decoded(secret), decoded(secret.replaceAll("+", " "))];
  const encoded = plain.flatMap((text) => [
    percentEncoded(text),
    percentEncoded(text).replaceAll("%20", "+"),
    JSON.stringify(text).slice(1, -1),
    text.replaceAll("'", "''"),
    text.replaceAll(/\s+/gu, " "),
  ]);
  return [...new Set([...plain, ...encoded])];
}

function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text; // half of a surrogate pair
  }
}

function decoded(text: string): string {
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/gu, (part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
}

/** Whatever could be a password, by every way to read the text. */
export function secretsIn(text: string): readonly string[] {
  const readings = [text, decoded(text)];
  const found = readings.flatMap((reading) => [...inLogin(reading), ...inSettings(reading)]).filter((secret) => secret !== "");
  const isStandard = scheme.test(text) && placeOfUrl(text.replace(scheme, "").replace(/\?[^@#\s]*$/u, "")) !== undefined;
  // Read otherwise than it was meant, a part of a password may be taken for a host, a database or a setting.
  const parts = isStandard ? [] : found.flatMap((secret) => secret.split(/[@:/?#&=\s%'"\\,;]+/u)).filter((part) => part.length >= 4);
  const names = namesIn(text, isStandard);
  return [...new Set([...found, ...parts])].filter((secret) => !names.has(secret));
}

/** Between the first colon and an @: the last one, or, where settings follow, the one before them. */
function inLogin(text: string): readonly string[] {
  const rest = text
    .trim()
    .replace(/^["'`]/u, "")
    .replace(/^(?:[\w+.-]+:)+\/+|^pglite:/u, "");
  const colon = rest.indexOf(":");
  if (colon === -1) return [];
  const ends = [rest.lastIndexOf("@"), rest.indexOf("@"), rest.lastIndexOf("@", Math.max(0, rest.search(/\?[\w.-]+=[^@]*@/u)))].filter(
    (end) => end > colon,
  );
  return ends.map((end) => rest.slice(colon + 1, end));
}

/** After `password=` and its like, by every idea of where that ends. */
function inSettings(text: string): readonly string[] {
  return [...text.matchAll(/(?:pass\w*|pwd|secret|token|api_?key|sslpassword)\s*(?:=|%3d)\s*/giu)].flatMap(({ index, 0: { length } }) => {
    const rest = text.slice(index + length);
    const inQuotes = /^'((?:[^'\\]|\\[^]|'')*)'|^"((?:[^"\\]|\\[^])*)"/u.exec(rest);
    const value = inQuotes?.[1] ?? inQuotes?.[2];
    if (value !== undefined) return [value, value.replaceAll(/\\(.)/gu, "$1")];
    return [
      rest,
      rest.split(/&(?=[\w.]+=)/u)[0],
      rest.split("&")[0],
      rest.split("#")[0],
      rest.split(/\s+(?=\w+\s*=)/u)[0],
      /^(?:\\.|\S)*/u.exec(rest)?.[0],
      rest.split(/[;&#\s]/u)[0],
    ].filter((one) => one !== undefined);
  });
}

/** Names that stand beside the password: where it equals one of them, hiding the name would give it away. */
function namesIn(text: string, isStandard: boolean): ReadonlySet<string> {
  const login = /^(?:[\w+.-]+:\/\/)?([^:@/]+):/u.exec(text.trim())?.[1];
  const place = !isStandard ? undefined : /@([\w.-]+)(?::\d+)?(?:\/([\w-]+))?(?:\?[^@]*)?$/u.exec(text.trim());
  const settings = [...text.matchAll(/\b(?:host|user|dbname|database)\s*=\s*([\w.-]+)/gu)].map(([, value]) => value);
  return new Set([login, place?.[1], place?.[2], ...settings].filter((name) => name !== undefined));
}
