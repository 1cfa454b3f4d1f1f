// The site: `pnpm docs:dev` serves it, `pnpm docs:build` builds it without network, and fails for a dead link.
import { defineConfig } from "vitepress";
import { checkAnchors } from "./anchors.ts";
import { fences } from "./fences.ts";
import { joinJapaneseLines } from "./japanese-lines.ts";
import { searchOptions } from "./search.ts";
import { sidebarOf } from "./sidebar.ts";
import { slug } from "./slug.ts";

// A site in a folder of a host sets DOCS_BASE=/folder/
const base = process.env["DOCS_BASE"] ?? "/";

const nav = {
  en: [
    { text: "Guide", link: "/guide/", activeMatch: "^/guide/" },
    { text: "Recipes", link: "/recipes/", activeMatch: "^/recipes/" },
    { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
  ],
  ja: [
    { text: "入門ガイド", link: "/ja/guide/", activeMatch: "^/ja/guide/" },
    { text: "レシピ", link: "/ja/recipes/", activeMatch: "^/ja/recipes/" },
    { text: "リファレンス（英語）", link: "/ja/reference/", activeMatch: "^/(?:ja/)?reference/" },
  ],
};

export default defineConfig({
  title: "mig",
  base,
  head: [["link", { rel: "icon", href: `${base}favicon.svg`, type: "image/svg+xml" }]],
  srcExclude: ["scripts/**"],
  cleanUrls: false,
  lastUpdated: false,
  markdown: {
    config: (md) => {
      fences(md);
      joinJapaneseLines(md);
    },
    anchor: { slugify: slug },
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
  },
  buildEnd: ({ outDir }) => checkAnchors(outDir),
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: { search: { provider: "local", options: searchOptions }, outline: { level: [2, 3] } },
  locales: {
    root: {
      label: "English",
      lang: "en",
      description: "Database migrations for TypeScript and PostgreSQL",
      themeConfig: { nav: nav.en, sidebar: sidebarOf("en") },
    },
    ja: {
      label: "日本語",
      lang: "ja",
      description: "TypeScript と PostgreSQL のためのデータベースマイグレーション",
      themeConfig: {
        nav: nav.ja,
        sidebar: sidebarOf("ja"),
        outline: { level: [2, 3], label: "このページの内容" },
        docFooter: { prev: "前のページ", next: "次のページ" },
        darkModeSwitchLabel: "テーマ",
        lightModeSwitchTitle: "ライトモードに切り替える",
        darkModeSwitchTitle: "ダークモードに切り替える",
        sidebarMenuLabel: "メニュー",
        returnToTopLabel: "先頭へ戻る",
        langMenuLabel: "言語を変える",
        skipToContentLabel: "本文へ移動",
        notFound: {
          title: "ページが見つかりません",
          quote: "アドレスが変わったか、ページがなくなった可能性があります。",
          linkLabel: "トップページへ",
          linkText: "トップページへ戻る",
        },
      },
    },
  },
});
