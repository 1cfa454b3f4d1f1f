export { defineConfig, type ConfigContext, type MigConfig } from "@migts/core";
export type { Op } from "@migts/core/op";
