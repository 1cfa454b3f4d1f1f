export { keysInRing } from "./persistence.ts";
export { changeStorage, normalizeStorage, parameterName, parameters, storageChange, type Storage, type StorageChange } from "./storage.ts";
