import path from "node:path";

export const appFolder = path.resolve(import.meta.dirname, "..");
