import { agrees, type Fact, shown } from '../checks/facts.ts';
import { findMentions, type MentionIndex } from '../checks/mentions.ts';
import type { Content } from '../content-model/records.ts';
import { didYouMean } from '../content-model/suggestion.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import type { Draft } from './draft.ts';
import type { Outline, OutlineFact, OutlineLine } from './outline.ts';
import { readable } from './verdict.ts';

/** A draft about a line of an outline. */
export interface LineDraft extends Draft {
  line: number;
}

/** What is known about facts, prepared once. */
export interface FactIndex {
  facts: ReadonlyMap<string, Fact>;
  mentions: MentionIndex;
  /** The file and line where the portal uses a fact first, if it does. */
  usedAt: ReadonlyMap<string, string>;
}

/** Where the portal uses each fact first. */
export function firstUses(
  content: Content,
  shownAs: (file: string) => string,
): Map<string, string> {
  const pages = content.pages.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const uses = pages.flatMap((page) =>
    page.facts.map(({ id, place }) => ({ id, at: `${shownAs(page.file)}:${place.line}` })),
  );
  return new Map(uses.toReversed().map(({ id, at }) => [id, at]));
}

/** What an article says about facts that the portal's data does not. */
export function judgeFacts(
  outline: Outline,
  file: string,
  locale: Locale,
  index: FactIndex,
): LineDraft[] {
  const marked = outline.facts.flatMap((use) => judgeMarked(use, file, index));
  return [...marked, ...judgeMentions(outline.lines, file, locale, index)];
}

function judgeMarked(use: OutlineFact, file: string, index: FactIndex): LineDraft[] {
  const at = { file, place: use.place, line: use.line, lookAt: [] };
  const fact = index.facts.get(use.id);
  if (!fact) {
    return [
      {
        rule: 'fact/unknown',
        ...at,
        about: { where: file, which: use.id },
        message: `There is no fact "${use.id}"`,
        help: `${didYouMean(use.id, [...index.facts.keys()])}The facts are in data/facts.yaml.`,
      },
    ];
  }
  const wrong = [use.text, use.value].filter(
    (written) => written !== undefined && written.trim() !== '' && !agrees(written, fact),
  );
  if (wrong.length === 0) return [];
  return [
    {
      rule: 'drift/fact',
      ...at,
      about: { where: file, which: fact.id },
      owner: fact.owner,
      message: `The article says "${wrong.join('", "')}", but the fact "${fact.id}" is ${shown(fact)}${onPortal(fact, index)}`,
      help: `Ask the owner of the fact which is right. Then correct the article, or data/facts.yaml.`,
    },
  ];
}

const onPortal = ({ id }: Fact, { usedAt }: FactIndex) => {
  const at = usedAt.get(id);
  return at === undefined ? ' in data/facts.yaml' : `, as at ${at}`;
};

/** Values that stand in lines without a mark, and seem to be a fact's with another value. */
export function judgeMentions(
  lines: readonly OutlineLine[],
  file: string,
  locale: Locale,
  index: FactIndex,
): LineDraft[] {
  return lines.flatMap((run, line) => {
    const wrong = [...findMentions(run, index.mentions, locale)].filter(
      ({ written, fact }) => !agrees(written, fact),
    );
    return wrong.map(
      ({ written, fact, place }): LineDraft => ({
        rule: 'fact/mention',
        about: { where: file, which: fact.id },
        owner: fact.owner,
        file,
        place,
        line,
        lookAt: [],
        message: `"${written}" seems to be the fact "${fact.id}", which is ${shown(fact)}${onPortal(fact, index)}: "${around(run.text, written)}"`,
        help: `Ask the owner of the fact which is right. Correct the value and mark it as a fact, or word the sentence so that it cannot be mistaken.`,
      }),
    );
  });
}

/** The words around a value. */
function around(line: string, written: string): string {
  const plain = readable(line.replace(/^(?:· )*[a-z]+: /, ''));
  const at = plain.indexOf(written);
  const from = Math.max(0, at - 40);
  const to = at + written.length + 40;
  return `${from > 0 ? '…' : ''}${plain.slice(from, to).trim()}${to < plain.length ? '…' : ''}`;
}
