import { describe, expect, it } from 'vitest';
import { announcePack } from '../../src/on-call-pack/announce.ts';
import { packSize } from '../../src/on-call-pack/assemble.ts';

describe('a page that offers the pack', () => {
  const page = (text: string) => `<p><span data-on-call-pack="nl">${text}</span></p>`;

  it('says its size and day in its own language, also when it said others before', () => {
    const first = announcePack(page(''), '557 kB', '2026-11-20');
    expect(first).toBe(page('557 kB, 20 november 2026'));
    expect(announcePack(first, '1.1 MB', '2026-12-01')).toBe(page('1.1 MB, 1 december 2026'));
  });

  it('stays as it is when it offers nothing', () => {
    expect(announcePack('<p>Text</p>', '1 kB', '2026-11-20')).toBe('<p>Text</p>');
  });
});

it('says a size as people do', () => {
  expect([999, 554_976, 1_234_567].map(packSize)).toEqual(['1 kB', '555 kB', '1.2 MB']);
});
