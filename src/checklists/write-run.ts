import { fillIn } from './fill-in.ts';
import { listGone } from './gone.ts';
import { inWords, type List, tidy, type Words } from './list.ts';
import { type Mark, noteOf, type Run, tickOf, valueAt } from './run.ts';

/** The words that a text of a run needs besides those of the list and the run. */
export interface Wording {
  /** That a step is done, with `{moment}` in it, and with `{who}` when that is known. */
  done: string;
  doneBy: string;
  /** A moment in UTC as the text shows it. */
  moment(at: string): string;
  note: string;
  /** The heading above what the list no longer has. */
  gone: string;
}

/** The run as plain text: the form as it would stand on paper. */
export function asText(list: List, run: Run, wording: Wording): string {
  return writeRun(list, run, wording, PLAIN);
}

/** The run as Markdown with task lists. What people wrote is text in it, and never markup. */
export function asMarkdown(list: List, run: Run, wording: Wording): string {
  return writeRun(list, run, wording, MARKDOWN);
}

/** How the two kinds of text write the same things. Words come with whatever they are filled with. */
interface Style {
  title(text: string): string;
  heading(text: string): string;
  blank(label: string, value: string): string;
  words(part: Words, fill: (key: string) => string): string;
  step(isDone: boolean, number: string, words: string): string;
  /** A line below a step. */
  said(text: string): string;
  note(label: string, lines: readonly string[]): string;
}

const EMPTY = '____________';

function writeRun(list: List, run: Run, wording: Wording, style: Style): string {
  const filled = (key: string) => tidy(valueAt(run, key)) || EMPTY;
  const under = (tick?: Mark, note?: Mark) => [
    ...(tick?.value ? [style.said(sayDone(tick, wording))] : []),
    ...(note?.value ? [style.note(wording.note, linesOf(note.value))] : []),
  ];
  const blocks = [
    [style.title(list.title)],
    list.blanks.map(({ key, label }) => style.blank(label, filled(key))),
  ];
  let group = '';
  let block: string[] = [];
  for (const [index, step] of list.steps.entries()) {
    if (index === 0 || step.group !== group) {
      if (step.group !== '') blocks.push([style.heading(step.group)]);
      block = [];
      blocks.push(block);
      group = step.group;
    }
    const tick = run.marks[tickOf(step.id)];
    const words = tidy(step.words.map((part) => style.words(part, filled)).join(''));
    block.push(
      style.step(Boolean(tick?.value), `${index + 1}. `, words),
      ...under(tick, run.marks[noteOf(step.id)]),
    );
  }
  const gone = listGone(run, list).flatMap(({ what, tick, note, filled: value }) => [
    value
      ? style.blank(what, tidy(value.value))
      : style.step(Boolean(tick), '', style.words(what, String)),
    ...under(tick, note),
  ]);
  if (gone.length > 0) blocks.push([style.heading(wording.gone)], gone);
  const written = blocks.filter(({ length }) => length > 0).map((lines) => lines.join('\n'));
  return `${written.join('\n\n')}\n`;
}

function sayDone({ by, at }: Mark, { done, doneBy, moment }: Wording): string {
  const who = tidy(by);
  return fillIn(who === '' ? done : doneBy, { who, moment: moment(at) });
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n\r\u2028\u2029]+/)
    .map(tidy)
    .filter(Boolean);

const PLAIN: Style = {
  title: (text) => text.toUpperCase(),
  heading: (text) => text,
  blank: (label, value) => `${label}: ${value}`,
  words: inWords,
  step: (isDone, number, words) => `[${isDone ? 'x' : ' '}] ${number}${words}`,
  said: (text) => `    ${text}`,
  note: (label, lines) => `    ${label}: ${lines.join('\n    ')}`,
};

const MARKDOWN: Style = {
  title: (text) => `# ${literal(text)}`,
  heading: (text) => `## ${literal(text)}`,
  blank: (label, value) => `- ${literal(`${label}: ${value}`)}`,
  words: (part, fill) =>
    typeof part === 'object' && 'code' in part && /^[^`\s]+$/.test(part.code)
      ? `\`${part.code}\``
      : literal(inWords(part, fill)),
  step: (isDone, _number, words) => `- [${isDone ? 'x' : ' '}] ${words}`,
  said: (text) => `  - ${literal(text)}`,
  note: (label, lines) => `  - ${literal(`${label}: `)}${lines.map(literal).join('\\\n    ')}`,
};

/** Text that Markdown shows as it reads, in the middle of a line and at its start. */
function literal(text: string): string {
  return text
    .replace(/[\\`*_[\]<>|~&]/g, '\\$&')
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2');
}
