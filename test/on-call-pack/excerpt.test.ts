import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/on-call-pack/browser/excerpt.ts';

const shown = (text: string, words: string[]) =>
  excerpt(text, words)
    .map(({ part, found }) => (found ? `[${part}]` : part))
    .join('');

describe('an excerpt', () => {
  it('marks what was looked for, whatever its case', () => {
    expect(shown('Open the Pool. The pool is full.', ['pool'])).toBe(
      'Open the [Pool]. The [pool] is full.',
    );
  });

  it('begins near the first word found, and says where it leaves text out', () => {
    const text = `${'before '.repeat(40)}the pool is exhausted ${'after '.repeat(40)}`.trim();
    const result = shown(text, ['pool']);
    expect(result).toMatch(/^… before/);
    expect(result).toContain('the [pool] is exhausted');
    expect(result).toMatch(/after …$/);
    expect(result.length).toBeLessThan(200);
  });

  it('marks the beginning of words only, and takes signs as they are', () => {
    expect(shown('carpool c++ pool', ['pool', 'c++'])).toBe('carpool [c++] [pool]');
  });

  it('shows the beginning where nothing was found', () => {
    expect(shown('A short text.', [])).toBe('A short text.');
    expect(shown('A short text.', ['other'])).toBe('A short text.');
  });
});
