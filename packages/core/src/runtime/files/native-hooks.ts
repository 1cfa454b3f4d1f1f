import { existsSync, readFileSync, statSync } from "node:fs";
import module from "node:module";
import { fileURLToPath } from "node:url";
import { providedUrls } from "./plain-module.ts";

type Resolve = (specifier: string, context: { readonly parentURL?: string }) => { readonly url: string };
type Load = (url: string, context: { readonly format?: string | null }) => object;

/** Node 22.15 and later; the types that we compile with do not know it. */
interface Hooking {
  readonly registerHooks?: (hooks: {
    readonly resolve: (...args: [...Parameters<Resolve>, Resolve]) => object;
    readonly load: (...args: [...Parameters<Load>, Load]) => object;
  }) => { readonly deregister: () => void };
}

/**
 * Loads a module natively, with the two habits of TypeScript that Node does not know by itself: imports without an ending, or
 * with that of the compiled file, and `import` in a package of CommonJS. `provided`: loaded modules that stand in for those of these names.
 */
export async function withTypeScriptHabits<Result>(
  load: () => Promise<Result>,
  provided: Readonly<Record<string, unknown>> = {},
): Promise<Result> {
  const standIns = providedUrls(provided);
  const hooks = (module as Hooking).registerHooks?.({
    resolve: (specifier, context, next) => {
      const url = standIns.get(specifier);
      return url === undefined ? resolve(specifier, context, next) : { url, format: "module", shortCircuit: true };
    },
    load: asModule,
  });
  try {
    return await load();
  } finally {
    hooks?.deregister();
  }
}

const isTypeScript = /\.[cm]?tsx?(?:\?|$)/u;

function resolve(specifier: string, context: Parameters<Resolve>[1], next: Resolve): object {
  try {
    return next(specifier, context);
  } catch (error) {
    const { parentURL } = context;
    if (!/^\.{1,2}(?:\/|$)/u.test(specifier) || parentURL === undefined || !isTypeScript.test(parentURL)) throw error;
    const found = candidates(specifier).find((name) => isFile(new URL(name, parentURL)));
    if (found === undefined) throw error;
    return next(found, context);
  }
}

function candidates(specifier: string): readonly string[] {
  const compiled = /^(?<name>.*)\.(?<kind>[cm]?)js$/u.exec(specifier)?.groups;
  const endings = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".json"];
  return [
    ...(compiled === undefined ? [] : [`${compiled["name"]}.${compiled["kind"]}ts`]),
    ...endings.map((ending) => specifier + ending),
    ...endings.map((ending) => `${specifier}/index${ending}`),
  ];
}

const isFile = (url: URL): boolean => existsSync(url) && statSync(url).isFile();

/** A TypeScript file with `import` or `export` is a module, whatever its package says. */
function asModule(url: string, context: Parameters<Load>[1], next: Load): object {
  const isOdd =
    context.format === "commonjs-typescript" &&
    url.startsWith("file:") &&
    /^[ \t]*(?:import|export)\b/mu.test(readFileSync(fileURLToPath(url.replace(/\?.*$/u, "")), "utf8"));
  return next(url, isOdd ? { ...context, format: "module-typescript" } : context);
}
