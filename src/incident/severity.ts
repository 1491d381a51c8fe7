import { type Rulebook, sourceText } from './rulebook.ts';

/** What somebody says about an incident. Nothing in it is an answer too: it decides nothing. */
export interface Answers {
  /** Ids of levels whose description fits, or of conditions that apply. */
  marked?: readonly string[];
  /** Answers to the questions of a scheme, by the id of the question. */
  questions?: Readonly<Record<string, string>>;
}

/** A severity and what led to it. */
export interface Evaluation {
  /** Absent when nothing that was said decides it. */
  severity?: string;
  /** The rule that decided, in words. */
  rule: string;
  /** Document and place of the rule. */
  source: string;
  /** What the scheme advises, in doubt above all. */
  advice?: string;
  /** The lower level that would also be right by the letter; the higher one was taken. */
  doubt?: string;
}

/** What an answer means: the level it makes it, a second one in doubt, or one level more. */
interface Effect {
  question: string;
  answer: string;
  /** Place of the level in the scheme, 0 for the most severe. */
  level?: 0;
  /** Place of the lower level that the scheme leaves open as well. */
  doubt?: 1;
  /** Takes the level found by its description one up, except the least severe one. */
  raises?: true;
}

/** SONAN DIGITAL's questions, as `leadsTo` in the data says it for people. */
const EFFECTS: readonly Effect[] = [
  { question: 'unreachable', answer: 'yes', level: 0 },
  { question: 'log-in', answer: 'no', level: 0 },
  { question: 'payments', answer: 'yes', level: 0, doubt: 1 },
  { question: 'everyone', answer: 'all', raises: true },
];

/** The answers that a question offers; one that is not here is only weighed by people. */
export const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  unreachable: ['yes', 'no'],
  'log-in': ['yes', 'no'],
  payments: ['yes', 'no'],
  everyone: ['all', 'some'],
};

/**
 * The severity by a scheme of `data/severities.yaml`, with the rule that decided it.
 * A question that leads straight to a level goes first; then the most severe level that was marked,
 * by its description or by one of its conditions; then the level that is left when no condition holds.
 * Throws when there is no such scheme.
 */
export function evaluateSeverity(rulebook: Rulebook, scheme: string, answers: Answers): Evaluation {
  const found = rulebook.severities.find(({ id }) => id === scheme);
  if (!found) throw new Error(`There is no severity scheme "${scheme}".`);
  const common = { source: sourceText(rulebook, found.source), advice: found.advice?.en };
  const { levels, questions } = found;
  const answered = EFFECTS.filter(
    ({ question, answer }) =>
      answers.questions?.[question] === answer && questions.some(({ id }) => id === question),
  );
  const ask = (effect: Effect) => {
    const question = questions.find(({ id }) => id === effect.question);
    return `${question?.ask.en} ${capital(effect.answer)}. ${question?.leadsTo.en}`;
  };

  const straight = answered
    .filter(({ level }) => level !== undefined)
    .sort((one, other) => (one.doubt ?? 0) - (other.doubt ?? 0))[0];
  if (straight) {
    const doubt = straight.doubt === undefined ? undefined : levels[straight.doubt]?.id;
    return { ...common, severity: levels[0]?.id, rule: ask(straight), doubt };
  }

  const marked = answers.marked ?? [];
  for (const [place, level] of levels.entries()) {
    const condition = level.conditions.find(({ id }) => marked.includes(id));
    if (condition) {
      return { ...common, severity: level.id, rule: `${level.id}: ${condition.text.en}` };
    }
    if (!marked.includes(level.id)) continue;
    const rule = `${level.id}, ${level.name.en}. ${level.definition?.en ?? ''}`.trim();
    const raising = answered.find(({ raises }) => raises);
    const above = levels[place - 1];
    if (raising && above && place < levels.length - 1) {
      return {
        ...common,
        severity: above.id,
        rule: `${rule} One level up: ${ask(raising)}`,
        doubt: level.id,
      };
    }
    return { ...common, severity: level.id, rule };
  }

  const remaining = levels.find(
    ({ conditions }) => conditions.length === 0 && levels.some((level) => level.conditions.length),
  );
  if (remaining) {
    return {
      ...common,
      severity: remaining.id,
      rule: `${remaining.id}: ${remaining.definition?.en}`,
    };
  }
  return { ...common, rule: 'Nothing that decides it has been said yet.' };
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
