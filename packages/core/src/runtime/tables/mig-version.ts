import { createRequire } from "node:module";

let version: string | undefined;

/** The version of this package. */
export function migVersion(): string {
  version ??= readVersion();
  return version;
}

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("@migts/core/package.json");
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "unknown";
}
