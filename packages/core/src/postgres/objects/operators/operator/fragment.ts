export { keysOfOperator, operatorName } from "./names.ts";
