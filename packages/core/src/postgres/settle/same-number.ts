import { normalizeType } from "../type/name.ts";

/** Types that keep of a number only its value; `numeric` without a scale also keeps how many zeros were written. */
const numberType = /^(?:smallint|integer|bigint|real|double precision|numeric\(.*\))$/u;

const constant =
  /^(?<quote>'?)(?<sign>-?)(?<whole>\d+)(?:\.(?<part>\d*))?\k<quote>(?:::(?:smallint|integer|bigint|real|double precision|numeric))?$/u;

/**
 * Whether two printed constants give a column of this type the same number.
 * @example isSameNumber("integer", "'-1'::integer", "-1") // true
 */
export function isSameNumber(type: string, left: string, right: string): boolean {
  if (!numberType.test(normalizeType(type))) return false;
  const value = canonical(left);
  return value !== undefined && value === canonical(right);
}

function canonical(text: string): string | undefined {
  const { sign = "", whole = "", part = "" } = constant.exec(text.replace(/^\((-\d[\d.]*)\)/u, "$1"))?.groups ?? {};
  if (whole === "") return undefined;
  const digits = `${whole.replace(/^0+(?=\d)/u, "")}.${part.replace(/0+$/u, "")}`;
  return digits === "0." ? digits : sign + digits;
}
