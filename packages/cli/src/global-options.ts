import type { MigOptions } from "@migts/core";
import { flag, textOption, type Command, type Option, type Options } from "./command.ts";
import type { GlobalOptions } from "./context.ts";

/** Options of every command; they may also stand before it. */
export const globalOptions: readonly Option[] = [
  { flags: "-c, --config <file>", description: "configuration file (default: the nearest mig.config.*)" },
  { flags: "--url <url>", description: "database URL (default: the configuration, then Prisma's settings, then DATABASE_URL)" },
  { flags: "-n, --name <environment>", description: "one of the configuration's environments" },
  {
    flags: "--json",
    description: "print the result as one JSON object { ok, command, data, warnings, error }, and advice if there is any",
  },
  { flags: "-q, --quiet", description: "print only results, warnings and errors" },
  { flags: "-v, --verbose", description: "print more, such as the .env file that was read" },
  { flags: "-x <key=value>", description: "value passed to a configuration that is a function", repeatable: true },
  { flags: "--tag <text>", description: "tag passed to a configuration that is a function" },
];

/** Those of them that a command does not describe itself. */
export const moreOptions = ({ options }: Pick<Command, "options">): readonly Option[] =>
  globalOptions.filter(({ flags }) => options.every((own) => own.flags !== flags));

/** What they say of the project, as `createMig` takes it beside the configuration. */
export const settingsOf = ({ url, environment, tag, x }: GlobalOptions): Pick<MigOptions, "url" | "environment" | "tag" | "x"> => ({
  x,
  ...(url === undefined ? {} : { url }),
  ...(environment === undefined ? {} : { environment }),
  ...(tag === undefined ? {} : { tag }),
});

/** What the options that every command takes say. */
export function readGlobalOptions(options: Options): GlobalOptions {
  const { x } = options;
  const pairs = (Array.isArray(x) ? (x as readonly string[]) : []).map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at === -1 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
  });
  const config = textOption(options, "config") ?? process.env["MIG_CONFIG"];
  const url = textOption(options, "url");
  return {
    ...(config === undefined ? {} : { config }),
    ...(url === undefined ? {} : { url }),
    json: options["json"] === true || options["format"] === "json", // two ways to ask for the same document
    ...named(options, "name", "environment"),
    ...named(options, "tag", "tag"),
    verbose: flag(options, "verbose"),
    x: Object.fromEntries(pairs),
  };
}

/** A global option under the name that it has inside; nothing where it is not given. */
function named<Name extends string>(options: Options, option: string, name: Name): { readonly [K in Name]?: string } {
  const value = textOption(options, option);
  return value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: string }); // a computed key has no type of its own
}
