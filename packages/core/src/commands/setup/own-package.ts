import { existsSync } from "node:fs";
import path from "node:path";

/**
 * The package that a file in this folder takes its types from: @migts/core where that can be imported from there, else
 * @migts/cli, the one that everybody has installed. With pnpm a project sees only what its package.json names.
 */
export function ownPackage(folder: string): "@migts/core" | "@migts/cli" {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, "node_modules", "@migts", "core"))) return "@migts/core";
    if (path.dirname(at) === at) return "@migts/cli";
  }
}
