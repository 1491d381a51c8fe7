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

const boardOf = (...pages: Page[]) =>
  actionBoard([...buildSite({ ...emptyContent(), pages }).pages.values()], '2026-07-20');

describe('an action', () => {
  it('is overdue when it is open after the day it was due', () => {
    expect(boardState({ state: 'open', due: '2026-07-19' }, '2026-07-20')).toBe('overdue');
    expect(boardState({ state: 'open', due: '2026-07-20' }, '2026-07-20')).toBe('open');
    expect(boardState({ state: 'done', due: '2026-07-01' }, '2026-07-20')).toBe('done');
  });
});

describe('the action board', () => {
  it('gathers the actions of all post-mortems by owner, what is overdue first', () => {
    const board = boardOf(
      postmortem('a', '| Test logging in | Tech Lead | 2026-08-01 | open | |'),
      postmortem('b', '| Alert on 500s | Tech Lead | 2026-07-10 | open | |'),
    );
    expect(board.owners.map(({ owner }) => owner)).toEqual(['Tech Lead']);
    expect(board.owners[0]?.actions.map(({ action }) => action)).toEqual([
      'Alert on 500s',
      'Test logging in',
    ]);
    expect(board.counts).toMatchObject({ overdue: 1, open: 1 });
  });

  it('shows the actions of an example, and counts none of them', () => {
    const board = boardOf(
      postmortem('a', '| Test logging in | Tech Lead | 2026-07-01 | open | |', 'example: true\n'),
    );
    expect(board.counts).toEqual({ overdue: 0, open: 0, done: 0, 'wont-do': 0 });
    expect(board.owners).toEqual([]);
    expect(board.examples).toHaveLength(1);
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
