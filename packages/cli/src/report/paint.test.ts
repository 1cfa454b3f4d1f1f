import { expect, test } from "vitest";
import { paint } from "./paint.ts";

const escape = String.fromCodePoint(27);

test.each([
  {
    text: "drop column public.t.a (LOSES DATA: its values; rewrites the table)",
    painted: "<31>drop<39> column public.t.a (<31>LOSES DATA: its values<39>; <33>rewrites the table<39>)",
  },
  { text: "error USAGE: no", painted: "<31>error USAGE:<39> no" },
  { text: "f.ts\n  add column public.t.a", painted: "f.ts\n  <32>add<39> column public.t.a" },
  {
    text: "1. create table public.t\n2. drop view public.v (rewrites the table)",
    painted: "1. <32>create<39> table public.t\n2. <31>drop<39> view public.v (<33>rewrites the table<39>)",
  },
  {
    text: "-- lock: access exclusive; reads the whole table; may fail: rows; x\nalter table t",
    painted: "-- <33>lock: access exclusive<39>; <33>reads the whole table<39>; <33>may fail: rows<39>; x\nalter table t",
  },
  {
    text: "warning: the upgrade of a1 loses data: drop table t (all rows)",
    painted: "<33>warning:<39> the upgrade of a1 loses data: <31>drop table t (all rows)<39>",
  },
  { text: "No differences: the database matches the models.", painted: "<32>No differences<39>: the database <32>matches the models<39>." },
  { text: "a -> b, create a table", painted: "a -> b, create a table" },
  { text: "a -> b (head) (current), x", painted: "a -> b <1>(head)<22> <32>(current)<39>, x" },
  { text: "nothing to see", painted: "nothing to see" },
])("$text", ({ text, painted }) => {
  expect(paint(text)).toBe(painted.replaceAll(/<(\d+)>/gu, `${escape}[$1m`));
});
