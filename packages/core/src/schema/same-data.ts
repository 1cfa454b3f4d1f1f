/** Deep equality of plain data. Key order does not matter, and a key with `undefined` is no key. */
export function sameData(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right)) {
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, at) => sameData(item, right[at]));
  }
  const a = definedEntries(left);
  const b = new Map(definedEntries(right));
  return a.length === b.size && a.every(([key, value]) => b.has(key) && sameData(value, b.get(key)));
}

const definedEntries = (value: object): [string, unknown][] => Object.entries(value).filter(([, entry]) => entry !== undefined);
