import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mentionIndex } from '../../src/checks/mentions.ts';
import { readPage } from '../../src/content-model/index.ts';
import { outlineArticle } from '../../src/sync/article-outline.ts';
import { compareLines } from '../../src/sync/compare.ts';
import { acknowledge, confirm } from '../../src/sync/confirm.ts';
import { type LockEntry, readLock, writeLock } from '../../src/sync/lock-file.ts';
import { outlinePage } from '../../src/sync/portal-outline.ts';
import { type Side, sideOf } from '../../src/sync/side.ts';
import { judgePair } from '../../src/sync/verdict.ts';

const TODAY = '2026-11-21';
const NO_VALUES = new Map<string, string>();
const page = (text: string) =>
  outlinePage(text, readPage(text, { file: 'guides/a.mdx', hash: 'a' }));
const article = (html: string) => sideOf(outlineArticle(html), undefined, NO_VALUES) as Side;
const portal = (text: string) => sideOf(page(text), undefined, NO_VALUES) as Side;

const words = fc
  .array(
    fc.constantFrom('open', 'klant', 'contract', 'save', 'uitnodiging', 'send', 'het', 'link'),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((list) => list.join(' '));
const steps = fc.uniqueArray(words, { minLength: 1, maxLength: 7 });
const lines = (list: readonly string[]) => list.map((text) => `step: ${text}`);

const judge = (entry: LockEntry, portalSide: Side, wikiSide: Side) =>
  judgePair(
    {
      pair: { key: 'k', path: '/a/', tenant: 'sonan', locale: 'en', article: 'a' },
      declared: { file: 'a.mdx', place: { line: 1, column: 1 } },
      portal: { file: 'a.mdx', locale: 'en', side: portalSide },
      wiki: { file: 'wiki:sonan/en/a', locale: 'en', side: wikiSide },
      entry,
      lockPlace: { file: 'lock', place: { line: 1, column: 1 } },
      facts: [],
    },
    mentionIndex([]),
    TODAY,
  );

describe('the normal form', () => {
  it('is the same for a procedure in MDX and in HTML, however each is written', () => {
    fc.assert(
      fc.property(steps, fc.boolean(), (list, inParagraphs) => {
        const mdx = list.map((text, index) => `${index + 1}. ${text}`).join('\n');
        const items = list.map((text) =>
          inParagraphs ? `<li><p>${text}</p></li>` : `<li>${text}</li>`,
        );
        expect(portal(mdx).lines).toEqual(lines(list));
        expect(article(`<ol>${items.join('\n')}</ol>`).lines).toEqual(lines(list));
      }),
    );
  });

  it('does not depend on line ends, list markers or numbers', () => {
    fc.assert(
      fc.property(
        steps,
        fc.constantFrom('.', ')'),
        fc.constantFrom('\n', '\r\n'),
        (list, sign, end) => {
          expect(portal(list.map((text) => `1${sign} ${text}`).join(end)).lines).toEqual(
            lines(list),
          );
        },
      ),
    );
  });

  it('takes any HTML without failing, and the same twice', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const html = `<p>${one}</p><ol><li>${other}`;
        expect(outlineArticle(html)).toEqual(outlineArticle(html));
      }),
    );
  });
});

describe('a comparison', () => {
  it('finds nothing where nothing was changed', () => {
    fc.assert(
      fc.property(steps, (list) => {
        expect(compareLines(lines(list), lines(list))).toEqual({ kind: 'none' });
      }),
    );
  });

  it('finds the one step that is missing, wherever it stood', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, seed) => {
        const at = seed % list.length;
        const change = compareLines(lines(list), lines(list.toSpliced(at, 1)));
        expect(change).toMatchObject({
          kind: 'steps',
          changes: [{ kind: 'missing', was: at + 1, text: list[at] }],
        });
      }),
    );
  });

  it('finds the one step that is new', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, seed) => {
        const at = seed % (list.length + 1);
        const change = compareLines(lines(list), lines(list.toSpliced(at, 0, 'zzz')));
        expect(change).toMatchObject({ kind: 'steps', changes: [{ kind: 'extra', now: at + 1 }] });
      }),
    );
  });

  it('tells another order from other words', () => {
    fc.assert(
      fc.property(steps, fc.nat(), (list, seed) => {
        fc.pre(list.length > 1);
        const at = seed % (list.length - 1);
        const swapped = list.with(at, list[at + 1] ?? '').with(at + 1, list[at] ?? '');
        const change = compareLines(lines(list), lines(swapped));
        expect(change).toMatchObject({
          kind: 'steps',
          changes: [{ kind: 'reordered', from: [at + 1, at + 2] }],
        });
      }),
    );
  });
});

describe('a verdict', () => {
  it('is clean once the pair is confirmed or the difference accepted', () => {
    fc.assert(
      fc.property(steps, steps, steps, steps, (a, b, c, d) => {
        const side = (list: readonly string[]) =>
          portal(list.map((text) => `1. ${text}`).join('\n'));
        const now = { portal: side(c), wiki: side(d), today: TODAY, by: 'a test' };
        const entry = confirm({ ...now, portal: side(a), wiki: side(b) });
        const accepted = acknowledge(now, entry, { reason: 'a test', until: TODAY });
        expect(judge(accepted, now.portal, now.wiki).drafts).toEqual([]);
        expect(judge(confirm(now), now.portal, now.wiki).state).toBe('in-sync');
      }),
    );
  });
});

describe('the lock file', () => {
  it('gives back what was written into it, in the same order whatever the order it came in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(words, { maxLength: 4 }), steps, (keys, list) => {
        const side = portal(list.map((text) => `1. ${text}`).join('\n'));
        const entry = confirm({ portal: side, wiki: side, today: TODAY, by: 'a test' });
        const entries = keys.map((key) => [key, entry] as const);
        const text = writeLock(new Map(entries));
        expect(writeLock(new Map(entries.toReversed()))).toBe(text);
        expect([...readLock(text, 'lock').entries].sort()).toEqual([...entries].sort());
      }),
    );
  });

  it('is not taken for an empty one when it is damaged', () => {
    for (const text of ['', 'pairs: [', '<<<<<<< HEAD\nversion: 1', 'version: 2\npairs: {}']) {
      expect(() => readLock(text, 'lock')).toThrow(/cannot be read/);
    }
  });
});
