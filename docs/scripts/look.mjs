// `pnpm docs:look`: looks at every page of the built site in Chromium, as readers see it. Writes screenshots, and fails for what axe finds
// serious, for a page that is wider than its window, for an error in the console, and for a search that finds nothing.
//
// Options: --only <text> (pages whose path has it; "search": the search), --view <name> (one of them, more than once for more),
// --out <folder>, --no-shots. CHROMIUM is the path of the browser.
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { parseArgs } from "node:util";
import puppeteer from "puppeteer-core";

const root = path.resolve(import.meta.dirname, "..");
const site = path.join(root, ".vitepress/dist");
const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    view: { type: "string", multiple: true },
    out: { type: "string", default: path.join(root, ".vitepress/cache/look") },
    shots: { type: "boolean", default: true },
  },
  allowNegative: true,
});

const allViews = [
  { name: "large-light", width: 1280, height: 900, dark: false },
  { name: "large-dark", width: 1280, height: 900, dark: true },
  { name: "small-light", width: 390, height: 844, dark: false },
  { name: "small-dark", width: 390, height: 844, dark: true },
];
const views = allViews.filter(({ name }) => options.view?.includes(name) ?? true);

/** What is looked for, and the page that must be among the first. */
const searches = [
  { from: "/", text: "downgrade", finds: "/guide/" },
  { from: "/", text: "alembic_version", finds: "/how-it-works/tables" },
  { from: "/", text: "rename column", finds: "/recipes/columns" },
  { from: "/", text: "addColumn", finds: "/reference/operations/columns" },
  { from: "/", text: "doctor", finds: "/recipes/terminal" },
  { from: "/ja/", text: "リビジョン", finds: "/ja/" },
  { from: "/ja/", text: "設計", finds: "/ja/guide/" },
  { from: "/ja/", text: "マイグレーション", finds: "/ja/guide/" },
  { from: "/ja/", text: "ダウングレード", finds: "/ja/guide/" },
  { from: "/ja/", text: "名前の変更", finds: "/ja/recipes/tables" },
  { from: "/ja/", text: "カラムの追加", finds: "/ja/recipes/columns" },
  { from: "/ja/", text: "ブランチ", finds: "/ja/teams/" },
];

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".json": "application/json" };

/** Pages of thousands of lines: looked at, but not as one picture. */
const tooLong = 30_000;

function serve() {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const file = path.join(site, asked.endsWith("/") ? `${asked}index.html` : asked);
    if (!file.startsWith(site) || !existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": types[path.extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
  });
}

const browserPath = () => {
  const found = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (file) => file !== undefined && existsSync(file),
  );
  if (found === undefined)
    throw new Error("No Chromium. Install it (apt-get install chromium fonts-noto-cjk), or set CHROMIUM to its path.");
  return found;
};

async function lookAt(page, url, view) {
  const faults = [];
  const told = (text) => faults.push(text);
  const onConsole = (message) => message.type() === "error" && told(`console: ${message.text()}`);
  const onError = (error) => told(`error: ${error.message}`);
  page.on("console", onConsole).on("pageerror", onError);
  await page.setViewport({ width: view.width, height: view.height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.dark ? "dark" : "light" }]);
  await page.goto(url, { waitUntil: "load" });
  await page.waitForFunction(`document.querySelector("#app").__vue_app__ !== undefined`); // the page's script has run
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) told(`wider than the window by ${wide} pixels`);
  if (!(await page.evaluate(() => typeof window.axe === "object"))) await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, impact, help, nodes } of found.violations) {
    if (!["serious", "critical"].includes(impact)) continue;
    told(
      `axe ${impact}: ${id}, ${help}: ${nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${target.join(" ")} (${failureSummary?.split("\n").at(-1)?.trim()})`)
        .join("; ")}`,
    );
  }
  page.off("console", onConsole).off("pageerror", onError);
  return faults;
}

async function shoot(page, file) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, fullPage: height < tooLong });
}

async function search(page, base, { from, text, finds }) {
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(base + from, { waitUntil: "networkidle0" });
  await page.keyboard.down("Control");
  await page.keyboard.press("k");
  await page.keyboard.up("Control");
  await page.waitForSelector(".VPLocalSearchBox input");
  await page.type(".VPLocalSearchBox input", text);
  await page.waitForSelector(".VPLocalSearchBox .result", { timeout: 20_000 }).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 500));
  const links = await page.$$eval(".VPLocalSearchBox a.result", (found) => found.map((link) => new URL(link.href).pathname));
  await page.screenshot({ path: path.join(options.out, `search-${from.replaceAll("/", "")}-${text}.png`) });
  return links.slice(0, 5).some((link) => link.startsWith(finds))
    ? []
    : [`search for ${text} found ${links.slice(0, 5).join(", ") || "nothing"}, not ${finds}`];
}

if (!existsSync(site)) throw new Error("The site is not built: run pnpm docs:build first.");
mkdirSync(options.out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
  .map((name) => name.replaceAll(path.sep, "/"))
  .filter((name) => name.endsWith(".html") && name !== "404.html" && name.includes(options.only))
  .toSorted();
const server = await serve();
const browser = await puppeteer.launch({ executablePath: browserPath(), args: ["--no-sandbox", "--force-prefers-reduced-motion"] });
let count = 0;
const report = (where, faults) => {
  count += faults.length;
  for (const fault of faults) console.log(`${where}: ${fault}`);
};
try {
  const page = await browser.newPage();
  for (const name of pages) {
    for (const view of views) {
      report(`${name} (${view.name})`, await lookAt(page, `${server.url}/${name}`, view));
      if (options.shots) await shoot(page, path.join(options.out, view.name, name.replace(/\.html$/u, ".png").replaceAll("/", "_")));
    }
  }
  if (["", "search"].includes(options.only))
    for (const one of searches) report(`search from ${one.from}`, await search(page, server.url, one));
} finally {
  await browser.close();
  server.close();
}
console.log(`${pages.length} pages in ${views.length} views: ${count} faults. Screenshots: ${options.out}`);
process.exitCode = count === 0 ? 0 : 1;
