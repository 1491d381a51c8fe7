import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { mentionIndex } from '../../src/checks/mentions.ts';
import { loadContent, locatePage, readPage, type SiteData } from '../../src/content-model/index.ts';
import { judgeFacts, judgeMentions } from '../../src/sync/article-facts.ts';
import { outlineArticle } from '../../src/sync/article-outline.ts';
import { confirm } from '../../src/sync/confirm.ts';
import { toFindings } from '../../src/sync/draft.ts';
import type { LockEntry } from '../../src/sync/lock-file.ts';
import { type Pair, parsePairKey } from '../../src/sync/pair.ts';
import { outlinePage } from '../../src/sync/portal-outline.ts';
import { type Side, sideOf } from '../../src/sync/side.ts';
import { judgePair } from '../../src/sync/verdict.ts';
import { readSeedArticles } from '../../wiki-service/src/database/seed.ts';
import { REWRITES } from './corpus/rewrites.ts';

const project = join(import.meta.dirname, '../..');
const TODAY = '2026-11-21';
const AIM = 0.95;

const edit = z.strictObject({
  on: z.enum(['portal', 'article', 'data']),
  from: z.string(),
  to: z.string(),
});
const changeSchema = z.strictObject({
  ...{ id: z.string(), kind: z.string() },
  on: edit.shape.on.optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** A second edit of the same side. */
  more: edit.omit({ on: true }).optional(),
  /** Edits of both sides, in place of `on`, `from` and `to`. */
  edits: z.array(edit).optional(),
  rewrite: z.enum(Object.keys(REWRITES) as [string, ...string[]]).optional(),
  expect: z.union([z.string(), z.array(z.string())]).optional(),
  either: z.array(z.string()).optional(),
  mistaken: z.string().optional(),
});
type LabelledChange = z.infer<typeof changeSchema>;
const corpus = z
  .array(z.strictObject({ pair: z.string(), changes: z.array(changeSchema) }))
  .parse(parse(readFileSync(join(import.meta.dirname, 'corpus/changes.yaml'), 'utf8')));

interface Texts {
  portal: string;
  article: string;
  facts: SiteData['facts'];
}

let facts: SiteData['facts'];
beforeAll(async () => {
  facts = (await loadContent(join(project, 'content'))).data.facts;
});
const articles = readSeedArticles();
const slugs = new Map(articles.map(({ id, slug }) => [id, slug]));

function textsOf(key: string): { pair: Pair; file: string; before: Texts } {
  const pair = parsePairKey(key);
  const article = articles.find(
    ({ tenant, slug, locale }) =>
      tenant.slug === pair?.tenant && slug === pair.article && locale === pair.locale,
  );
  if (!pair || !article) throw new Error(`there is no pair ${key}`);
  const file = `${pair.path.slice(1, -1)}.mdx`;
  return {
    pair,
    file,
    before: {
      portal: readFileSync(join(project, 'content', file), 'utf8'),
      article: article.html.replace(/wiki:([0-9a-f-]{36})/g, (_, id) => `wiki:${slugs.get(id)}`),
      facts,
    },
  };
}

/** The texts after a change. Fails when the change does not apply to them, or changes nothing. */
function apply(before: Texts, change: LabelledChange): Texts {
  const { on, from, to, more, rewrite } = change;
  const edits = [
    ...(on && from !== undefined && to !== undefined ? [{ on, from, to }] : []),
    ...(on && more ? [{ on, ...more }] : []),
    ...(change.edits ?? []),
  ];
  const after = { ...before };
  for (const { on: side, from: was, to: becomes } of edits) {
    if (side === 'data') {
      after.facts = after.facts.map((fact) =>
        fact.id === was ? { ...fact, value: becomes } : fact,
      );
      continue;
    }
    if (after[side].split(was).length !== 2) throw new Error(`${change.id}: "${was}" not once`);
    after[side] = after[side].replace(was, () => becomes);
  }
  if (rewrite && on && on !== 'data') after[on] = REWRITES[rewrite]?.(after[on]) ?? '';
  const same = (['portal', 'article', 'facts'] as const).every((it) => after[it] === before[it]);
  if (same) throw new Error(`${change.id} changes nothing`);
  return after;
}

/** Both sides of a pair as sync reads them, and what it says of facts. */
function look({ pair, file }: { pair: Pair; file: string }, { portal, article, facts }: Texts) {
  const index = {
    facts: new Map(facts.map((fact) => [fact.id, fact])),
    mentions: mentionIndex(facts),
    usedAt: new Map<string, string>(),
  };
  const values = new Map(facts.map(({ id, value }) => [id, String(value)]));
  const page = outlinePage(portal, readPage(portal, { file, hash: 'any' }));
  const text = outlineArticle(article);
  const sides = {
    portal: sideOf(page, pair.section, values),
    wiki: sideOf(text, pair.articleSection, values),
  };
  const { locale } = locatePage(file);
  return {
    index,
    locale,
    ...sides,
    onPortal: judgeMentions(page.lines, file, locale, index),
    onWiki: judgeFacts(text, 'article', pair.locale, index),
  };
}

/** The rules of what sync finds in a pair after a change. */
function findIn(where: { pair: Pair; file: string }, entry: LockEntry, now: Texts): string[] {
  const { pair, file } = where;
  const { index, locale, portal, wiki, onPortal, onWiki } = look(where, now);
  const isIn = (side: Side | undefined) => (draft: { line: number }) =>
    side !== undefined && draft.line >= side.range.from && draft.line < side.range.to;
  const place = { file: 'content/sync/local.lock.yaml', place: { line: 1, column: 1 } };
  const verdict = judgePair(
    {
      pair,
      declared: place,
      portal: { file, locale, side: portal },
      wiki: { file: 'article', locale: pair.locale, side: wiki },
      entry,
      lockPlace: place,
      facts: [...onWiki.filter(isIn(wiki)), ...onPortal.filter(isIn(portal))],
    },
    index.mentions,
    TODAY,
  );
  const elsewhere = onWiki.filter((draft) => !isIn(wiki)(draft));
  return toFindings([...verdict.drafts, ...elsewhere]).map(({ rule }) => rule);
}

interface Outcome {
  change: LabelledChange;
  found: string[];
  hits: number;
  missed: string[];
  wrong: string[];
}

function compare(change: LabelledChange, rules: string[]): Outcome {
  // A fact that changes is told at each of its places.
  const found = change.on === 'data' ? [...new Set(rules)] : rules;
  const wanted = change.either
    ? [change.either.find((rule) => found.includes(rule)) ?? change.either.join(' or ')]
    : [change.expect ?? []].flat().filter((rule) => rule !== 'none');
  const wrong = [...found];
  const missed = wanted.filter((rule) => {
    const at = wrong.indexOf(rule);
    if (at >= 0) wrong.splice(at, 1);
    return at < 0;
  });
  return { change, found, hits: wanted.length - missed.length, missed, wrong };
}

describe('changes that people labelled', () => {
  const outcomes: Outcome[] = [];
  beforeAll(() => {
    for (const { pair: key, changes } of corpus) {
      const { before, ...where } = textsOf(key);
      const { portal, wiki } = look(where, before);
      const entry = confirm({ portal, wiki, today: TODAY, by: 'a test' });
      if (findIn(where, entry, before).length > 0) throw new Error(`${key} does not agree`);
      for (const change of changes) {
        outcomes.push(compare(change, findIn(where, entry, apply(before, change))));
      }
    }
  });

  it('are a few hundred, drift and no drift, each with its own name and one label', () => {
    const ids = outcomes.map(({ change }) => change.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(300);
    expect(outcomes.filter(({ change }) => change.expect === 'none').length).toBeGreaterThan(100);
    for (const { change } of outcomes) {
      expect([change.expect, change.either].filter(Boolean), change.id).toHaveLength(1);
    }
  });

  it('are told apart, and each drift by its own finding', () => {
    const counted = outcomes.filter(({ change }) => change.mistaken === undefined);
    const sum = (of: (outcome: Outcome) => number) =>
      counted.reduce((total, outcome) => total + of(outcome), 0);
    const hits = sum((outcome) => outcome.hits);
    const precision = hits / (hits + sum(({ wrong }) => wrong.length));
    const recall = hits / (hits + sum(({ missed }) => missed.length));
    const failed = counted.filter(({ missed, wrong }) => missed.length + wrong.length > 0);
    console.log(
      [
        `${counted.length} labelled changes: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
        ...failed.map(
          ({ change, found }) =>
            `  ${change.id} (${change.kind}): ${found.join(', ') || 'nothing'} instead of ${[change.expect ?? change.either?.join(' or ')].flat().join(', ')}`,
        ),
        `${outcomes.length - counted.length} labels were mistaken and are not counted`,
      ].join('\n'),
    );
    expect(precision).toBeGreaterThan(AIM);
    expect(recall).toBeGreaterThan(AIM);
  });
});
