const special = /[\s~`!@#$%^&*()\-_+=[\]{}|\\;:"'“”‘’<>,.?/、。（）：「」・]+/gu;

/**
 * The id of a heading. VitePress takes letters apart (か and its mark), so that no link as people write it would find a Japanese heading.
 */
export const slug = (heading: string): string =>
  heading
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036F]/gu, "")
    .normalize("NFC")
    .replaceAll(special, "-")
    .replaceAll(/^-+|-+$/gu, "")
    .replace(/^(\d)/u, "_$1")
    .toLowerCase();
