import { expect, test } from "vitest";
import { pgDump, servers, withDatabase } from "@migts/testkit";

test.each(servers())("PostgreSQL $major is dumped where a pg_dump can read it", async ({ major }) => {
  const setup = "create table dumped (id int)";
  const dump = await withDatabase({ major, setup }, ({ url }) => pgDump(url));
  const again = await withDatabase({ major, setup }, ({ url }) => pgDump(url));
  if (dump.kind === "skipped") expect(dump.reason).toContain(String(major));
  else expect(dump.text).toContain("CREATE TABLE public.dumped");
  expect(again).toEqual(dump);
});
