import { expect, test } from 'vitest';
import { githubEditUrl, githubNewFileUrl } from '../../src/authoring/github-urls.ts';
import { scaffold } from '../../src/authoring/scaffold.ts';
import { COLLECTIONS } from '../../src/content-model/vocabulary.ts';

const repository = { url: 'https://github.com/example/docs', branch: 'main' };

test('an edit link opens the file on the branch', () => {
  expect(githubEditUrl(repository, 'content/adr/001-a b.mdx')).toBe(
    'https://github.com/example/docs/edit/main/content/adr/001-a%20b.mdx',
  );
});

test('a new-file link carries the name and the whole text', () => {
  const text = '---\ntitle: "A & B"\n---\n\n+ 100% #1\n';
  const { url, filled } = githubNewFileUrl(repository, 'content/guides/a.mdx', text);
  expect(filled).toBe(true);
  expect(new URL(url).searchParams.get('filename')).toBe('content/guides/a.mdx');
  expect(new URL(url).searchParams.get('value')).toBe(text);
});

test('a text too long for an address is left out, the name is not', () => {
  const { url, filled } = githubNewFileUrl(repository, 'content/guides/a.mdx', 'é'.repeat(5_000));
  expect(filled).toBe(false);
  expect(new URL(url).searchParams.get('filename')).toBe('content/guides/a.mdx');
  expect(url.length).toBeLessThan(200);
});

test.each(COLLECTIONS)('every new page of %s fits into its link', (collection) => {
  const { file, text } = scaffold(collection, {
    title: 'A title about as long as titles usually are, or a little longer than that',
    date: '2026-06-30',
    number: 14,
    locale: 'nl',
  });
  expect(githubNewFileUrl(repository, `content/${file}`, text).filled).toBe(true);
});
