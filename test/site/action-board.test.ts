import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import type { Page } from '../../src/content-model/records.ts';
import { actionBoard, boardState } from '../../src/site/action-board.ts';
import { reviewOf } from '../../src/site/review.ts';
import { buildSite } from '../../src/site/site.ts';
import { emptyContent } from './empty-content.ts';

function postmortem(name: string, rows: string, extra = ''): Page {
  return readPage(
    `---
title: ${name}
description: d
owner: tech-lead
scheme: sonan
severity: P1
detected: 2026-07-02T03:14Z
acknowledged: 2026-07-02T03:19Z
mitigated: 2026-07-02T03:41Z
resolved: 2026-07-02T04:34Z
duration: PT1H20M
lead: Primary Engineer
impact: { users: all, features: sign-in, clients: nothing, dataLoss: "No" }
${extra}---

## Prevention actions

| Action | Owner | Due | State | Note |
| --- | --- | --- | --- | --- |
${rows}
`,
    { file: `postmortems/2026-07-02-${name}.mdx`, hash: name },
  ) as Page;
}

const { data } = emptyContent();
data.roles = [
  {
    id: 'tech-lead',
    organisation: 'sonan',
    name: { en: 'Tech Lead' },
    about: { en: 'Leads' },
    source: { document: 'd', place: 'p' },
  },
] as unknown as typeof data.roles;

const boardOf = (...pages: Page[]) =>
  actionBoard([...buildSite({ ...emptyContent(), pages }).pages.values()], '2026-07-20', {
    data,
    locale: 'en',
  });

describe('an action', () => {
  it('is overdue when it is open after the day it was due', () => {
    expect(boardState({ state: 'open', due: '2026-07-19' }, '2026-07-20')).toBe('overdue');
    expect(boardState({ state: 'open', due: '2026-07-20' }, '2026-07-20')).toBe('open');
    expect(boardState({ state: 'done', due: '2026-07-01' }, '2026-07-20')).toBe('done');
  });
});

describe('the action board', () => {
  it('gathers the actions of all post-mortems by owner, what is overdue first', () => {
    const { real } = boardOf(
      postmortem('a', '| Test logging in | Tech Lead | 2026-08-01 | open | |'),
      postmortem('b', '| Alert on 500s | Tech Lead | 2026-07-10 | open | |'),
    );
    expect(real.owners.map(({ owner }) => owner)).toEqual(['Tech Lead']);
    expect(real.owners[0]?.actions.map(({ action }) => action)).toEqual([
      'Alert on 500s',
      'Test logging in',
    ]);
    expect(real.counts).toMatchObject({ overdue: 1, open: 1 });
  });

  it('counts what each owner has overdue, open, done and dropped', () => {
    const rows = [
      '| One | CTO | 2026-07-01 | open | |',
      '| Two | CTO | 2026-08-01 | done | |',
      '| Three | CTO | 2026-08-01 | wont-do | Too dear |',
      '| Four | Tech Lead | 2026-08-01 | open | |',
    ];
    const { real } = boardOf(postmortem('a', rows.join('\n')));
    expect(real.owners.map(({ owner, counts }) => [owner, counts])).toEqual([
      ['CTO', { overdue: 1, open: 0, done: 1, 'wont-do': 1 }],
      ['Tech Lead', { overdue: 0, open: 1, done: 0, 'wont-do': 0 }],
    ]);
  });

  it('takes a role by its mark and by its name for one owner', () => {
    const { real } = boardOf(
      postmortem('a', '| One | <Role id="tech-lead" /> | 2026-08-01 | open | |'),
      postmortem('b', '| Ask the <Role id="tech-lead" /> | Tech Lead | 2026-08-01 | open | |'),
    );
    expect(real.owners.map(({ owner, actions }) => [owner, actions.length])).toEqual([
      ['Tech Lead', 2],
    ]);
    expect(real.owners[0]?.actions[1]?.action).toBe('Ask the Tech Lead');
  });

  it('shows an example apart, and counts it in no figure', () => {
    const { real, examples } = boardOf(
      postmortem('a', '| Test logging in | Tech Lead | 2026-07-01 | open | |', 'example: true\n'),
    );
    expect(real).toEqual({
      counts: { overdue: 0, open: 0, done: 0, 'wont-do': 0 },
      owners: [],
      schemes: [],
    });
    expect(examples.owners).toHaveLength(1);
    expect(examples.schemes[0]?.severities[0]?.incidents).toBe(1);
  });

  it('keeps the severities of different schemes apart', () => {
    const other = postmortem('b', '');
    if (other.collection === 'postmortems' && other.data) other.data.scheme = 'mr-dj';
    const { real } = boardOf(postmortem('a', ''), other);
    expect(
      real.schemes.map(({ scheme, severities }) => [scheme, severities[0]?.incidents]),
    ).toEqual([
      ['sonan', 1],
      ['mr-dj', 1],
    ]);
  });

  it('counts a post-mortem once that is there in two languages', () => {
    const dutch = { ...postmortem('a', ''), path: '/nl/postmortems/2026-07-02-a/', locale: 'nl' };
    const { real } = boardOf(postmortem('a', ''), dutch as Page);
    expect(real.schemes[0]?.severities[0]?.incidents).toBe(1);
  });
});

describe('a review', () => {
  it('is overdue the day after its term', () => {
    const page = { reviewed: '2026-01-01', reviewEvery: 10 };
    expect(reviewOf(page, '2026-01-11')).toEqual({ state: 'fresh', date: '2026-01-01' });
    expect(reviewOf(page, '2026-01-12')).toEqual({ state: 'overdue', date: '2026-01-01', days: 1 });
  });

  it('that never was is said so, not counted as overdue', () => {
    expect(reviewOf({ reviewEvery: 10 }, '2026-01-12')).toEqual({ state: 'never' });
  });
});
