/** How a database URL begins. */
export const scheme = /^postgres(?:ql)?:\/\//iu;

const character = String.raw`(?:[\w.~-]|%(?!3[Aa]|40)[0-9A-Fa-f]{2})`;

/** A user's name that holds no password: an encoded colon or @ would say that it may. */
export const safeUser = new RegExp(`^${character}*$`, "u");

const host = String.raw`(?:\[[0-9A-Fa-f:.]+\]|${character}+)`;
const place = new RegExp(
  String.raw`^(?:(?<user>${character}*)(?::(?<password>[^@/?#\s"'\x60]*))?@)?(?<tail>(?:${host}?(?<port>:\d*)?(?:,${host}(?::\d*)?)*)(?:/${character}*)?)$`,
  "u",
);

/** The name of something secret, before its value. */
export const sensitive = /(?:pass|pwd|secret|token|api_?key|credential)\w*\s*(?:=|%3d|:)/iu;

/** What stands before the settings of a URL in the standard's shape, without its scheme. Undefined: it has another shape. */
export function placeOfUrl(text: string): { readonly user?: string; readonly password?: string; readonly tail: string } | undefined {
  const { user, password, tail, port = "" } = place.exec(text)?.groups ?? {};
  if (tail === undefined || Number(port.slice(1)) > 65_535) return undefined;
  return { tail, ...(user === undefined ? {} : { user }), ...(password === undefined ? {} : { password }) };
}
