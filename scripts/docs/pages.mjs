import { commandsPage } from "./commands.mjs";
import { configurationPage } from "./configuration.mjs";
import { errorsPage } from "./errors.mjs";
import { operationPages } from "./operations.mjs";

/**
 * The generated pages: file -> text.
 * @param {string} root @param {any} core what `@migts/core` exports
 * @param {(argv: readonly string[], version: string) => Promise<any>} parseArguments of the command line
 */
export const pages = async (root, core, parseArguments) => ({
  ...operationPages(root, core),
  "docs/reference/commands.md": await commandsPage(parseArguments),
  "docs/reference/errors.md": errorsPage(root, core),
  "docs/reference/configuration.md": configurationPage(root),
});
