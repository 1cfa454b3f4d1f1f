// A registry for one scope on this machine. It serves tarballs, so that `npm install @migts/core @migts/cli` can be typed as users
// type it, by any package manager, before anything is published. It also takes `npm publish`, so that a release can be tried.
// The managers ask it only for this scope (registrySettings): all else comes from the registry that they use anyway.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";

/**
 * @typedef {{ readonly url: string, readonly published: ReadonlyMap<string, ReadonlyMap<string, any>>, readonly close: () => Promise<void>
 * }} Registry
 */

/** @param {readonly { readonly name: string, readonly file: string }[]} tarballs @returns {Promise<Registry>} */
export async function startRegistry(tarballs = []) {
  /** By package, by version. @type {Map<string, Map<string, { manifest: any, bytes: Buffer }>>} */
  const packages = new Map();
  const add = (manifest, bytes) => {
    const versions = packages.get(manifest.name) ?? new Map();
    packages.set(manifest.name, versions.set(manifest.version, { manifest, bytes }));
  };
  for (const { file } of tarballs) {
    const bytes = readFileSync(file);
    add(manifestIn(bytes), bytes);
  }

  const server = createServer((request, response) => void answer(request, response));
  async function answer(request, response) {
    const send = (status, body, type = "application/json") => {
      response.writeHead(status, { "content-type": type });
      response.end(Buffer.isBuffer(body) ? body : JSON.stringify(body));
    };
    const [, name, version] = /^\/(@[^/]+\/[^/?]+)(?:\/-\/([^/]+)\.tgz)?/u.exec(decodeURIComponent(request.url ?? "")) ?? [];
    if (name === undefined) return send(request.url?.startsWith("/-/ping") ? 200 : 404, {});
    if (request.method === "PUT") {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const document = JSON.parse(Buffer.concat(chunks).toString("utf8"));
      const [attachment] = Object.values(document["_attachments"]);
      for (const manifest of Object.values(document.versions)) add(manifest, Buffer.from(attachment.data, "base64"));
      return send(201, { ok: true });
    }
    const versions = packages.get(name);
    if (versions === undefined) return send(404, { error: "Not found" });
    const tarball = versions.get(version ?? "");
    if (version !== undefined) return tarball === undefined ? send(404, {}) : send(200, tarball.bytes, "application/octet-stream");
    return send(200, {
      name,
      "dist-tags": { latest: [...versions.keys()].at(-1) },
      time: Object.fromEntries([...versions.keys()].map((each) => [each, "2020-01-01T00:00:00.000Z"])), // no manager thinks it too new
      versions: Object.fromEntries(
        [...versions].map(([each, { manifest, bytes }]) => [
          each,
          {
            ...manifest,
            dist: {
              tarball: `${url}/${name}/-/${each}.tgz`,
              shasum: hash("sha1", bytes, "hex"),
              integrity: `sha512-${hash("sha512", bytes, "base64")}`,
            },
          },
        ]),
      ),
    });
  }
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    published: packages,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const hash = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);

/** The package.json in a tarball. */
function manifestIn(bytes) {
  const tar = gunzipSync(bytes);
  for (let at = 0; at + 512 <= tar.length;) {
    const name = tar.toString("utf8", at, at + 100).replace(/\0.*$/su, "");
    const size = Number.parseInt(tar.toString("utf8", at + 124, at + 136), 8) || 0;
    if (name === "package/package.json") return JSON.parse(tar.toString("utf8", at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error("The tarball has no package.json.");
}

/** The file of a project in which npm, pnpm, yarn 1 and bun find this scope in the registry. */
export const npmSettings = (/** @type {string} */ url) => ({ ".npmrc": `@migts:registry=${url}/\n` });

/** The same for yarn 4. */
export const yarnSettings = (/** @type {string} */ url, /** @type {string} */ nodeLinker) => ({
  ".yarnrc.yml": `npmScopes:
  migts:
    npmRegistryServer: "${url}"
unsafeHttpWhitelist: ["127.0.0.1"]
enableTelemetry: false
nodeLinker: ${nodeLinker}
`,
});
