// Search without a server, in English and Japanese.

/**
 * Words of a text. Japanese has no spaces. Each two neighbouring characters of one script are a word, so that any part of a compound is
 * found, and each Chinese character is, so that 変更 also finds 変える. One or two hiragana between them are particles. The site ships this
 * function as its own text, so it may use nothing from outside of itself.
 */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().split(/[\n\r\p{Z}\p{P}\p{S}]+/u);
  return words.flatMap((word) =>
    (
      word.match(/[\u3400-\u9fff\uf900-\ufaff]+|[\u30a0-\u30ff]+|[\u3040-\u309f]+|[^\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+/gu) ?? []
    ).flatMap((run) => {
      if (!/^[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]/u.test(run)) return [run];
      const characters = Array.from(run);
      const pairs = characters.slice(1).map((character, index) => (characters[index] ?? "") + character);
      if (/^[\u3040-\u309f]/u.test(run)) return characters.length < 3 ? [] : pairs;
      return /^[\u30a0-\u30ff]/u.test(run) && pairs.length > 0 ? pairs : [...pairs, ...characters];
    }),
  );
}

export const searchOptions = {
  detailedView: true,
  miniSearch: {
    options: { tokenize },
    // Who has all words comes first; a word that is nowhere does not hide the rest.
    searchOptions: { combineWith: "OR", fuzzy: 0.2, prefix: true, boost: { title: 4, text: 2, titles: 1 } },
  },
  locales: {
    ja: {
      translations: {
        button: { buttonText: "検索", buttonAriaLabel: "検索" },
        modal: {
          displayDetails: "本文を表示する",
          resetButtonTitle: "検索をやり直す",
          backButtonTitle: "検索を閉じる",
          noResultsText: "見つかりませんでした：",
          footer: {
            selectText: "開く",
            selectKeyAriaLabel: "Enter キー",
            navigateText: "移動",
            navigateUpKeyAriaLabel: "上矢印キー",
            navigateDownKeyAriaLabel: "下矢印キー",
            closeText: "閉じる",
            closeKeyAriaLabel: "Esc キー",
          },
        },
      },
    },
  },
} as const;
