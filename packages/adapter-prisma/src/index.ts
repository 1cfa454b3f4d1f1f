// The door: what a configuration or the command imports.
export { prismaAdapter, type PrismaAdapter, type PrismaAdapterOptions } from "./adapter.ts";
