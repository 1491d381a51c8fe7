/**
 * Lets those who ask the same at the same moment share one answer. Nobody joins a question that has
 * been sent already, for its answer may be older than what was saved just before they asked; they
 * wait for it, and share the next one.
 */
export function makeSharing(): <Answer>(
  question: string,
  ask: () => Promise<Answer>,
) => Promise<Answer> {
  const turns = new Map<string, { sent: Promise<unknown>; next?: Promise<unknown> }>();

  function send<Answer>(question: string, ask: () => Promise<Answer>): Promise<Answer> {
    const sent = ask();
    const turn: { sent: Promise<unknown>; next?: Promise<unknown> } = { sent };
    turns.set(question, turn);
    const forget = () => {
      if (!turn.next) turns.delete(question);
    };
    sent.then(forget, forget);
    return sent;
  }

  return <Answer>(question: string, ask: () => Promise<Answer>) => {
    const turn = turns.get(question);
    if (!turn) return send(question, ask);
    const start = () => send(question, ask);
    turn.next ??= turn.sent.then(start, start);
    return turn.next as Promise<Answer>;
  };
}
