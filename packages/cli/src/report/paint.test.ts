import { expect, test } from "vitest";
import { paint } from "./paint.ts";

const escape = String.fromCodePoint(27);

test.each([
  {
    text: "drop column public.t.a (LOSES DATA: its values; rewrites the table)",
    painted: "drop column public.t.a (<31>LOSES DATA: its values<39>; rewrites the table)",
  },
  { text: "error USAGE: no", painted: "<31>error USAGE:<39> no" },
  { text: "a -> b (head) (current), x", painted: "a -> b <1>(head)<22> <32>(current)<39>, x" },
  { text: "nothing to see", painted: "nothing to see" },
])("$text", ({ text, painted }) => {
  expect(paint(text)).toBe(painted.replaceAll(/<(\d+)>/gu, `${escape}[$1m`));
});
