import net from "node:net";
import { expect, test } from "vitest";
import { runMig } from "@migts/testkit";
import { withShop } from "./shop.ts";

// A server that says it is of a version that mig does not know yet.

/** Hands a server's words on, but for its version: `18.4` is `28.4`. */
async function disguised(url: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const to = new URL(url);
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(to.port), to.hostname);
    client.pipe(upstream);
    upstream.on("data", (data) => client.write(Buffer.from(data.toString("latin1").replace(/(server_version\0)1/u, "$12"), "latin1")));
    upstream.on("end", () => client.end());
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on("error", () => other.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const from = new URL(url);
  from.port = String((server.address() as net.AddressInfo).port);
  return { url: from.href, close: () => server.close() };
}

test("is told once, and works", async () => {
  await withShop(async ({ project, database }) => {
    const { url, close } = await disguised(database.url);
    try {
      const run = (...args: readonly string[]) => runMig(args, { cwd: project.path, env: { DATABASE_URL: url } });
      const written = await run("revision", "-m", "first");
      expect(written).toMatchObject({ code: 0 });
      expect(written.stderr.match(/newer|knows versions up to/gu)).toHaveLength(1);
      expect(written.stderr).toContain("The server is PostgreSQL 28. This mig knows versions up to 19");
      expect((await run("upgrade")).code).toBe(0);
      const checked = await run("check");
      expect(checked).toMatchObject({ code: 0, stdout: "The database and the models agree.\n" });
      expect(checked.stderr.match(/knows versions up to/gu)).toHaveLength(1);
      expect((await run("downgrade", "base", "--allow-loss")).code).toBe(0);
      const document = JSON.parse((await run("diff", "db", url, "--json")).stdout) as { readonly warnings: readonly string[] };
      expect(document.warnings).toHaveLength(1);
    } finally {
      close();
    }
  });
});
