import type { EnumType } from "@migts/core/adapter";

/**
 * The labels of an enum in the order in which the database has them: Prisma appends new ones wherever they stand in the file, so the
 * order means nothing to it. New labels go behind the one that they follow in the file. Where a label goes, the type is made anew
 * anyway, in the order of the file.
 */
export function labelsAsLive(wanted: EnumType, live: EnumType): EnumType {
  const asked = new Set(wanted.values);
  if (live.values.some((value) => !asked.has(value))) return wanted;
  const values = [...live.values];
  const known = new Set(values);
  wanted.values.forEach((value, at) => {
    if (known.has(value)) return;
    const next = wanted.values.slice(at + 1).find((later) => known.has(later));
    const before = wanted.values[at - 1];
    const place = before !== undefined ? values.indexOf(before) + 1 : next === undefined ? values.length : values.indexOf(next);
    values.splice(place, 0, value);
    known.add(value);
  });
  return { ...wanted, values };
}
