import { defineConfig } from "@migts/core";

export default defineConfig({
  models: "prisma/schema.prisma",
  versions: "mig/versions",
  url: process.env["DATABASE_URL"],
});
