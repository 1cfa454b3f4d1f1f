import { expect, test } from "vitest";
import { fileNameOf, momentIn, newRevisionId, slugOf } from "./draft.ts";

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
  expect(fileNameOf(template, { revision: "ab12", message, createdAt: momentIn(new Date(0)) })).toBe(name);
});

test.each([
  { zone: undefined, text: "2026-07-01T22:30:05Z", file: "20260701223005.ts" },
  { zone: "UTC", text: "2026-07-01T22:30:05Z", file: "20260701223005.ts" },
  { zone: "Europe/Berlin", text: "2026-07-02T00:30:05+02:00", file: "20260702003005.ts" },
  { zone: "America/St_Johns", text: "2026-07-01T20:00:05-02:30", file: "20260701200005.ts" },
])("a moment in $zone", ({ zone, text, file }) => {
  const createdAt = momentIn(new Date("2026-07-01T22:30:05.678Z"), zone);
  expect(createdAt.text).toBe(text);
  expect(fileNameOf("{year}{month}{day}{hour}{minute}{second}", { revision: "ab12", message: "", createdAt })).toBe(file);
  expect(fileNameOf("{epoch}_{slug}", { revision: "ab12", message: "on time", createdAt, slugLength: 2 })).toBe("1782945005_on.ts");
});

test("ids are 12 hexadecimal digits, each another", () => {
  const ids = Array.from({ length: 100 }, newRevisionId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/u);
});
