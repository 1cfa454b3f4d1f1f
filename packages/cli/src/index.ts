export { defineConfig, type ConfigContext, type MigConfig } from "@migts/core/project";
export type { Op } from "@migts/core/op";
