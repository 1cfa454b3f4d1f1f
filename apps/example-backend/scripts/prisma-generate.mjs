// `prisma generate`. It downloads an engine, which the client does not use; where that cannot be had, the generator is run alone.
import { appFolder } from "./database/choose.mjs";
import { run } from "./database/run.mjs";
import { prisma } from "./prisma.mjs";

const [program, args] = prisma("generate");
const code = await run(program, args, { cwd: appFolder, env: {} });
if (code !== 0) {
  console.error("prisma generate failed. Running its generator alone: node scripts/generate-client.mjs");
  await import("./generate-client.mjs");
}
