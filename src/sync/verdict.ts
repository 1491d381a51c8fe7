import type { MentionIndex } from '../checks/mentions.ts';
import type { Place } from '../content-model/records.ts';
import type { Locale } from '../content-model/vocabulary.ts';
import {
  type Change,
  compareLines,
  counterpart,
  type Rewriting,
  type StepChange,
  stepsOf,
} from './compare.ts';
import type { Draft } from './draft.ts';
import type { BaselineSide, LockEntry } from './lock-file.ts';
import type { Pair } from './pair.ts';
import { maskFacts, type Side } from './side.ts';

/** How a pair stands, in the words of the wiki's table. */
export type DriftState =
  | 'in-sync'
  | 'unconfirmed'
  | 'portal-moved'
  | 'wiki-moved'
  | 'both-moved'
  | 'fact'
  | 'steps'
  | 'orphan-portal'
  | 'orphan-wiki'
  | 'acknowledged'
  | 'ack-expired';

/** Everything that decides about one pair. */
export interface PairNow {
  pair: Pair;
  /** Where findings about the pair itself stand: its declaration, or its line in the lock file. */
  declared: { file: string; place: Place };
  portal: { file: string; locale: Locale; side?: Side | undefined };
  wiki: { file: string; locale: Locale; side?: Side | undefined };
  entry?: LockEntry | undefined;
  lockPlace: { file: string; place: Place };
  /** Why a side is not there, where that is told, and what else to look at because of it. */
  gone?:
    | { why: string; at: { file: string; place: Place }; counterpart: string | undefined }
    | undefined;
  /** Findings about facts inside of the pair's two sections. */
  facts: readonly Draft[];
}

export interface Verdict {
  state: DriftState;
  drafts: Draft[];
  /** How many sides were written anew without a difference that counts. */
  noDrift: number;
  /** The sides that are not what was confirmed. */
  moved?: ('portal' | 'wiki')[];
  /** The lines that are new or gone, where one side was reworded. */
  rewritten?: Rewriting & { side: 'portal' | 'wiki' };
}

/** Says how a pair stands on a day (`YYYY-MM-DD`), and what to tell about it. */
export function judgePair(now: PairNow, mentions: MentionIndex, today: string): Verdict {
  const verdict = withoutAcknowledgement(now, mentions);
  const ack = now.entry?.acknowledged;
  if (!ack || verdict.drafts.length === 0) return verdict;
  const changed = [
    ...(ack.portal === hashOfSide(now.portal.side) ? [] : ['the portal']),
    ...(ack.wiki === hashOfSide(now.wiki.side) ? [] : ['the article']),
  ];
  if (changed.length > 0) {
    const lapsed = ` The acknowledgement of ${ack.on} ("${ack.reason}") no longer counts, because ${changed.join(' and ')} changed after it.`;
    return {
      ...verdict,
      drafts: verdict.drafts.map((draft) => ({ ...draft, help: draft.help + lapsed })),
    };
  }
  if (today <= ack.until) return { ...verdict, state: 'acknowledged', drafts: [] };
  return {
    ...verdict,
    state: 'ack-expired',
    drafts: [
      {
        rule: 'drift/ack-expired',
        ...now.lockPlace,
        about: { where: now.portal.file, which: now.pair.key },
        message: `The difference in ${now.pair.key} was accepted until ${ack.until} ("${ack.reason}"), and is still there`,
        lookAt: [],
        help: `Mend it, or accept it again: ${ackCommand(now.pair)}.`,
      },
    ],
  };
}

/** The hash that an acknowledgement binds to. */
export const hashOfSide = (side: Side | undefined) => side?.hash ?? 'missing';

function withoutAcknowledgement(now: PairNow, mentions: MentionIndex): Verdict {
  const { pair, portal, wiki, entry } = now;
  if (!portal.side || !wiki.side) return orphan(now);
  if (!entry) {
    const draft: Draft = {
      rule: 'drift/unconfirmed',
      ...now.declared,
      about: { where: now.portal.file, which: now.pair.key },
      message: `Nobody has said yet that this section and ${nameOf(now, 'wiki')} agree`,
      lookAt: [],
      help: `Read both, mend what disagrees, and say so: ${confirmCommand(pair)}.`,
    };
    return { state: 'unconfirmed', drafts: [draft, ...now.facts], noDrift: 0 };
  }
  const compare = (
    baseline: BaselineSide,
    side: Side,
    mask: (lines: readonly string[]) => readonly string[],
  ) => compareLines(mask(baseline.lines), mask(side.lines));
  const maskFor = (locale: Locale) => (lines: readonly string[]) =>
    maskFacts(lines, mentions, locale);
  const maskWiki = maskFor(wiki.locale);
  const isOfUnknown = now.facts.some(({ rule }) => rule === 'fact/unknown');
  const portalChange = compare(entry.portal, portal.side, maskFor(portal.locale));
  const wikiChange = compare(entry.wiki, wiki.side, (lines) =>
    // A mark that names no fact is told as that; which one it was does not count until it is mended.
    isOfUnknown ? maskWiki(lines).map(withoutFactIds) : maskWiki(lines),
  );
  const isOnlyForm = (change: Change, baseline: BaselineSide, side: Side) =>
    change.kind === 'none' && baseline.source !== side.source && baseline.hash === side.hash;
  const noDrift = [
    isOnlyForm(portalChange, entry.portal, portal.side),
    isOnlyForm(wikiChange, entry.wiki, wiki.side),
  ].filter(Boolean).length;
  const moved = movement(now, entry, portalChange, wikiChange);
  const facts = [...now.facts];
  if (moved) return { ...moved, drafts: [...moved.drafts, ...facts], noDrift };
  return { state: facts.length > 0 ? 'fact' : 'in-sync', drafts: facts, noDrift };
}

const withoutFactIds = (line: string) => line.replace(/⟦fact [^⟧]*⟧/g, '⟦fact⟧');

function movement(
  now: PairNow,
  entry: LockEntry,
  portal: Change,
  wiki: Change,
): Omit<Verdict, 'noDrift'> | undefined {
  if (portal.kind === 'none' && wiki.kind === 'none') return undefined;
  const since = entry.confirmed.on;
  const help = `Read both and mend what disagrees. When they agree, say so: ${confirmCommand(now.pair)}. To accept the difference for a time: ${ackCommand(now.pair)}.`;
  if (portal.kind !== 'none' && wiki.kind !== 'none') {
    const alsoAt = placeAt(now, 'wiki', wiki.line);
    const draft: Draft = {
      rule: 'drift/both-moved',
      about: { where: nameOf(now, 'portal') },
      ...placeAt(now, 'portal', portal.line),
      message: `This section and its counterpart were both changed since ${since}, when they were said to agree${withSteps('. ', portal, 'portal')}`,
      change: 'moved',
      alsoAt,
      lookAt: [`${nameOf(now, 'wiki')}:${alsoAt.place.line}${withSteps(' (', wiki, 'wiki', ')')}`],
      help,
    };
    return { state: 'both-moved', drafts: [draft], moved: ['portal', 'wiki'] };
  }
  const which = portal.kind === 'none' ? 'wiki' : 'portal';
  const change = which === 'wiki' ? wiki : portal;
  if (change.kind === 'none') return undefined;
  const at = placeAt(now, which, change.line);
  const about = { where: nameOf(now, which) };
  const lookAt = [nameOf(now, which === 'wiki' ? 'portal' : 'wiki')];
  if (change.kind === 'steps') {
    const message = tellSteps(change, which);
    const left = change.changes.flatMap((one) => leftOver(one, which, entry));
    const named = left.length === 0 ? lookAt : [`${lookAt[0]} (${left.join('; ')})`];
    const draft: Draft = {
      ...{ rule: 'drift/steps', ...at, about, message, change: 'steps', lookAt: named, help },
    };
    return { state: 'steps', drafts: [draft], moved: [which] };
  }
  const what = which === 'wiki' ? 'The article' : 'This section of the portal';
  const message = `${what} was changed since ${since}, when it was said to agree with its counterpart`;
  const rule = `drift/${which}-moved` as const;
  return {
    state: `${which}-moved`,
    drafts: [{ rule, ...at, about, message, change: 'moved', lookAt, help }],
    moved: [which],
    rewritten: { side: which, added: change.added, gone: change.gone },
  };
}

const OWNERS = { portal: 'the portal', wiki: 'the article' } as const;

/** Says what happened to the steps of a side; nothing when it was something else. */
export const tellSteps = (change: Change, which: 'portal' | 'wiki') =>
  change.kind === 'steps' ? change.changes.map((one) => tellStep(one, which)).join('; ') : '';

function withSteps(before: string, change: Change, which: 'portal' | 'wiki', after = '') {
  const told = tellSteps(change, which);
  return told && `${before}${told}${after}`;
}

function tellStep(change: StepChange, which: 'portal' | 'wiki'): string {
  const here = OWNERS[which];
  switch (change.kind) {
    case 'missing':
      return `Step ${change.was} of ${here} (${quoted(change.text)}) is gone`;
    case 'extra':
      return `Step ${change.now} of ${here} (${quoted(change.text)}) is new and has no counterpart`;
    case 'reordered': {
      const last = change.from.at(-1);
      const others = change.from.slice(0, -1);
      return others.length === 0
        ? `Step ${last} of ${here} now stands in another place of the order`
        : `Steps ${others.join(', ')} and ${last} of ${here} now stand in another order`;
    }
  }
}

/** The step of the other side that a change has left without its counterpart. */
function leftOver(change: StepChange, which: 'portal' | 'wiki', entry: LockEntry): string[] {
  if (change.kind !== 'missing') return [];
  const others = stepsOf(entry[which === 'portal' ? 'wiki' : 'portal'].lines);
  const steps = stepsOf(entry[which].lines).length;
  const found = counterpart(change.text, change.was, steps, others);
  return found ? [`its step ${found.position}, ${quoted(found.text)}, has no counterpart now`] : [];
}

function orphan(now: PairNow): Verdict {
  const state = now.portal.side ? 'orphan-wiki' : 'orphan-portal';
  const draft: Draft = {
    rule: `drift/${state}`,
    about: { where: now.portal.side ? nameOf(now, 'wiki') : nameOf(now, 'portal') },
    ...(now.gone?.at ?? now.declared),
    message: now.gone?.why ?? `One side of ${now.pair.key} is gone`,
    lookAt: now.gone?.counterpart === undefined ? [] : [now.gone.counterpart],
    help: `Correct the pair in the page's frontmatter and confirm it again: ${confirmCommand(now.pair)}. If there is no counterpart any more, take it out there and in ${now.lockPlace.file}.`,
  };
  return { state, drafts: [draft], noDrift: 0 };
}

function placeAt(now: PairNow, which: 'portal' | 'wiki', line: number) {
  const { file, side } = now[which];
  return { file, place: side?.places[line] ?? side?.places.at(-1) ?? { line: 1, column: 1 } };
}

function nameOf(now: PairNow, which: 'portal' | 'wiki'): string {
  const anchor = which === 'portal' ? now.pair.section : now.pair.articleSection;
  return `${now[which].file}${anchor === undefined ? '' : `#${anchor}`}`;
}

const confirmCommand = ({ key }: Pair) => `npm run sync -- confirm '${key}'`;
const ackCommand = ({ key }: Pair) => `npm run sync -- ack '${key}' --reason '…' --until DATE`;

/** A line of the normal form with the text of each fact, or its value as `say` puts it. */
export function spellFacts(line: string, say = (value: string) => value): string {
  return line
    .replace(
      /⟦fact [^=⟧]*=([^|⟧]*)\|([^⟧]*)⟧/g,
      (_, value: string, text: string) => text || say(value),
    )
    .replace(/⟦fact ([^⟧]*)⟧/g, '$1');
}

/** A text of the normal form as people read it. */
export function readable(line: string): string {
  return spellFacts(line).replace(/ \((?:\/|#|[a-z][a-z0-9+.-]*:)[^()\s]*\)/g, '');
}

const quoted = (text: string) => {
  const plain = readable(text);
  return `"${plain.length > 80 ? `${plain.slice(0, 79).trimEnd()}…` : plain}"`;
};
