import fc from "fast-check";
import { expect, test } from "vitest";
import { revisionFileText } from "../../source/revision-file.ts";
import { parseHeader } from "../header.ts";
import { readAsWritten } from "./written.ts";

const draft = (message: string): string =>
  revisionFileText({
    revision: "a1b2",
    downRevisions: ["c3"],
    branchLabels: ["x"],
    dependsOn: ["d4", "e5"],
    message,
    createdAt: "2026-01-02T03:04:05+00:00",
    upgrade: [],
    downgrade: [],
  });

/** The general reader, forced by a blank that mig does not write. */
const takenApart = (text: string): unknown => parseHeader(text.replace("import type { Op }", "import type {  Op }"), "f.ts");

test("a file that mig wrote is read at once", () => {
  expect(readAsWritten(draft("create all tables"), "f.ts")).toEqual({
    id: "a1b2",
    downRevisions: ["c3"],
    branchLabels: ["x"],
    dependsOn: ["d4", "e5"],
    message: "create all tables",
    createdAt: "2026-01-02T03:04:05+00:00",
    file: "f.ts",
  });
});

test("both readers say the same, whatever the message", () => {
  const messages = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "Revision: x",
      "@ts-nocheck",
      "eslint-disable",
      "/x",
      "# x",
      "fix: y",
      "a\n\nb",
      "",
      " ",
      "Created: z",
      "c8 ignore",
      "/ <reference>",
    ),
  );
  fc.assert(
    fc.property(messages, (message) => {
      expect(parseHeader(draft(message), "f.ts")).toEqual(takenApart(draft(message)));
    }),
    { numRuns: 300 },
  );
});

test.each(["export const revision = 'x';", "export let downRevision = 'x';", "export\n  var dependsOn = [];"])(
  "a second header after it is seen: %s",
  (more) => {
    expect(readAsWritten(`${draft("m")}\n${more}\n`, "f.ts")).toBeUndefined();
    expect(() => parseHeader(`${draft("m")}\n${more}\n`, "f.ts")).toThrow(expect.objectContaining({ code: "TWO_REVISION_HEADERS" }));
  },
);
