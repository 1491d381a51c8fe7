import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSlug, slugFor } from '../../admin/src/editing/slug.ts';
import { type Place, readPlace, writePlace } from '../../admin/src/place.ts';

describe('the address that a title suggests', () => {
  it.each([
    ['Create a proposal', 'create-a-proposal'],
    ['Één factuur betalen!', 'een-factuur-betalen'],
    ['What’s new?', 'whats-new'],
    ['  A -- b  ', 'a-b'],
  ])('of %s is %s', (title, slug) => {
    expect(slugFor(title)).toBe(slug);
  });

  it('is one that the service takes, or nothing, whatever the title', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (title) => {
        const slug = slugFor(title);
        expect(slug === '' || isSlug(slug)).toBe(true);
      }),
    );
  });
});

describe('the path of a page of the editor', () => {
  it('leads back to that page', () => {
    const words = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
    const places: fc.Arbitrary<Place> = fc.oneof(
      fc.record({
        page: fc.constant('list' as const),
        filter: fc.record(
          { q: words, route: words, sort: fc.constant('title' as const) },
          { requiredKeys: [] },
        ),
      }),
      fc.record({
        page: fc.constant('article' as const),
        target: fc.oneof(
          fc.record({ kind: fc.constantFrom('article' as const, 'draft' as const), id: fc.uuid() }),
          fc.record({
            kind: fc.constant('new' as const),
            title: words,
            locale: fc.constantFrom('en' as const, 'nl' as const),
          }),
        ),
      }),
    );
    fc.assert(
      fc.property(places, (place) => {
        expect(readPlace(writePlace(place))).toEqual(place);
      }),
    );
  });

  it('that is not known leads to the list', () => {
    expect(readPlace('/somewhere/else')).toEqual({ page: 'list', filter: {} });
  });
});
