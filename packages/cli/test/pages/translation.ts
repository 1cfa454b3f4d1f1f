import { attribute, piecesOf, reasonNotToRun, type Fence } from "./page.ts";

/** The fences that are run or that show what a run made. */
const shownFences = (page: string): readonly Fence[] =>
  piecesOf(page).filter((piece): piece is Fence => {
    if (piece.kind === "scene" || reasonNotToRun(piece) !== undefined) return false;
    const { language, info } = piece;
    return (
      ["console", "sh"].includes(language) ||
      ["file", "show", "edit"].some((name) => attribute(info, name) !== undefined) ||
      /\brun\b/u.test(info)
    );
  });

/** What is typed or written there, without what is printed. */
const inputOf = ({ language, info, body }: Fence): string => {
  const typed = body.split("\n").filter((line) => line.startsWith("$ "));
  const input = language === "console" ? typed.join("\n") : attribute(info, "show") === undefined ? body : "";
  return JSON.stringify([language, info, input]);
};

/** Whether both pages have a reader type and write the same in the same order. Then one run tells what both must show. */
export const typesTheSame = (page: string, translation: string): boolean =>
  shownFences(page).map(inputOf).join("\n") === shownFences(translation).map(inputOf).join("\n");

/** The translation with the fences of the page as it ran. */
export function withFencesOf(ran: string, translation: string): string {
  const fences = shownFences(ran).map(({ start, end }) => ran.slice(start, end));
  let text = "";
  let at = 0;
  for (const [index, { start, end }] of shownFences(translation).entries()) {
    text += translation.slice(at, start) + (fences[index] ?? "");
    at = end;
  }
  return text + translation.slice(at);
}
