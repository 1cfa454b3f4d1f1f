import { expect, test } from "vitest";
import type { SequenceOptions } from "./model.ts";
import { applyOptions, changedOptions, withoutDefaultOptions } from "./options.ts";

test.each<{ type?: string; options: SequenceOptions; gives: SequenceOptions }>([
  { options: { start: "1", increment: "1", minValue: "1", maxValue: "9223372036854775807", cache: "1" }, gives: {} },
  { type: "int4", options: { maxValue: "2147483647" }, gives: {} },
  { type: "smallint", options: { maxValue: "2147483647" }, gives: { maxValue: "2147483647" } },
  { options: { increment: "-1", start: "-1", maxValue: "-1", minValue: "-9223372036854775808" }, gives: { increment: "-1" } },
  { options: { minValue: "10", start: "10" }, gives: { minValue: "10" } },
  { options: { minValue: "10", start: "1" }, gives: { minValue: "10", start: "1" } },
  { options: { increment: "-2", maxValue: "50", start: "50", cycle: true }, gives: { increment: "-2", maxValue: "50", cycle: true } },
])("defaults of $type $options", ({ type, options, gives }) => expect(withoutDefaultOptions(options, type)).toEqual(gives));

const shapes: readonly { readonly dataType?: string; readonly options: SequenceOptions }[] = [
  { options: {} },
  { dataType: "integer", options: {} },
  { dataType: "smallint", options: { maxValue: "100" } },
  { options: { increment: "-1" } },
  { options: { maxValue: "2147483647" } },
  { options: { minValue: "10", maxValue: "20", start: "12", cache: "5", cycle: true } },
  { dataType: "integer", options: { increment: "-5", minValue: "-100" } },
];

test.each(shapes.flatMap((from) => shapes.map((to) => ({ from, to }))))("$from to $to", ({ from, to }) => {
  const changed = applyOptions(from.options, changedOptions(from, to), to.dataType, from.dataType);
  expect(changed).toEqual(to.options);
  if (from === to) expect(changedOptions(from, to)).toEqual({});
});
