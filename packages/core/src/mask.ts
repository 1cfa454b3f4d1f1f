// The door to what keeps passwords out of messages: a program that prints needs it first of all, and nothing else of mig with it.
export { maskText, maskUrl, type MaskOptions } from "./runtime/connection/mask.ts";
export { rememberConnection, rememberEnvironment, rememberSecret } from "./runtime/connection/secrets.ts";
export { shown, shownLines } from "./errors/shown.ts";
