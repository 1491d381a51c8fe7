import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type NewPage, nextAdrNumber, scaffold, slugOf } from '../../src/authoring/scaffold.ts';
import { FRONTMATTER } from '../../src/content-model/schemas/index.ts';
import { COLLECTIONS, LOCALES, SECTIONS } from '../../src/content-model/vocabulary.ts';

const page: NewPage = { title: 'Emails are late: "again"', date: '2026-06-30', number: 14 };

describe.each(COLLECTIONS)('a new page in %s', (collection) => {
  const { text } = scaffold(collection, page);
  const [, frontmatter = '', body = ''] = text.split(/^---$/m);

  test('fits its schema', () => {
    const result = FRONTMATTER[collection].safeParse(parse(frontmatter));
    expect(result.error?.issues ?? []).toEqual([]);
    expect(result.data?.title).toBe(page.title);
  });

  test.each(LOCALES)('has the sections of its collection, in %s', (locale) => {
    const inLocale = scaffold(collection, { ...page, locale }).text;
    const headings = [...inLocale.matchAll(/^## (.*)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(
      SECTIONS[collection].length > 0
        ? SECTIONS[collection].map((rule) => rule.heading[locale])
        : [expect.stringContaining('REPLACE:')],
    );
  });

  test('says in its body and its description where its author must write', () => {
    expect(body).toContain('REPLACE:');
    expect(parse(frontmatter).description).toMatch(/^REPLACE:/);
  });
});

describe('the file of a new page', () => {
  test.each([
    ['adr', {}, 'adr/014-emails-are-late-again.mdx'],
    ['runbooks', {}, 'runbooks/emails-are-late-again.mdx'],
    ['postmortems', {}, 'postmortems/2026-06-30-emails-are-late-again.mdx'],
    ['guides', { locale: 'nl' }, 'nl/guides/emails-are-late-again.mdx'],
  ] as const)('in %s %o is %s', (collection, extra, file) => {
    expect(scaffold(collection, { ...page, ...extra }).file).toBe(file);
  });

  test('cannot be named after a title without letters or digits, and says so', () => {
    expect(() => scaffold('guides', { ...page, title: '???' })).toThrow(/no letter or digit/);
  });
});

test.each([
  ['Résumé upload: 502', 'resume-upload-502'],
  ['  Spaces -- and  dashes ', 'spaces-and-dashes'],
  ['`npm ci` fails', 'npm-ci-fails'],
  ['日本 1', '1'],
])('the slug of %j is %s', (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});

describe('the next ADR number', () => {
  test('follows the highest one anywhere, in any language', () => {
    expect(nextAdrNumber(['adr/001-a.mdx', 'nl/adr/012-b.mdx', 'adr/003-c.mdx'])).toBe(13);
  });

  test('is 1 when there is none, and looks at ADRs alone', () => {
    expect(nextAdrNumber(['guides/099-not-an-adr.mdx', 'adr/readme.mdx'])).toBe(1);
  });
});
