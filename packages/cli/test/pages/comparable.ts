/** A page without what differs from run to run, or machine to machine: ids and moments stand for themselves in their order. */
export function comparable(page: string): string {
  const names = new Map<string, string>();
  const named = (kind: string) => (found: string) => {
    const name = names.get(found) ?? `${kind}${names.size}`;
    names.set(found, name);
    return name;
  };
  return page
    .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?/gu, "moment")
    .replaceAll(/\b\d+(?:\.\d+)? ms\b|\b\d+\.\d+ s\b|(?<=transaction of )\d+ s\b/gu, "duration")
    .replaceAll(/(?<=\bstatement \d+ of \d+, )\d+ s\b/gu, "duration")
    .replaceAll(/(?<=: scanning table )\d+%/gu, "share")
    .replaceAll(/(?<=\b(?:Node|PostgreSQL|mig) )\d+(?:\.\d+)+\b/gu, "version")
    .replaceAll(/(?<=localhost:|127\.0\.0\.1:)\d{4,5}\b/gu, "port")
    .replaceAll(/(?<=\b(?:pid|process) )\d+\b/gu, "process")
    .replaceAll(/\b202[6-9]\d{10}(?=_)/gu, named("moment"))
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{12}(?=\b|_)/gu, named("id"));
}
