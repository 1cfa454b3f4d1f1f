/** Operator classes that Prisma has a word for: the name in PostgreSQL is the same words in snake case, but for these. */
const spelling: Readonly<Record<string, string>> = {
  VarBitMinMaxOps: "varbit_minmax_ops",
  QuadPointOps: "quad_point_ops",
  KdPointOps: "kd_point_ops",
};

/**
 * The operator class behind one of Prisma's words.
 * @example operatorClassNamed("TimestampTzMinMaxMultiOps") // "timestamptz_minmax_multi_ops"
 */
export function operatorClassNamed(word: string): string {
  const known = spelling[word];
  if (known !== undefined) return known;
  return word
    .replace("TimestampTz", "Timestamptz")
    .replace("TimeTz", "Timetz")
    .replace("MinMax", "Minmax")
    .replaceAll(/(?<=[a-z0-9])[A-Z]/gu, (letter) => `_${letter}`)
    .toLowerCase();
}

/** Classes that an index of the method has anyway over the types they are for. */
const defaults: Readonly<Record<string, readonly RegExp[]>> = {
  gin: [/^array_ops$/u, /^jsonb_ops$/u],
  spgist: [/^(?:inet|text|range|box|poly|quad_point)_ops$/u],
  brin: [/(?<!inet)_minmax_ops$/u, /^inet_inclusion_ops$/u],
};

/** Whether an index has that class without naming it: it is then left out, as PostgreSQL leaves it out. */
export const isDefaultClass = (method: string, operatorClass: string): boolean =>
  defaults[method]?.some((pattern) => pattern.test(operatorClass)) === true;
