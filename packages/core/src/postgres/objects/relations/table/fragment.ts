export { keysInRing } from "./persistence.ts";
