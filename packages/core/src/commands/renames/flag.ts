/** The option that takes an answer, as a shell takes it. */
export function flagFor(id: string, to: string): string {
  const answer = `${id}=${to}`;
  return `--rename ${/^[\w:.=@%+,/-]+$/u.test(answer) ? answer : `'${answer.replaceAll("'", String.raw`'\''`)}'`}`;
}
