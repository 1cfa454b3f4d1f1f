// Generates the Prisma client, as `prisma generate` does. That command first downloads an engine which the client
// of Prisma 7 does not need; its generator alone needs no network.
import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url); // the ES module build of the generator lacks files
const { PrismaClientTsGenerator, getDMMF } = require("@prisma/client-generator-ts");
const { getConfig } = require("@prisma/internals");

const schemaPath = path.resolve(import.meta.dirname, "../prisma/schema.prisma");
const datamodel = await readFile(schemaPath, "utf8");
const files = [[schemaPath, datamodel]];

const { generators, datasources } = await getConfig({ datamodel: files });
const generator = generators.find((candidate) => candidate.provider.value === "prisma-client");
if (generator === undefined) throw new Error(`${schemaPath} has no generator with provider "prisma-client".`);

const outputFolder = path.resolve(path.dirname(schemaPath), generator.output.value);
await rm(outputFolder, { recursive: true, force: true }); // files of models that are gone
const client = new PrismaClientTsGenerator();
const { requiresEngineVersion } = await client.getManifest(generator);
await client.generate({
  generator: { ...generator, output: { ...generator.output, value: outputFolder } },
  otherGenerators: [],
  schemaPath,
  dmmf: await getDMMF({ datamodel: files }),
  datasources,
  datamodel,
  version: requiresEngineVersion,
});
