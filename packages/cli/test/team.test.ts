import { randomSeed } from "@migts/testkit";
import { expect, test } from "vitest";
import { openTeam, type Member } from "./team.ts";

// Two developers and production, in any order of merge, rebase and deployment: an upgrade that ends well leaves nothing out, a rebase
// never rewrites what is published, and every refusal leads on. MIG_RANDOM_RUNS and MIG_RANDOM_SEED as for the other random tests.

const runs = Math.max(2, Math.round(Number(process.env["MIG_RANDOM_RUNS"] ?? 20) / 10));
const firstSeed = randomSeed();
const rounds = 3;

/** Numbers from 0 to 1, the same for a seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Story {
  readonly #next: () => number;
  readonly lines: string[] = [];
  #count = 0;

  constructor(seed: number) {
    this.#next = numbers(seed);
  }

  chance = (share: number): boolean => this.#next() < share;

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#next() * items.length)];
    if (item === undefined) throw new Error("Nothing to pick from.");
    return item;
  }

  newId(): string {
    this.#count += 1;
    return `r${String(this.#count).padStart(3, "0")}x`;
  }

  say(member: Member, line: string): void {
    this.lines.push(`${member.name}: ${line}`);
  }
}

async function headsOf(member: Member): Promise<readonly string[]> {
  const files = await member.files();
  const below = new Set([...files.values()].flat());
  return [...files.keys()].filter((id) => !below.has(id)).toSorted();
}

/** What the remote's branches hold, as far as this clone knows. */
async function published(member: Member): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await member.git("for-each-ref", "--format=%(refname)", "refs/remotes");
  const texts = new Map<string, string>();
  for (const ref of stdout.trim().split("\n")) {
    const listed = (await member.git("ls-tree", "-r", "--name-only", ref, "mig/versions")).stdout.trim().split("\n");
    for (const file of listed) if (file !== "" && !texts.has(file)) texts.set(file, await member.project.read(file).catch(() => ""));
  }
  return texts;
}

async function mig(
  story: Story,
  member: Member,
  ...args: readonly string[]
): Promise<{ readonly code: number | undefined; readonly said: string }> {
  const { code, stdout, stderr } = await member.mig(...args);
  const said = (stdout + stderr).trim();
  story.say(member, `mig ${args.join(" ")} -> ${code} ${said.replaceAll("\n", " | ").slice(0, 300)}`);
  return { code, said };
}

/** Every file has its table, if the command ended well. */
async function expectWhole(story: Story, member: Member, code: number | undefined): Promise<void> {
  if (code !== 0) return;
  const tables = await member.tables();
  const missing = [...(await member.files()).keys()].filter((id) => !tables.has(id));
  expect(missing, story.lines.join("\n")).toEqual([]);
}

async function upgrade(story: Story, member: Member): Promise<void> {
  const { code, said } = await mig(story, member, "upgrade", story.pick(["head", "heads"]));
  await expectWhole(story, member, code);
  if (code !== 0 && story.chance(0.5)) await wayOn(story, member, said);
}

/** What a refusal says to do. */
async function wayOn(story: Story, member: Member, said: string): Promise<void> {
  const below = /mig downgrade (\w+), then/u.exec(said)?.[1];
  if (said.includes("REVISION_NEVER_RUN") && below !== undefined && story.chance(0.4)) {
    await mig(story, member, "downgrade", below);
    await expectWhole(story, member, (await mig(story, member, "upgrade", "heads")).code);
  } else if (said.includes("REVISION_NEVER_RUN")) {
    await expectWhole(story, member, (await mig(story, member, "upgrade", "heads", "--missing")).code);
  }
}

const actions: Readonly<Record<string, (story: Story, member: Member) => Promise<void>>> = {
  write: async (story, member) => {
    const id = story.newId();
    const down = story.pick(await headsOf(member));
    await member.write(id, down);
    story.say(member, `writes ${id} on ${down}`);
  },
  upgrade,
  downgrade: async (story, member) => void (await mig(story, member, "downgrade", "-1")),
  pull: async (story, member) => {
    const { code } = await member.git("pull", "-q", "--no-rebase", "--no-edit", "origin", "main");
    if (code !== 0) await member.git("merge", "--abort");
    story.say(member, `pull -> ${code}`);
  },
  push: async (story, member) => {
    const to = story.chance(0.75) ? "main" : `feature-${member.name}`;
    const { code } = await member.git("push", "-q", "origin", `HEAD:${to}`);
    story.say(member, `push ${to} -> ${code}`);
  },
  rebase: async (story, member) => {
    const before = await published(member);
    const options = story.pick([[], [], ["--reapply"], ["--base", "origin/main"]]);
    const { code } = await mig(story, member, "rebase", ...options);
    for (const [file, text] of before)
      if (!options.includes("--base"))
        expect(await member.project.read(file).catch(() => ""), `${file}\n${story.lines.join("\n")}`).toBe(text);
    if (code === 0) await expectUpgradable(story, member, options);
    await member.commit("rebase");
  },
  merge: async (story, member) => {
    await mig(story, member, "merge", "heads");
    for (const file of await member.project.list("mig/versions")) {
      const text = await member.project.read(`mig/versions/${file}`);
      const id = /revision = "(\w+)"/u.exec(text)?.[1] ?? "";
      // A merge makes no table; here it does, so that one rule holds for all files.
      if (/^[0-9a-f]{12}$/u.test(id) && !text.includes("create table"))
        await member
          .write(`m${id}`, (await member.files()).get(id) ?? null)
          .then(() => member.git("rm", "-q", "-f", `mig/versions/${file}`))
          .then(() => member.commit("merge"));
    }
  },
  /** What no command would do: a header edited by hand, as a careless merge leaves it. */
  edit: async (story, member) => {
    const heads = await headsOf(member);
    const [moved, onto] = heads;
    if (moved === undefined || onto === undefined) return;
    const file = `mig/versions/${moved}.ts`;
    const text = await member.project.read(file);
    await member.project.write({ [file]: text.replace(/downRevision = .*;/u, `downRevision = "${onto}";`) });
    await member.commit("edit");
    story.say(member, `puts ${moved} on ${onto} by hand`);
  },
};

async function expectUpgradable(story: Story, member: Member, options: readonly string[]): Promise<void> {
  if (!options.includes("--reapply")) return;
  story.say(member, `is at ${(await member.mig("current")).stdout.trim()}`);
}

/** A developer's turn: something new, perhaps tried, then what the others have, and what is to be done about two heads. */
async function turn(story: Story, member: Member): Promise<void> {
  if (story.chance(0.8)) await actions["write"]?.(story, member);
  if (story.chance(0.6)) await upgrade(story, member);
  if (story.chance(0.15)) await actions["push"]?.(story, member);
  if (story.chance(0.7)) await actions["pull"]?.(story, member);
  if ((await headsOf(member)).length > 1)
    await actions[story.pick(["rebase", "rebase", "rebase", "merge", "edit", "upgrade"])]?.(story, member);
  if (story.chance(0.1)) await actions["downgrade"]?.(story, member);
  if (story.chance(0.5)) await upgrade(story, member);
  if (story.chance(0.6)) await actions["push"]?.(story, member);
}

/** A deployment of main, or, as a staging system has it, of a branch before it is merged. */
async function deploy(story: Story, member: Member): Promise<void> {
  const branch = story.pick(["main", "main", "feature-ada", "feature-bob"]);
  const { code } = await member.git("pull", "-q", "--no-rebase", "--no-edit", "origin", branch);
  if (code !== 0) await member.git("merge", "--abort");
  story.say(member, `deploys ${branch} -> ${code}`);
  await upgrade(story, member);
}

test.each(Array.from({ length: runs }, (_, at) => firstSeed + at))("seed %i", { timeout: 300_000 }, async (seed) => {
  const story = new Story(seed);
  const { members, close } = await openTeam(["ada", "bob", "production"]);
  const [ada, bob, production] = members as readonly [Member, Member, Member]; // as many as names
  for (let round = 0; round < rounds; round += 1) {
    for (const member of story.chance(0.5) ? [ada, bob] : [bob, ada]) {
      await turn(story, member);
      if (story.chance(0.4)) await deploy(story, production);
    }
  }
  for (const member of members) {
    let said = "";
    for (let tries = 0; tries < 6; tries += 1) {
      const { code, said: now } = await mig(story, member, "upgrade", "heads");
      said = now;
      await expectWhole(story, member, code);
      if (code === 0) break;
      await wayOn(story, member, now);
    }
    const { code } = await mig(story, member, "upgrade", "heads");
    expect(code, `${said}\n${story.lines.join("\n")}`).toBe(0);
  }
  await close();
});
