import { MigError } from "../../errors.ts";
import { nearestOf } from "../../errors/nearest.ts";
import { kinds } from "../../postgres/objects/index.ts";
import { payloads } from "../../postgres/objects/payloads.ts";
import { refText } from "../../schema/object.ts";
import type { MigConfig } from "../config/config.ts";
import type { NamePattern, ObjectRule, ObjectView } from "../config/object-rule.ts";

type Rules = Pick<MigConfig, "include" | "exclude" | "ignore">;

/**
 * A configuration with rules whose names of kinds and fields are known, and whose functions say where they fail.
 * @throws MigError CONFIG_INVALID
 */
export function checkedRules<Config extends Rules>(config: Config, file: string): Config {
  requireKnownNames(config, file);
  const { include, exclude, ignore } = config;
  const checked = (setting: string, rules: readonly ObjectRule[]): readonly ObjectRule[] =>
    rules.map((rule, at) => (typeof rule === "function" ? guarded(rule, `${setting}[${at}]`, file) : rule));
  return {
    ...config,
    ...(include === undefined ? {} : { include: checked("include", include) }),
    ...(exclude === undefined ? {} : { exclude: checked("exclude", exclude) }),
    ...(ignore === undefined
      ? {}
      : { ignore: ignore.map((rule, at) => (typeof rule === "function" ? guarded(rule, `ignore[${at}]`, file) : rule)) }),
  };
}

/** A function whose errors name the setting, the object and the file. @throws MigError CONFIG_BROKEN from it */
const guarded =
  <View extends ObjectView>(rule: (view: View) => boolean, key: string, file: string) =>
  (view: View): boolean => {
    try {
      return rule(view);
    } catch (error) {
      const problem = `${key} failed for ${refText(view.object ?? view)}: ${error instanceof Error ? error.message : String(error)}.`;
      throw new MigError("CONFIG_BROKEN", { file, problem }, { cause: error, place: { file } });
    }
  };

/** A rule that fits nothing would be silent: a name that looks like a slip is told. */
function requireKnownNames({ include = [], exclude = [], ignore = [] }: Rules, file: string): void {
  const kindNames = kinds.all.map(({ kind }) => kind);
  const check = (name: string, known: readonly string[], key: string, what: string): void => {
    const nearest = known.includes(name) || /[*?]/u.test(name) ? undefined : nearestOf(name, known);
    if (nearest !== undefined)
      throw new MigError(
        "CONFIG_INVALID",
        { file, key, problem: `names no ${what} of mig: "${name}" (did you mean "${nearest}"?)` },
        { place: { file } },
      );
  };
  for (const [setting, rules] of Object.entries({ include, exclude, ignore }))
    for (const [at, rule] of rules.entries()) {
      if (typeof rule === "function") continue;
      const key = `${setting}[${at}]`;
      if (typeof rule === "string") check(/^([a-zA-Z]+):/u.exec(rule)?.[1] ?? kindNames[0] ?? "", kindNames, key, "kind");
      else {
        for (const name of literals(rule.kind)) check(name, kindNames, `${key}.kind`, "kind");
        if ("fields" in rule) for (const name of literals(rule.fields)) check(name, fieldNames(), `${key}.fields`, "field");
      }
    }
}

const literals = (pattern: NamePattern | undefined): readonly string[] =>
  [pattern].flat().filter((one): one is string => typeof one === "string");

/** Every field of an object, as operations that make one call it. */
const fieldNames = (): readonly string[] => [
  ...new Set(Object.values(payloads).flatMap(({ needs, takes }) => [...Object.keys(needs), ...Object.keys(takes)])),
];
