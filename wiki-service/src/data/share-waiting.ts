/** One that is under way, and one more so that those who wait are not idle for as long as it takes. */
const AT_ONCE = 2;

interface Turn {
  /** How many of this question are under way. */
  underWay: number;
  /** Those who wait for the next. */
  waiting?: PromiseWithResolvers<unknown>;
}

/**
 * Lets those who ask the same at the same moment share one answer. Nobody joins a question that has
 * been sent already, for its answer may be older than what was saved just before they asked; they
 * wait until one is through, and share the next.
 */
export function makeSharing(): <Answer>(
  question: string,
  ask: () => Promise<Answer>,
) => Promise<Answer> {
  const turns = new Map<string, Turn>();
  return async <Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const turn = turns.get(question) ?? { underWay: 0 };
    turns.set(question, turn);

    const send = async (): Promise<Answer> => {
      turn.underWay += 1;
      try {
        return await ask();
      } finally {
        turn.underWay -= 1;
        const { waiting } = turn;
        delete turn.waiting;
        if (waiting) waiting.resolve(send());
        else if (turn.underWay === 0) turns.delete(question);
      }
    };

    if (turn.underWay < AT_ONCE) return send();
    turn.waiting ??= Promise.withResolvers();
    return turn.waiting.promise as Promise<Answer>;
  };
}
