/** Deep equality of plain data. Key order does not matter, and a key with `undefined` is no key. */
export function sameData(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, at) => sameData(item, right[at]))
    );
  }
  return sameFields(left as Fields, right as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

/** Written as plain loops: a comparison of schemas comes here for every object. */
function sameFields(left: Fields, right: Fields): boolean {
  let count = 0;
  for (const key in left) {
    const value = left[key];
    if (value === undefined) continue;
    count += 1;
    if (value !== right[key] && !sameData(value, right[key])) return false; // what is inherited is not data, and never the same
  }
  for (const key in right) if (right[key] !== undefined) count -= 1;
  return count === 0;
}
