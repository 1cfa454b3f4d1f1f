import { expect, test } from "vitest";
import { fileNameOf, newRevisionId, slugOf } from "./draft.ts";

test.each([
  { message: "add orders", slug: "add_orders" },
  { message: "  Fix: the (big) bug! ", slug: "fix_the_big_bug" },
  { message: "Größe/幅 für Ärzte", slug: "größe_幅_für_ärzte" },
  { message: "snake_case stays", slug: "snake_case_stays" },
  { message: "one two three four five six seven eight nine ten", slug: "one_two_three_four_five_six_seven_eight" },
  { message: "x".repeat(60), slug: "x".repeat(40) },
  { message: "../../etc/passwd", slug: "etc_passwd" },
  { message: "\u{1F600} \n\t", slug: "" },
])("slug of $message", ({ message, slug }) => {
  expect(slugOf(message)).toBe(slug);
});

test.each([
  { template: "{revision}_{slug}", message: "add orders", name: "ab12_add_orders.ts" },
  { template: "{revision}_{slug}", message: "!!!", name: "ab12.ts" },
  { template: "{slug}-{revision}", message: "add orders", name: "add_orders-ab12.ts" },
  { template: "{revision}_{unknown}", message: "add orders", name: "ab12_{unknown}.ts" },
])("$template", ({ template, message, name }) => {
  expect(fileNameOf(template, { revision: "ab12", message, createdAt: new Date(0) })).toBe(name);
});

test("ids are 12 hexadecimal digits, each another", () => {
  const ids = Array.from({ length: 100 }, newRevisionId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/u);
});
