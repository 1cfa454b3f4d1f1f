/** Names of constraints and indexes that models do not name: templates. Absent: as PostgreSQL or Prisma names them. */
export interface NamingConvention {
  /** @example "pk_{table}" */
  readonly primaryKey?: string;
  /** @example "fk_{table}_{columns}_{referencedTable}" */
  readonly foreignKey?: string;
  /** @example "uq_{table}_{columns}" */
  readonly unique?: string;
  /** @example "ck_{table}_{columns}" */
  readonly check?: string;
  readonly exclusion?: string;
  /** @example "ix_{table}_{columns}" */
  readonly index?: string;
  /** A unique index without a constraint, which `@unique` of Prisma makes. */
  readonly uniqueIndex?: string;
}

const parts = ["table", "columns", "schema"];
const foreign = [...parts, "referencedTable", "referencedColumns"];

const known: { readonly [Key in keyof Required<NamingConvention>]: readonly string[] } = {
  primaryKey: parts,
  foreignKey: foreign,
  unique: parts,
  check: parts,
  exclusion: parts,
  index: parts,
  uniqueIndex: parts,
};

/** What is wrong with a convention: the key below it, and the problem. Undefined: nothing. */
export function namingProblem(value: unknown): readonly [key: string, problem: string] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return ["", `must be { ${Object.keys(known).join(", ")} }`];
  for (const [key, template] of Object.entries(value)) {
    if (template === undefined) continue;
    if (!Object.hasOwn(known, key)) return [key, `is none of ${Object.keys(known).join(", ")}`];
    const allowed = known[key as keyof NamingConvention]; // the line above
    if (typeof template !== "string" || template === "") return [key, 'must be a template, such as "{table}_{columns}"'];
    const unknown = [...template.matchAll(/\{(\w*)\}/gu)].map(([, name = ""]) => name).find((name) => !allowed.includes(name));
    if (unknown !== undefined) return [key, `has {${unknown}}, which is none of {${allowed.join("}, {")}}`];
    if (!template.includes("{table}")) return [key, "must contain {table}, so that names differ"];
  }
  return undefined;
}
