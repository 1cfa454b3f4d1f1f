export { defineConfig, sql, type ConfigContext, type MigConfig, type SqlOptions } from "@migts/core/project";
export type { Op } from "@migts/core/op";
