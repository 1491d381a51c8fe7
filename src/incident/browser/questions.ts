import { h } from '../../in-page/elements.ts';
import type { Rulebook } from '../rulebook.ts';
import { ANSWERS, type Answers, type Evaluation, evaluateSeverity } from '../severity.ts';

/** The severity schemes to choose from. */
export const choicesOfSchemes = ({ severities }: Rulebook) =>
  severities.map(({ id, title }) => ({ value: id, label: title.en }));

/** The questions of a severity scheme, and the severity that the answers lead to. */
export interface Questions {
  element: HTMLElement;
  /** Asks by a scheme of `data/severities.yaml`, from the beginning. */
  ask(scheme: string): void;
}

/** Radio buttons of one name belong together, wherever on the page they are. */
let sets = 0;

/**
 * Makes the questions. Nothing is asked until a scheme is given.
 * @param judged Told what the answers lead to, whenever that may have changed; `answered` says whether
 *   somebody has answered, which an evaluation of nothing has not.
 */
export function makeQuestions(
  rulebook: Rulebook,
  judged: (found: Evaluation, answered: boolean) => void,
): Questions {
  sets += 1;
  const prefix = `questions-${sets}-`;
  let scheme = '';
  const place = h('div');
  const verdict = h('output', { class: 'incident-verdict' });
  const answers = (): Answers => {
    const picked = [...place.querySelectorAll<HTMLInputElement>('input:checked')];
    return {
      marked: picked.filter(({ type }) => type === 'checkbox').map(({ value }) => value),
      questions: Object.fromEntries(
        picked
          .filter(({ type }) => type === 'radio')
          .map(({ name, value }) => [name.slice(prefix.length), value]),
      ),
    };
  };
  const judge = (answered: boolean) => {
    const found = evaluateSeverity(rulebook, scheme, answers());
    const doubt = found.doubt ? ` It could be a ${found.doubt}; in doubt take the higher one.` : '';
    verdict.replaceChildren(
      h('strong', {}, found.severity ?? 'Not decided'),
      ` ${found.rule}${doubt} `,
      h('small', {}, `${found.source}. ${found.advice ?? ''}`),
    );
    judged(found, answered);
  };
  place.addEventListener('change', () => judge(true));
  return {
    element: h('div', {}, place, verdict),
    ask(asked) {
      scheme = asked;
      place.replaceChildren(...questionsOf(rulebook, scheme, prefix));
      judge(false);
    },
  };
}

function questionsOf(rulebook: Rulebook, scheme: string, prefix: string): HTMLElement[] {
  const chosen = rulebook.severities.find(({ id }) => id === scheme);
  const levels = chosen?.levels ?? [];
  const byConditions = levels.some(({ conditions }) => conditions.length > 0);
  const mark = (value: string, label: string) =>
    h('label', {}, h('input', { type: 'checkbox', value }), ` ${label}`);
  return [
    ...(chosen?.questions ?? []).map(({ id, ask, leadsTo }) => {
      const offered = ANSWERS[id];
      if (!offered) return h('p', {}, `Weigh as well: ${ask.en} ${leadsTo.en}`);
      return h(
        'fieldset',
        {},
        h('legend', {}, ask.en),
        ...offered.map((value) =>
          h('label', {}, h('input', { type: 'radio', name: prefix + id, value }), ` ${value}`),
        ),
        h('small', {}, ` ${leadsTo.en}`),
      );
    }),
    h(
      'fieldset',
      {},
      h('legend', {}, 'What applies'),
      ...levels.flatMap(({ id, name, definition, conditions }) =>
        byConditions
          ? conditions.map((condition) => mark(condition.id, condition.text.en))
          : [mark(id, `${name.en}. ${definition?.en ?? ''}`)],
      ),
    ),
  ];
}
