import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { importModule } from "./import-module.ts";
import { privateFolder } from "./private-folder.ts";

const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

function scratch(): string {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), "mig-private-")));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** In place of /tmp: whoever may write to it, sticky. */
function shared(mode = 0o1777): string {
  const folder = scratch();
  chmodSync(folder, mode);
  return folder;
}

const isRoot = process.getuid?.() === 0;
const others = isRoot ? 65_534 : undefined;

test("a new folder is this user's alone, and is taken again", () => {
  const base = shared();
  const made = privateFolder(base, "mig-1");
  expect(made).toBe(path.join(base, "mig-1"));
  expect(statSync(made ?? "").mode & 0o777).toBe(0o700);
  expect(privateFolder(base, "mig-1")).toBe(made);
});

test.each([
  { what: "one that others may write to", plant: (folder: string) => (mkdirSync(folder), chmodSync(folder, 0o777)) },
  { what: "one that the group may write to", plant: (folder: string) => (mkdirSync(folder), chmodSync(folder, 0o770)) },
  {
    what: "a link to one",
    plant: (folder: string) => (mkdirSync(`${folder}-real`, { mode: 0o700 }), symlinkSync(`${folder}-real`, folder)),
  },
  { what: "a file", plant: (folder: string) => writeFileSync(folder, "") },
  ...(others === undefined
    ? []
    : [
        {
          what: "one of somebody else's",
          plant: (folder: string) => (mkdirSync(folder, { mode: 0o700 }), chownSync(folder, others, others)),
        },
      ]),
])("not taken: $what", ({ plant }) => {
  const folder = path.join(shared(), "mig-1");
  plant(folder);
  expect(privateFolder(path.dirname(folder), "mig-1")).toBeUndefined();
});

test("not taken: one that could be put in another's place", () => {
  expect(privateFolder(shared(0o777), "mig-1")).toBeUndefined();
  if (others === undefined) return;
  const base = scratch();
  mkdirSync(path.join(base, "modules"));
  chownSync(path.join(base, "modules"), others, others);
  expect(privateFolder(path.join(base, "modules"), ".cache", "mig")).toBeUndefined();
});

test("a module that a loader translates runs without a cache where there is no private one", async () => {
  const temporary = shared(0o777);
  const project = path.join(temporary, "project");
  mkdirSync(path.join(project, "node_modules"), { recursive: true });
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = temporary;
  try {
    const file = path.join(project, "some.ts");
    writeFileSync(
      file,
      `import path from "node:path";\nenum Colour { Red = "red" }\nexport const colour: string = path.basename(Colour.Red);\n`,
    );
    expect(await importModule(file)).toMatchObject({ colour: "red" });
    const left = [path.join(project, "node_modules"), temporary].flatMap((folder) =>
      existsSync(folder) ? (readdirSync(folder, { recursive: true }) as string[]) : [],
    );
    expect(left.filter((name) => /\.(?:mjs|cjs|js)$/u.test(name))).toEqual([]);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});
