import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { touchedArticles, touchedComment } from '../../src/sync/touched.ts';

const folder = mkdtempSync(join(tmpdir(), 'touched-'));
const root = join(folder, 'content');

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../content'), root, { recursive: true });
  const git = (...words: string[]) =>
    execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], {
      cwd: folder,
    });
  await git('init', '-q', '-b', 'main');
  await git('add', '.');
  await git('commit', '-q', '-m', 'Before');
});
afterAll(() => rmSync(folder, { recursive: true }));

it('names the articles whose counterpart a change touches, and no others', async () => {
  expect(touchedComment(await touchedArticles(root, 'main'))).toMatch(/^No article/);
  const file = join(root, 'guides/client-onboarding.mdx');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('4. Click **Send Invitation**', '4. Click **Invite**'));
  rmSync(join(root, 'guides/client/documents.mdx'));
  const touched = await touchedArticles(root, 'main');
  expect(touched.map(({ pair, what }) => `${pair.tenant}/${pair.article} ${what}`)).toEqual([
    'mr-dj/resending-an-invitation changed',
    'mr-dj/uitnodiging-opnieuw-versturen changed',
    'sonan/resending-an-invitation changed',
    'sonan/uitnodiging-opnieuw-versturen changed',
    'sonan/finding-shared-documents gone',
  ]);
  const comment = touchedComment(touched);
  expect(comment).toContain(
    '| `/guides/client/documents/` | gone | `sonan/en/finding-shared-documents` |',
  );
  expect(comment.match(/5-send-the-portal-invitation/g)).toHaveLength(1);
});

it('names the articles whose counterpart shows a value that a change sets anew', async () => {
  const file = join(root, 'data/facts.yaml');
  const text = readFileSync(file, 'utf8');
  const articles = async () =>
    (await touchedArticles(root, 'main')).map(({ pair }) => `${pair.tenant}/${pair.article}`);
  const before = new Set(await articles());
  writeFileSync(file, text.replace(/(- id: password-length\n {2}value: )12/, '$1' + '14'));
  const touched = await articles();
  writeFileSync(file, text);
  expect(touched.filter((article) => !before.has(article)).sort()).toEqual([
    'example/your-first-day',
    'mr-dj/your-first-day',
    'sonan/your-first-day',
  ]);
});

it('does not take an unknown ref for no change', async () => {
  await expect(touchedArticles(root, 'nowhere')).rejects.toThrow(/cannot compare with "nowhere"/);
});
