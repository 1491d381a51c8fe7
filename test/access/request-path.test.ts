import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPath } from '../../src/access/request-path.ts';
import { OF_THE_HOST, spellingsOf } from './paths.ts';

const kindOf = (path: string) => readPath(`https://docs.example.com${path}`).kind;

describe('the path of a request', () => {
  it.each([
    ['/', '/'],
    ['', '/'],
    ['?q=//', '/'],
    ['/guides/client/', '/guides/client/'],
    ['/guides/client/?a=/../b#c', '/guides/client/'],
    ['/guides/%63lient/', '/guides/client/'],
    ['/guides/client/index.md', '/guides/client/index.md'],
    ['/_astro/site.abc123.css', '/_astro/site.abc123.css'],
    ['/pagefind/fragment/en_1a2b.pf_fragment', '/pagefind/fragment/en_1a2b.pf_fragment'],
  ])('"%s" is plainly %s', (path, plain) => {
    expect(readPath(`https://docs.example.com${path}`)).toEqual({ kind: 'plain', path: plain });
  });

  it.each([
    '/a%2fb',
    '/a%5Cb',
    '/a\\b',
    '/a//b',
    '//a',
    '/a;b',
    '/a%3Bb',
    '/a/../b',
    '/a/./b',
    '/a/%2e%2e/b',
    '/a/.',
    '/a/..',
    '/%00',
    '/%252e',
    '/a%',
    '/%zz',
    '/%ff',
    '/%c0%af',
    '/a%0ab',
    '/a%7f',
    `/${'a'.repeat(3_000)}`,
  ])('"%s" is refused', (path) => expect(kindOf(path)).toBe('refused'));

  it.each([...OF_THE_HOST, '/caf%C3%A9/', '/a%20b/', '/a:b/', '/a*/', '/...'])(
    '"%s" is nowhere',
    (path) => expect(kindOf(path)).toBe('nowhere'),
  );

  it('is plain only in letters that every server reads alike, whatever comes in', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webPath(), fc.constantFrom(...spellingsOf('/a/b/'))),
        (text) => {
          const read = readPath(`https://docs.example.com/${text}`);
          if (read.kind !== 'plain') return;
          expect(read.path).toMatch(/^\/[\w.~@+,=/-]*$/);
          expect(read.path).not.toMatch(/\/\/|\/\.|^\/_(?!astro\/)/);
          expect(new URL(read.path, 'https://docs.example.com').pathname).toBe(read.path);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
