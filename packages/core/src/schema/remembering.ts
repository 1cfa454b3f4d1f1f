/** Calls a function when it is first asked for what that gives. */
export function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | undefined;
  return () => (made ??= { result: make() }).result;
}

/** The answers of a pure function of a text that is asked for the same few texts again and again, such as the types of columns. */
export function remembering<Answer>(answerTo: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, { readonly answer: Answer }>();
  return (text) => {
    const found = known.get(text) ?? { answer: answerTo(text) };
    if (known.size >= mostAnswers) known.clear();
    known.set(text, found);
    return found.answer;
  };
}

/** More are no longer few, and would only take memory. */
const mostAnswers = 1000;
