// The door: what a configuration or the command imports.
export { prismaAdapter, type PrismaAdapterOptions } from "./adapter.ts";
