// The order of the pages. Each page gives its own title: the first line that begins with "# ".
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { DefaultTheme } from "vitepress";
import { operationPageNames } from "../../scripts/docs/operations.mjs";

type Language = "en" | "ja";

interface Section {
  readonly title: Readonly<Record<Language, string>>;
  readonly folder: string;
  /** Names of files without ".md", in their order. "*": all that is in the folder. */
  readonly pages: readonly string[] | "*";
  /** Pages that are in English, unless they are there in Japanese too; Japanese pages link to them. */
  readonly englishOnly?: true;
}

const sections: readonly Section[] = [
  {
    title: { en: "Guide", ja: "入門ガイド" },
    folder: "guide",
    pages: ["index", "flow", "set-up", "first-migration", "first-upgrade", "second-change", "everyday", "summary"],
  },
  {
    title: { en: "Everyday recipes", ja: "日常のレシピ" },
    folder: "recipes",
    pages: ["index", "columns", "tables", "rows", "indexes", "enums", "sql-files", "history", "terminal", "ci", "containers", "git-hooks"],
  },
  {
    title: { en: "Teams and branches", ja: "チームとブランチ" },
    folder: "teams",
    pages: ["index", "review", "ci", "worktrees", "branches"],
  },
  { title: { en: "Production", ja: "本番環境" }, folder: "production", pages: ["index", "roll-out", "locks", "environments", "dba"] },
  { title: { en: "Testing", ja: "テスト" }, folder: "testing", pages: ["index"] },
  {
    title: { en: "From another tool", ja: "他のツールからの移行（英語）" },
    folder: "guides",
    pages: ["from-prisma-migrate", "from-alembic", "from-drizzle"],
    englishOnly: true,
  },
  {
    title: { en: "Reference", ja: "リファレンス（英語）" },
    folder: "reference",
    pages: ["index", "commands", "configuration", "directives", "operations", "errors", "json", "api"],
    englishOnly: true,
  },
  { title: { en: "How it works", ja: "仕組み" }, folder: "how-it-works", pages: ["index", "tables"] },
];

/** They have a sidebar of their own: there are many, and few readers want them. */
const decisions: Section = {
  title: { en: "Design decisions", ja: "設計上の判断（英語）" },
  folder: "decisions",
  pages: "*",
  englishOnly: true,
};

/** The same holds for these: the page of all operations leads to them. */
const operations: Section = {
  title: { en: "Operations", ja: "操作（英語）" },
  folder: "reference/operations",
  pages: operationPageNames,
  englishOnly: true,
};

const root = path.resolve(import.meta.dirname, "..");

/** The sidebars of a language, by the beginning of the path. */
export function sidebarOf(language: Language): DefaultTheme.SidebarMulti {
  const list = itemsOf(decisions, language);
  const toDecisions = { text: decisions.title[language], link: list.items?.[0]?.link ?? "" };
  const all = sections.map((section) => {
    const { items = [], ...rest } = itemsOf(section, language);
    return { ...rest, items: section.folder === "how-it-works" ? [...items, toDecisions] : items };
  });
  return language === "en"
    ? {
        "/decisions/": [{ text: "Back to the guide", link: "/guide/" }, list],
        "/reference/operations/": [{ text: "Back to the reference", link: "/reference/" }, itemsOf(operations, language)],
        "/": all,
      }
    : { [`/${language}/`]: all };
}

/** A page that is in its list and has no file is an error; so is a file that is in no list. */
function itemsOf({ title, folder, pages, englishOnly }: Section, language: Language): DefaultTheme.SidebarItem {
  const prefix = language === "en" || englishOnly === true ? "" : `${language}/`;
  const here = path.join(root, prefix, folder);
  const names = filesIn(here);
  const listed = pages === "*" ? names : pages;
  const unlisted = names.filter((name) => !listed.includes(name));
  if (unlisted.length > 0) throw new Error(`Not in docs/.vitepress/sidebar.ts: ${prefix}${folder}/${unlisted.join(", ")}`);
  return {
    text: title[language],
    items: listed.map((name) => {
      const own = language === "en" || !existsSync(path.join(root, language, folder, `${name}.md`)) ? prefix : `${language}/`;
      return { text: titleOf(path.join(root, own, folder, `${name}.md`)), link: `/${own}${folder}/${name === "index" ? "" : name}` };
    }),
  };
}

const filesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(".md"))
        .map((name) => name.slice(0, -".md".length))
        .toSorted()
    : [];

function titleOf(file: string): string {
  const title = /^# (.+)$/mu.exec(readFileSync(file, "utf8"))?.[1];
  if (title === undefined) throw new Error(`${file} has no title: a line that begins with "# "`);
  return title.replaceAll("`", "");
}
