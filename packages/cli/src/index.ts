export { defineConfig } from "@migts/core";
