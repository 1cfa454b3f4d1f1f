import { objectsOf } from "@migts/core/adapter";
import { expect, test } from "vitest";
import { loadTexts } from "../src/adapter.ts";
import { brokenSchemas } from "./broken-schemas.ts";

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

/** Where the first mark is, and the text without marks. */
function unmarked(text: string) {
  const lines = text.split("\n");
  const at = lines.findIndex((line) => line.includes("^"));
  return { place: { line: at + 1, column: (lines[at] ?? "").indexOf("^") + 1 }, text: text.replaceAll("^", "") };
}

// Nothing that is wrong passes, and each mistake has its file, line and column.
test.each(brokenSchemas)("$name", async ({ name, text, says }) => {
  const isAboutDatasource = name === "no datasource" || text.includes("datasource ");
  const broken = unmarked(isAboutDatasource ? text : datasource + text);
  const { schema, diagnostics } = await loadTexts([{ path: "schema.prisma", text: broken.text }], { defaultSchema: "public" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors[0]).toMatchObject({ place: { file: "schema.prisma", ...broken.place }, message: expect.stringMatching(says) as string });
  for (const { place } of errors)
    expect(place).toEqual({ file: "schema.prisma", line: expect.any(Number) as number, column: expect.any(Number) as number });
  expect(objectsOf(schema)).toEqual([]);
});
