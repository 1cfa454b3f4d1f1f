import { configurationPage } from "./configuration.mjs";
import { errorsPage } from "./errors.mjs";
import { operationsPage } from "./operations.mjs";

/** The generated pages: file -> text. @param {string} root @param {any} core what `@migts/core` exports */
export const pages = (root, core) => ({
  "docs/reference/operations.md": operationsPage(root, core),
  "docs/reference/errors.md": errorsPage(root, core),
  "docs/reference/configuration.md": configurationPage(root),
});
