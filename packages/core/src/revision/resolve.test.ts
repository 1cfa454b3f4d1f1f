import { describe, expect, test } from "vitest";
import { failureOf, graphOf } from "../../test/graph-text.ts";
import { appliedOf, currentOf, resolveRevision, resolveRevisions } from "./resolve.ts";
import { parseRange } from "./target.ts";

const graph = graphOf("a1, b2 [left] < a1, b3 < b2, c2 [right] < a1, c3 < c2 ~ lib1, lib1 [lib]");

describe("one name or several revisions", () => {
  test.each([
    { target: "a1", gives: "a1" },
    { target: "left", gives: "b2" },
    { target: "heads", gives: "b3 c3" },
    { target: "left@head", gives: "b3" },
    { target: "c3@base", gives: "" },
    { target: "base", gives: "" },
    { target: "current", rows: ["b3", "c2"], gives: "b3 c2" }, // ID-07
    { target: "current", gives: "" },
    { target: "left@head-1", gives: "b2" },
    { target: "right@b2", gives: "NOT_IN_BRANCH" },
    { target: "a1+1", gives: "AMBIGUOUS_WALK" },
    { target: "left@a1+1", gives: "b2" },
    { target: "+1", rows: ["b2"], gives: "b3" },
    { target: "-1", gives: "b2 c2" },
    { target: "left@-1", gives: "b2" },
    { target: "-9", gives: "WALKED_TOO_FAR" },
    { target: "head", gives: "MULTIPLE_HEADS" },
    { target: "nope", gives: "REVISION_NOT_FOUND" },
    { target: "current", rows: ["gone"], gives: "APPLIED_REVISION_NOT_FOUND" },
    { target: "", gives: "REVISION_NOT_FOUND" },
    { target: "left@", gives: "REVISION_NOT_FOUND" },
    { target: "@a1", gives: "a1" },
    { target: "a1:b2", gives: "BAD_RANGE" }, // ERR-09
  ])("$target from $rows", ({ target, rows = [], gives }) => {
    const resolve = (): string =>
      resolveRevisions(graph, target, { rows })
        .map(({ id }) => id)
        .join(" ");
    if (/^[A-Z_]+$/.test(gives)) expect(failureOf(resolve).code).toBe(gives);
    else expect(resolve()).toBe(gives);
  });
});

// As in Alembic, only an upgrade, a downgrade and a range read distances where a label is called so.
test.each(["rel-1", "rel-1@head", "v1-2nd"])("a label that looks like a distance, %s", (target) => {
  expect(resolveRevisions(graphOf("aaaa1, bbbb1 [rel-1 v1-2nd] < aaaa1"), target).map(({ id }) => id)).toEqual(["bbbb1"]);
});

describe("exactly one", () => {
  test.each([
    { target: "left@head", gives: "b3" },
    { target: "base", gives: undefined },
    { target: "heads", gives: "MULTIPLE_HEADS" },
    { target: "current", gives: "MULTIPLE_HEADS" },
  ])("$target", ({ target, gives }) => {
    const resolve = (): string | undefined => resolveRevision(graph, target, { rows: ["b2", "c2"] })?.id;
    if (gives === "MULTIPLE_HEADS") expect(failureOf(resolve).code).toBe(gives);
    else expect(resolve()).toBe(gives);
  });
});

// CLI-77: the rows, and the ends of branches that have no row because something depends on them.
test("where a database stands", () => {
  expect(currentOf(graph, ["b3", "c3"]).map(({ id }) => id)).toEqual(["b3", "lib1", "c3"]);
  expect(appliedOf(graph, ["c3"]).map(({ id }) => id)).toEqual(["a1", "c2", "lib1", "c3"]);
});

describe("ranges", () => {
  test.each([
    { text: "a:b", gives: { from: "a", to: "b" } },
    { text: "a:", gives: { from: "a" } },
    { text: ":b", gives: { to: "b" } },
    { text: " : ", gives: {} },
  ])("$text", ({ text, gives }) => {
    expect(parseRange(text)).toEqual(gives);
  });
});
