import { spawnSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migBin, runMig, runProcess, tempProject, type TempProject } from "@migts/testkit";
import { commands } from "../src/commands/index.ts";
import { placeholders } from "../src/completion/complete.ts";
import { splitLine, takenByBash } from "../src/completion/words.ts";
import { globalOptions } from "../src/global-options.ts";

// Completion as the shells do it: each runs the script that "mig completion" prints.

const revision = (id: string, down: string | null, more = ""): Readonly<Record<string, string>> => ({
  [`mig/versions/${id}_x.ts`]: `// message of ${id}\n\nexport const revision = "${id}";\nexport const downRevision = ${JSON.stringify(down)};\n${more}\nexport function upgrade() {}\n`,
});

let project: TempProject;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  project = await tempProject({
    "mig.config.json": { environments: { billing: { versions: "billing" }, shop: {} } },
    ...revision("aa10", null),
    ...revision("bb20", "aa10", 'export const branchLabels = ["orders"];'),
    ...revision("bb30", "bb20"),
    "billing/cc10.ts": `export const revision = "cc10";\nexport const downRevision = null;\nexport function upgrade() {}\n`,
    "schemas/one.sql": "",
    "schema two.sql": "",
  });
  const bin = path.join(project.path, "bin");
  await mkdir(bin);
  await symlink(migBin, path.join(bin, "mig"));
  env = { PATH: `${bin}${path.delimiter}${process.env["PATH"] ?? ""}`, DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing" };
});
afterAll(() => project.remove());

/** What `mig __complete` answers: the kind, and the values. */
async function asked(...words: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await runMig(["__complete", "--", ...words], { cwd: project.path, env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t")[0] ?? "");
}

const revisions = ["orders", "bb30", "bb20", "aa10"];
const names = commands.map(({ name }) => name);

test.each([
  { words: [""], gives: [":values", ...names] },
  { words: ["he"], gives: [":values", "heads"] },
  { words: ["help", "down"], gives: [":values", "downgrade"] },
  { words: ["--js"], gives: [":values", "--json"] },
  { words: ["nothing", ""], gives: [":values"] },
  { words: ["upgrade", ""], gives: [":values", "head", "heads", "+1", ...revisions] },
  { words: ["upgrade", "bb30", "b"], gives: [":values", "bb20"] },
  { words: ["downgrade", ""], gives: [":values", "-1", "base", ...revisions] },
  {
    words: ["downgrade", "-"],
    gives: [
      ":values",
      "--dry-run",
      "--sql",
      "--allow-loss",
      "--config",
      "--url",
      "--name",
      "--json",
      "--quiet",
      "--verbose",
      "-x",
      "--tag",
      "--help",
    ],
  },
  { words: ["downgrade", "aa10", ""], gives: [":values"] },
  { words: ["downgrade", "--json", "--dr"], gives: [":values", "--dry-run"] },
  { words: ["downgrade", "--dry-run", "--dr"], gives: [":values"] },
  { words: ["upgrade", "--sql", "aa10:b"], gives: [":values", "aa10:bb30", "aa10:bb20"] },
  { words: ["upgrade", "orders@h"], gives: [":values", "orders@head", "orders@heads"] },
  { words: ["history", "-r", "or"], gives: [":values", "orders"] },
  { words: ["history", "--rev-range", "base:aa"], gives: [":values", "base:aa10"] },
  { words: ["revision", "--head", "or"], gives: [":values", "orders"] },
  { words: ["revision", "--head=or"], gives: [":values", "--head=orders"] },
  { words: ["revision", "-m", ""], gives: [":values"] },
  { words: ["revision", "--from", ""], gives: [":values", "empty"] },
  { words: ["diff", "--format", ""], gives: [":values", "text", "sql", "ts", "json"] },
  { words: ["diff", "d"], gives: [":file", "db"] },
  { words: ["diff", "db", "m"], gives: [":file", "models"] },
  { words: ["--config", ""], gives: [":file"] },
  { words: ["revision", "--version-path", ""], gives: [":folder"] },
  { words: ["-n", ""], gives: [":values", "billing", "shop"] },
  { words: ["-n", "billing", "upgrade", "c"], gives: [":values", "cc10"] },
  { words: ["-c", "nowhere.ts", "upgrade", "h"], gives: [":values"] },
  { words: ["completion", ""], gives: [":values", "bash", "zsh", "fish"] },
  { words: ["upgrade", "--", "--"], gives: [":values"] },
])("$words", async ({ words, gives }) => {
  expect(await asked(...words)).toEqual(gives);
});

test("a project that cannot be read gives nothing, and says nothing", async () => {
  const empty = await tempProject({ "mig.config.ts": "throw new Error('no');\n" });
  expect(await runMig(["__complete", "--", "upgrade", ""], { cwd: empty.path })).toMatchObject({
    code: 0,
    stdout: ":values\n",
    stderr: "",
  });
  await empty.remove();
});

test("every placeholder is known", async () => {
  const loaded = await Promise.all(commands.map(({ load }) => load()));
  const texts = [...globalOptions, ...loaded.flatMap(({ options }) => options)].flatMap(({ flags }) => flags.match(/<[^>]+>/gu) ?? []);
  const words = [...texts, ...loaded.flatMap((command) => (command.arguments ?? []).map(({ name }) => name))];
  const found = words.map((text) => text.replaceAll(/[<>[\].]/gu, ""));
  expect(found.filter((word) => !(word in placeholders))).toEqual([]);
});

test.each([
  { line: "mig upgrade  b", words: ["mig", "upgrade"], word: "b" },
  { line: "mig upgrade ", words: ["mig", "upgrade"], word: "" },
  { line: `mig -m 'a b' "c \\" d`, words: ["mig", "-m", "a b"], word: 'c " d' },
  { line: String.raw`mig a\ b`, words: ["mig"], word: "a b" },
])("$line", ({ line, words, word }) => {
  expect(splitLine(line)).toEqual({ words, word });
});

test.each([
  ["orders@he", " :=", ""],
  ["orders@he", " @:=", "orders@"],
  ["--head=a:b", "@:=", "--head=a:"],
  ["plain", ":", ""],
])("%s, cut at %s", (word, breaks, taken) => {
  expect(takenByBash(word, breaks)).toBe(taken);
});

/** Lines that are typed, each with what the shell makes of it. All shells must agree. */
const typed = [
  { line: "mig hea", gives: ["heads"] },
  { line: "mig upgrade bb", gives: ["bb30", "bb20"] },
  { line: "mig downgrade --dry", gives: ["--dry-run"] },
  { line: "mig diff --format j", gives: ["json"] },
  { line: "mig -c schemas/", gives: ["schemas/one.sql"] },
];

const has = (shell: string): boolean => spawnSync(shell, ["--version"]).status === 0;

describe("bash", () => {
  /** What bash offers for a line: the function of the script, called as bash calls it. */
  async function offered(line: string): Promise<readonly string[]> {
    const { code, stdout, stderr } = await runProcess(
      "bash",
      [
        "--norc",
        "-c",
        `source <(mig completion bash); COMP_LINE=$1; COMP_POINT=\${#1}; word=\${1##* }; word=\${word##*[:=@]}; _mig mig "$word"; printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
        line,
      ],
      { cwd: project.path, env },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout.split("\n").filter((text) => text !== "");
  }

  test.each([
    ...typed,
    { line: "mig upgrade orders@hea", gives: ["head", "heads"] },
    { line: "mig upgrade aa10:bb2", gives: ["bb20"] },
    { line: "mig revision --head=or", gives: ["orders"] },
    { line: "mig diff db sch", gives: ["schemas", "schema two.sql"] },
  ])("$line", async ({ line, gives }) => {
    expect((await offered(line)).toSorted()).toEqual([...gives].toSorted());
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;

  test.skipIf(!hasScript)("a person who presses Tab (skipped: no script(1))", async () => {
    const keys = `source <(mig completion bash)\nmig show bb3\t\nmig diff schemas/o\t 'schema t\t --exit-code\nexit\n`;
    const { stdout } = await runProcess("script", ["-qec", "bash --norc --noprofile -i", "/dev/null"], {
      cwd: project.path,
      env: { ...env, TERM: "dumb", PS1: "$ " },
      input: keys,
    });
    expect(stdout).toContain("mig show bb30");
    expect(stdout).toContain("message of bb30");
    expect(stdout).toMatch(/mig diff schemas\/one\.sql .*'schema two\.sql'/u);
  });
});

describe.skipIf(!has("zsh"))("zsh (skipped: not installed)", () => {
  test.each([
    ...typed,
    { line: "mig upgrade orders@hea", gives: ["orders@head", "orders@heads"] },
    { line: "mig revision --head=or", gives: ["--head=orders"] },
  ])("$line", async ({ line, gives }) => {
    // A terminal of its own, in which every match is printed.
    const setup = String.raw`PS1=
autoload -U compinit; compinit -u -d "$ZDOTDIR/zcompdump"
source <(mig completion zsh)
compadd() { local -a out; builtin compadd -O out "$@"; print -l -- \<$^out\>; builtin compadd "$@" }
bindkey "^I" list-choices
print ready
`;
    await writeFile(path.join(project.path, ".zshrc"), setup);
    const script = `zmodload zsh/zpty
zpty z zsh -i
zpty -r -m z text '*ready*'
zpty -w -n z "$1"$'\t'
text=
quiet=0
until (( quiet > 8 )); do
  if zpty -r -t z more; then text+=$more; [[ $text == *'>'* ]] && quiet=0; else [[ $text == *'>'* ]] && (( quiet++ )); sleep 0.05; fi
done
print -r -- "$text"
zpty -d z`;
    const { stdout } = await runProcess("zsh", ["-f", "-c", script, "zsh", line], {
      cwd: project.path,
      env: { ...env, TERM: "dumb", ZDOTDIR: project.path },
    });
    const found = new Set(Array.from(stdout.matchAll(/<([^<>\s]+)>/gu), ([, value = ""]) => value));
    found.delete("schemas"); // the folder, on the way to what is in it
    expect([...found].toSorted()).toEqual(gives.map((value) => value.replace(/^schemas\//u, "")).toSorted());
  });
});

describe.skipIf(!has("fish"))("fish (skipped: not installed)", () => {
  test.each([
    ...typed,
    { line: "mig upgrade orders@hea", gives: ["orders@head", "orders@heads"] },
    { line: "mig revision --head=or", gives: ["--head=orders"] },
    { line: "mig --config=schemas/", gives: ["--config=schemas/one.sql"] },
  ])("$line", async ({ line, gives }) => {
    const { stdout, stderr } = await runProcess("fish", ["--no-config", "-c", "mig completion fish | source; complete -C $argv[1]", line], {
      cwd: project.path,
      env,
    });
    expect(stderr).toBe("");
    expect(
      stdout
        .split("\n")
        .filter((text) => text !== "")
        .map((text) => text.split("\t")[0] ?? "")
        .toSorted(),
    ).toEqual([...gives].toSorted());
  });

  test("descriptions", async () => {
    const { stdout } = await runProcess("fish", ["--no-config", "-c", "mig completion fish | source; complete -C 'mig show bb'"], {
      cwd: project.path,
      env,
    });
    expect(stdout).toBe("bb30\tmessage of bb30 (head)\nbb20\tmessage of bb20\n");
  });
});

test("the script as a file in $fpath and as --json", async () => {
  const { stdout } = await runMig(["completion", "zsh", "--json"]);
  const { data } = JSON.parse(stdout) as { readonly data: { readonly shell: string; readonly script: string } };
  expect(data).toMatchObject({ shell: "zsh", script: expect.stringMatching(/^#compdef mig\n/u) });
  await writeFile(path.join(project.path, "_mig"), data.script);
  expect(await runMig(["completion", "csh"])).toMatchObject({ code: 2, stderr: expect.stringContaining("bash, zsh, fish") as string });
});
