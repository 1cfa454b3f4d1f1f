import { createRequire } from "node:module";
import path from "node:path";
import { installCommand } from "../../../runtime/files/install-command.ts";
import { migVersion } from "../../../runtime/tables/mig-version.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";

/** The oldest Node that mig runs on. */
const oldest = [20, 19] as const;

export async function checkNode(): Promise<readonly Finding[]> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  return isOld
    ? [problem("node", `Node ${process.versions.node} is too old.`, `Install Node ${oldest.join(".")} or later.`)]
    : [ok("node", `Node ${process.versions.node}.`)];
}

/** Whether the packages of mig that the project has are of one version. */
export async function checkPackages({ project: { root, resolveFrom } }: With<"project">): Promise<readonly Finding[]> {
  const own = migVersion();
  const places = [...(resolveFrom === undefined ? [] : [resolveFrom]), path.join(root, "from-here.js")];
  const others = ["@migts/core", "@migts/cli", "@migts/adapter-prisma", "@migts/test"].flatMap((name) =>
    places.flatMap((from) => {
      const version = versionOf(name, from);
      return version === undefined ? [] : [{ name, version }];
    }),
  );
  const odd = others.filter(({ version }) => version !== own);
  if (odd.length === 0) return [ok("packages", `mig ${own}; all parts are of this version.`)];
  const texts = [...new Set(odd.map(({ name, version }) => `${name} ${version}`))];
  const names = [...new Set(odd.map(({ name }) => `${name}@${own}`))];
  return [warning("packages", `This is mig ${own}, and beside it: ${texts.join(", ")}.`, installCommand(root, names.join(" ")))];
}

function versionOf(name: string, from: string): string | undefined {
  try {
    const manifest: unknown = createRequire(from)(`${name}/package.json`);
    return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : undefined;
  } catch {
    return undefined; // it is not installed
  }
}
