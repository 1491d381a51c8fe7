import { expect, it } from 'vitest';
import { fillIn } from '../../src/checklists/fill-in.ts';
import { formatLocally, formatMoment } from '../../src/checklists/moments.ts';
import { checklistWords } from '../../src/checklists/words.ts';

const blanksOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();

it('Dutch says everything that English says, about the same values', () => {
  const { labels, said } = checklistWords('nl');
  const english = checklistWords('en');
  expect(Object.keys({ ...labels, ...said })).toEqual(
    Object.keys({ ...english.labels, ...english.said }),
  );
  for (const [key, text] of Object.entries(said)) {
    expect([key, blanksOf(text)]).toEqual([key, blanksOf(english.said[key as keyof typeof said])]);
  }
});

it('fills in values as text, and leaves what it has no value for', () => {
  expect(fillIn('{done} of {all} {rest}', { done: 0, all: '$&{done}' })).toBe(
    '0 of $&{done} {rest}',
  );
});

it('tells a moment in UTC, and by the reader’s clock where that is another', () => {
  const zone = process.env.TZ;
  try {
    process.env.TZ = 'Europe/Amsterdam';
    expect(formatMoment('2026-11-20T22:03:59.000Z', 'en')).toBe('20 Nov 2026, 22:03 UTC');
    expect(formatMoment('2026-11-20T22:03:59.000Z', 'nl')).toBe('20 nov 2026, 22:03 UTC');
    expect(formatLocally('2026-11-20T22:03:59.000Z', 'en')).toBe('23:03');
    expect(formatLocally('2026-11-20T23:03:59.000Z', 'nl')).toBe('21 nov 2026, 00:03');
    process.env.TZ = 'UTC';
    expect(formatLocally('2026-11-20T22:03:59.000Z', 'en')).toBe('');
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});
