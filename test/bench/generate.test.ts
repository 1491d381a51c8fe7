import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { generatePages } from '../../bench/generate.ts';
import { FRONTMATTER } from '../../src/content-model/schemas/index.ts';
import { type CollectionName, SECTIONS } from '../../src/content-model/vocabulary.ts';

describe('the pages for measuring', () => {
  const pages = generatePages(200);

  test('are the same each time, and all different from each other', () => {
    expect(generatePages(200)).toEqual(pages);
    expect(new Set(pages.map((page) => page.file)).size).toBe(200);
    expect(new Set(pages.map((page) => page.text)).size).toBe(200);
  });

  test('fit the schema and have the sections of their collection', () => {
    for (const { file, text } of pages) {
      const collection = file.split('/')[0] as CollectionName;
      const [, frontmatter = '', body = ''] = text.split(/^---$/m);
      const result = FRONTMATTER[collection].safeParse(parse(frontmatter));
      expect(result.error?.issues ?? [], file).toEqual([]);
      for (const rule of SECTIONS[collection])
        expect(body, file).toContain(`## ${rule.heading.en}`);
    }
  });

  test('link only to pages that exist', () => {
    const paths = new Set(pages.map(({ file }) => `/${file.replace('.mdx', '/')}`));
    const targets = pages.flatMap(({ text }) =>
      [...text.matchAll(/\]\((\/[^)#]*)/g)].map((match) => match[1]),
    );
    expect(targets.length).toBeGreaterThan(500);
    expect(targets.filter((path) => path && !paths.has(path))).toEqual([]);
  });

  test('lead clients to nothing that they may not see', () => {
    const forClients = pages.filter(({ text }) => text.includes('\naudience:\n'));
    const paths = new Set(forClients.map(({ file }) => `/${file.replace('.mdx', '/')}`));
    expect(paths.size).toBe(40);
    const targets = forClients.flatMap(({ text }) =>
      [...text.matchAll(/\]\((\/[^)#]*)/g)].map((match) => match[1] ?? ''),
    );
    expect(targets.filter((path) => !paths.has(path))).toEqual([]);
  });
});
