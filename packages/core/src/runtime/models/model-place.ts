import type { LoadedConfig } from "../config/load-config.ts";

/** The parts of a configuration that reading models needs. */
export type ModelPlace = Pick<LoadedConfig, "config" | "root" | "env" | "url" | "urlSource">;
