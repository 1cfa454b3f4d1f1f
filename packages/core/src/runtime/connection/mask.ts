import { knownSecrets } from "./secrets.ts";
import { placeOfUrl, safeUser, sensitive } from "./url-shape.ts";

const hidden = "***";

/**
 * A database URL that is safe to print. What has the standard's shape is shown with `***` for its password; of anything else no
 * more is shown than what cannot be part of a password.
 * @example maskUrl("postgresql://ada:secret@db/shop") // "postgresql://ada:***@db/shop"
 */
export function maskUrl(url: string): string {
  const text = url.trim();
  if (isPlain(text)) return text;
  const start = /^[a-z][\w+.-]*:\/\//iu.exec(text)?.[0] ?? "";
  const rest = text.slice(start.length);
  return start + (standardUrl(rest) ?? loginAtLast(rest) ?? hidden);
}

/** Nothing in it could hold a password: a folder, a host with its port, a word. */
const isPlain = (text: string): boolean =>
  !text.includes("@") &&
  !sensitive.test(text) &&
  !/:(?!\/\/)(?!\d{1,5}(?:\/[\w.-]*)?$)/u.test(text.replace(/^pglite:(?=[^:]*$)/u, "")) &&
  !/[?&=#\s]/u.test(text);

/** User, hosts and database as the standard has them; settings only where their values are known to be harmless. */
function standardUrl(rest: string): string | undefined {
  const question = rest.indexOf("?");
  const [before, query] = question === -1 ? [rest, ""] : [rest.slice(0, question), rest.slice(question)];
  const place = placeOfUrl(before);
  if (place === undefined || /[@#\s"'`\\]/u.test(query)) return undefined;
  const { user, password, tail } = place;
  return (
    (user === undefined ? "" : `${user}${password === undefined ? "" : `:${hidden}`}@`) + tail + query.replaceAll(/[^?&]+/gu, maskSetting)
  );
}

/** Settings whose values say nothing secret. */
const harmless = new Set([
  "sslmode",
  "host",
  "port",
  "dbname",
  "user",
  "schema",
  "application_name",
  "connect_timeout",
  "connection_limit",
  "pool_timeout",
  "pgbouncer",
  "sslrootcert",
  "sslcert",
  "sslkey",
  "target_session_attrs",
]);

function maskSetting(pair: string): string {
  const [, key = "", value = ""] = /^([\w.-]+)=(.*)$/u.exec(pair) ?? [];
  return harmless.has(key) && /^[\w.,/:+~%-]*$/u.test(value)
    ? pair
    : harmless.has(key) || sensitive.test(`${key}=`)
      ? `${key}=${hidden}`
      : hidden;
}

/** A password with any characters, where what follows its last @ is hosts and a database, and nothing else could be a password. */
function loginAtLast(rest: string): string | undefined {
  if (sensitive.test(rest)) return undefined;
  const question = /\?(?:(?:sslmode|schema|connect_timeout|connection_limit|application_name)=[\w.-]*&?)+$/u.exec(rest);
  const body = question === null ? rest : rest.slice(0, question.index);
  const at = body.lastIndexOf("@");
  const tail = placeOfUrl(body.slice(at + 1));
  const user = /^([^:]*):/u.exec(body.slice(0, at))?.[1];
  if (at === -1 || tail?.user !== undefined || tail === undefined || user === undefined || !safeUser.test(user)) return undefined;
  return `${user}:${hidden}@${tail.tail}${question?.[0] ?? ""}`;
}

/** As hints write it: the word "password" is none. */
const example = "postgresql://user:password@host:5432/database";

export interface MaskOptions {
  /** Also takes out passwords that could be words of the text itself. Right for messages, not for what a program reads. Absent: no. */
  readonly words?: boolean;
}

/** Any text without the passwords that mig knows of, and without what looks like one. */
export function maskText(text: string, { words = false }: MaskOptions = {}): string {
  const known = knownSecrets().filter(({ isWord }) => words || !isWord);
  const without = known.reduce(
    (shown, { form, pattern }) => (shown.includes(form) ? shown.replaceAll(pattern, hidden) : shown),
    text.replaceAll(example, "\0"),
  );
  return (/[@=:]|pass/iu.test(without) ? maskShapes(without) : without).replaceAll("\0", example);
}

/** `scheme://user:`, through the last @ of the line that does not belong to another URL. */
const urlLogin = /\b([a-z][\w+.-]*:\/\/[^:/@\s"'`]*):(?!\*\*\*@)(?:(?!\b[a-z][\w+.-]*:\/\/)[^\n])*@/giu;
const databaseLogin = /\b(postgres(?:ql)?:\/\/[^:/@\s"'`]*):(?!\*\*\*@)(?:(?!\b[a-z][\w+.-]*:\/\/)[^]){0,300}@/giu;
/** `user:secret@host/database` in the middle of a text. */
const bareLogin = /(?<![\w/:])([\w.-]+):(?!\*\*\*@)[^\s@:/"'`][^\s@"'`]*@(?=[\w.[\]-]+(?::\d+)?\/[\w-])/gu;
const name = String.raw`(?:\b|_)(?:password|passwd|passcode|passphrase|pwd|sslpassword|pgpassword|api_key|apikey|token|secret)`;
const quoted = new RegExp(String.raw`(${name}["']?\s*(?:[=:]|=>)?\s*)(?!''(?!'))(?:'(?:[^'\\]|''|\\[^])*'|"(?:[^"\\]|\\[^])*")`, "giu");
const setting = new RegExp(String.raw`([?&]${name}=)(?!\*\*\*)[^\n"'\x60)]*`, "giu");
const dsn = new RegExp(String.raw`(${name}\s*=\s*)(?!\*\*\*)(?!['"])(?:(?!\s+[a-z_]+\s*=)[^\n"\x60])+`, "giu");
const bareSetting = new RegExp(String.raw`(${name}=)(?!\*\*\*)(?!['"])[^\s"'\x60]+`, "giu");

function maskShapes(text: string): string {
  return text
    .replaceAll(databaseLogin, `$1:${hidden}@`)
    .replaceAll(urlLogin, `$1:${hidden}@`)
    .replaceAll(bareLogin, `$1:${hidden}@`)
    .replaceAll(quoted, `$1'${hidden}'`)
    .replaceAll(setting, `$1${hidden}`)
    .split("\n")
    .map((line) => (/\b(?:host|hostaddr|dbname|user)\s*=/iu.test(line) ? line.replaceAll(dsn, `$1${hidden}`) : line))
    .join("\n")
    .replaceAll(bareSetting, `$1${hidden}`);
}
