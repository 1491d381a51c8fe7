import { button, element } from './element.ts';
import type { Messages } from './messages.ts';

export interface Feedback {
  helpful: boolean;
  comment?: string;
}

/** "Was this helpful?" under an article. */
export interface FeedbackForm {
  element: HTMLElement;
  /** Sends an answer that was chosen but not sent, when its reader moves on. A comment is left behind. */
  leave: () => void;
}

const LONGEST_COMMENT = 2000;

/**
 * The form. `send` rejects when the answer could not be sent: it stays there, to be sent again.
 * `given`: this reader has answered before.
 */
export function feedbackForm(
  words: Messages,
  given: boolean,
  send: (feedback: Feedback) => Promise<void>,
): FeedbackForm {
  const place = element('section', { class: 'feedback', 'aria-labelledby': 'question' });
  let chosen: boolean | undefined;
  let sent = given;

  const thank = () => {
    const thanks = element('p', { class: 'thanks', tabindex: '-1' }, words.thanks);
    place.removeAttribute('aria-labelledby');
    place.replaceChildren(thanks);
    return thanks;
  };
  if (given) {
    thank();
    return { element: place, leave: () => undefined };
  }

  const choice = (helpful: boolean, label: string) =>
    button({ class: 'choice', 'aria-pressed': 'false' }, () => choose(helpful), label);
  const [yes, no] = [choice(true, words.yes), choice(false, words.no)];
  const comment = element('textarea', {
    id: 'comment',
    rows: '3',
    maxlength: String(LONGEST_COMMENT),
  });
  const failure = element('p', { class: 'failure', role: 'alert' });
  const submit = element('button', { class: 'action' }, words.send);
  const form = element(
    'form',
    { hidden: '' },
    element('label', { for: 'comment' }, words.comment),
    comment,
    failure,
    element('p', { class: 'nameless' }, submit, words.nameless),
  );
  const choose = (helpful: boolean) => {
    chosen = helpful;
    yes.setAttribute('aria-pressed', String(helpful));
    no.setAttribute('aria-pressed', String(!helpful));
    form.hidden = false;
    form.scrollIntoView({ block: 'nearest' });
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (chosen === undefined || submit.disabled) return;
    const text = comment.value.trim();
    failure.textContent = '';
    submit.disabled = sent = true;
    try {
      await send({ helpful: chosen, ...(text && { comment: text }) });
      thank().focus();
    } catch {
      submit.disabled = sent = false;
      failure.textContent = words.notSent;
      submit.focus();
    }
  };
  place.append(
    element(
      'div',
      { class: 'question', role: 'group', 'aria-labelledby': 'question' },
      element('h3', { id: 'question' }, words.helpful),
      yes,
      no,
    ),
    form,
  );
  return {
    element: place,
    leave() {
      if (sent || chosen === undefined) return;
      sent = true;
      // Nobody is there to be told when this fails.
      send({ helpful: chosen }).catch(() => undefined);
    },
  };
}
