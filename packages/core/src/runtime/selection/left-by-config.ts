import { ownedBy, ownersOf, usersOf, usesOf, withParts } from "../../operation/links.ts";
import { nameParts } from "../../postgres/expression/names.ts";
import { kinds, schemaNamed } from "../../postgres/objects/index.ts";
import { getObject, objectsOf, type DatabaseSchema } from "../../schema/database-schema.ts";
import { refKey, refText, type SchemaObject } from "../../schema/object.ts";
import { unmodelledText, type Unmodelled } from "../../schema/unmodelled.ts";
import type { MigConfig } from "../config/config.ts";
import { ruleMatcher, type ObjectRule, type ObjectView } from "../config/object-rule.ts";
import { presets } from "../config/presets.ts";

/** The part of a configuration that says what is compared. */
export type SelectionConfig = Pick<MigConfig, "include" | "exclude" | "presets">;

/** An object that the configuration leaves alone, and which setting says so. */
export interface LeftByConfig {
  /** @example "table auth.users" */
  readonly object: string;
  /** @example "exclude", "include", "presets.supabase" */
  readonly by: string;
}

/** What the configuration leaves alone in some schemas. */
export interface LeftAlone {
  /** Whether it leaves this object alone. It may be one that none of the schemas has. */
  readonly has: (object: SchemaObject) => boolean;
  readonly hasUnmodelled: (object: Unmodelled) => boolean;
  /** What was found, without what is only a part of that. */
  readonly found: readonly LeftByConfig[];
}

type Because = string | undefined;

/** What is left alone in these schemas, of which one may be wanted and another live. Undefined: the configuration says nothing. */
export function leftByConfig(config: SelectionConfig, schemas: readonly DatabaseSchema[]): LeftAlone | undefined {
  const { include, exclude = [], presets: chosen = [] } = config;
  if (include === undefined && exclude.length === 0 && chosen.length === 0) return undefined;
  const excluded = reasonFor([
    ...chosen.flatMap((name) => presets[name].map((rule) => ({ rule, by: `presets.${name}` }))),
    ...exclude.map((rule) => ({ rule, by: "exclude" })),
  ]);
  const included = include === undefined ? undefined : reasonFor(include.map((rule) => ({ rule, by: "include" })));
  const left = new Map<string, string>();
  const outermost = new Map<string, LeftByConfig>();
  for (const schema of schemas) {
    const out = withPartsOf(schema, excluded);
    const kept = included === undefined ? undefined : withPartsOf(schema, included);
    for (const object of objectsOf(schema)) {
      const key = refKey(object);
      const by = out.get(key) ?? (kept === undefined || kept.has(key) ? undefined : "include");
      if (by !== undefined) left.set(key, by);
    }
  }
  for (const schema of schemas) {
    for (const object of objectsOf(schema)) {
      const [key, by] = [refKey(object), left.get(refKey(object))];
      if (by !== undefined && !isPartOfLeft(object, schema, left)) outermost.set(key, { object: refText(object), by });
    }
  }
  const byRule = (view: ObjectView): Because =>
    excluded(view) ?? (included === undefined || included(view) !== undefined ? undefined : "include");
  const keysOfLeft = new Set(
    schemas.flatMap((schema) =>
      objectsOf(schema)
        .filter((object) => left.has(refKey(object)))
        .flatMap((object) => ownedBy(object, kinds)),
    ),
  );
  const hasUnmodelled = (object: Unmodelled): boolean =>
    byRule(viewOfUnmodelled(object)) !== undefined ||
    object.uses.some((use) => use.how === "part" && (keysOfLeft.has(use.of) || (use.in !== undefined && keysOfLeft.has(use.in))));
  for (const object of schemas.flatMap(({ unmodelled = [] }) => unmodelled)) {
    const by = byRule(viewOfUnmodelled(object));
    if (by !== undefined) outermost.set(unmodelledText(object), { object: unmodelledText(object), by });
  }
  return {
    has: (object) => left.has(refKey(object)) || excluded(viewOf(object)) !== undefined,
    hasUnmodelled,
    found: [...outermost.values()].toSorted((one, other) => (one.object < other.object ? -1 : 1)),
  };
}

/** Of rules with the names of their settings, the name of the first that fits. */
function reasonFor(rules: readonly { readonly rule: ObjectRule; readonly by: string }[]): (view: ObjectView) => Because {
  const tests = rules.map(({ rule, by }) => ({ fits: ruleMatcher(rule), by }));
  return (view) => tests.find(({ fits }) => fits(view))?.by;
}

/** What fits, with all parts of that, and theirs: an object goes with its table, a comment with what it is on. */
function withPartsOf(schema: DatabaseSchema, reason: (view: ObjectView) => Because): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const queue: SchemaObject[] = [];
  const add = (object: SchemaObject, by: string): void => {
    const key = refKey(object);
    if (found.has(key)) return;
    found.set(key, by);
    queue.push(object);
  };
  for (const object of objectsOf(schema)) {
    const by = reason(viewOf(object));
    if (by !== undefined) add(object, by);
  }
  for (let object = queue.pop(); object !== undefined; object = queue.pop()) {
    const by = found.get(refKey(object)) ?? "";
    for (const key of ownedBy(object, kinds))
      for (const user of usersOf(schema, key, kinds))
        if (usesOf(user, kinds).some((use) => use.of === key && use.how === "part")) add(user, by);
  }
  return found;
}

/** Whether something that it is a part of is left alone, too. */
const isPartOfLeft = (object: SchemaObject, schema: DatabaseSchema, left: ReadonlyMap<string, string>): boolean =>
  usesOf(object, kinds).some(({ of, how }) => how === "part" && ownersOf(schema, of, kinds).some((owner) => left.has(refKey(owner))));

/** The object as rules see it. */
export function viewOf(object: SchemaObject): ObjectView {
  const { kind, schema, table, name, signature, of, role } = object;
  const isSchema = schema === undefined && refKey(object) === refKey(schemaNamed(name));
  return {
    kind,
    ...(isSchema ? { schema: name } : schema === undefined ? {} : { schema }),
    ...(table === undefined ? {} : { table }),
    name,
    ...(signature === undefined ? {} : { signature }),
    ...(of === undefined ? {} : { of }),
    ...(role === undefined ? {} : { role }),
    object,
  };
}

/** What no kind models, as rules see it. */
function viewOfUnmodelled({ what, name, relation }: Unmodelled): ObjectView {
  if (relation !== undefined) return { kind: what, schema: relation.schema, name: relation.name };
  const { own, path = "" } = serversName.exec(name)?.groups ?? {};
  const [first = name, second, third] = nameParts(path);
  if (own !== undefined)
    return { kind: what, ...(second === undefined ? {} : { schema: first, table: second }), name: nameParts(own)[0] ?? own };
  if (second === undefined) return { kind: what, name: first };
  return { kind: what, schema: first, ...(third === undefined ? { name: second } : { table: second, name: third }) };
}

const identifier = String.raw`(?:"(?:[^"]|"")*"|[^\s".(]+)`;

/** `public.v`, `mine on public."Doc"`, `on column public.t.a`, `of function public.f(integer)`. */
const serversName = new RegExp(
  String.raw`^(?:(?:(?<own>${identifier}) )?(?:on|of) (?:[a-z ]+ )?)?(?<path>${identifier}(?:\.${identifier})*)(?:\(.*\))?$`,
  "su",
);

/** Live objects that are left alone. */
export const leftIn = (schema: DatabaseSchema, { has }: LeftAlone): readonly SchemaObject[] => objectsOf(schema).filter(has);

/** Wanted objects that are left alone and not there, where something that is wanted needs them or a part of them. */
export function missingOf(wanted: DatabaseSchema, live: DatabaseSchema, left: LeftAlone): readonly Unmodelled[] {
  const missing = leftIn(wanted, left).filter((object) => getObject(live, object) === undefined);
  const keys = new Map(missing.map((object) => [refKey(object), ""]));
  return missing
    .filter((object) => !isPartOfLeft(object, wanted, keys))
    .map((object) => {
      const owned = withParts(wanted, object, kinds).flatMap((part) => ownedBy(part, kinds));
      const users = owned.flatMap((key) => usersOf(wanted, key, kinds).filter((user) => !left.has(user)));
      const kind = object.kind.replaceAll(/[A-Z]/gu, (letter) => ` ${letter.toLowerCase()}`);
      return {
        what: kind,
        name: refText(object).slice(kind.length + 1),
        uses: [],
        owns: [],
        usedBy: [...new Set(users.flatMap((user) => ownedBy(user, kinds)))],
        isMissing: true as const,
      };
    })
    .filter(({ usedBy }) => usedBy.length > 0);
}
