// The door to folders for caches: whoever keeps code or verdicts in a file must know that nobody else can write there.
export { cacheBase, privateFolder } from "./runtime/files/private-folder.ts";
