import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TODAY, useBothSystems } from './wiki.ts';

const both = useBothSystems();
const PAGE = 'guides/client/signing-in.mdx';
const git = (words: string[], day = '2026-11-20') =>
  execa('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...words], {
    cwd: join(both.root(), '..'),
    env: { GIT_COMMITTER_DATE: `${day}T12:00:00Z`, GIT_AUTHOR_DATE: '2020-01-01T12:00:00Z' },
  });
const commit = async (day: string) => {
  await git(['add', '.']);
  await git(['commit', '-q', '-m', 'A change'], day);
};
beforeEach(async () => {
  await git(['init', '-q']);
  await commit('2026-11-01');
});
afterEach(() => rmSync(join(both.root(), '../.git'), { recursive: true }));

const daysOf = async (key: string) => {
  const { pairs } = await both.run();
  return pairs.find(({ now }) => now.pair.key.startsWith(key))?.movedOn;
};

it('the day of a section is that of the change that moved it, not of the last one to its page', async () => {
  both.changePage(PAGE, (text) => text.replace('You see your dashboard', 'Your dashboard opens'));
  await commit('2026-11-10');
  both.changePage(PAGE, (text) => `${text}\n## Something else\n\nHere.\n`);
  await commit('2026-11-15');
  expect(await daysOf('/guides/client/signing-in/#the-first-time@sonan')).toEqual({
    portal: '2026-11-10',
  });
  expect(await daysOf('/guides/client/tickets/@sonan')).toEqual({});
});

it('a change that is not committed was made today', async () => {
  both.changePage(PAGE, (text) => text.replace('You see your dashboard', 'Your dashboard opens'));
  expect(await daysOf('/guides/client/signing-in/#the-first-time@sonan')).toEqual({
    portal: TODAY,
  });
});

it('an article was changed when it was last saved, or before', async () => {
  const id = await both.changeArticle('sonan', 'signing-a-contract', {
    html: (html) => html.replace('no post', 'no stamps'),
  });
  const [saved] = await both
    .supabase()
    .database.query<{ day: string }>(
      "select to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD') as day from public.wiki_articles where id = $1",
      [id],
    );
  expect(await daysOf('/guides/client/contracts/@sonan')).toEqual({ wiki: saved?.day });
});

it('nothing is said where the history does not hold what was confirmed', async () => {
  both.changePage(PAGE, (text) => text.replace('You see your dashboard', 'Your dashboard opens'));
  rmSync(join(both.root(), '../.git'), { recursive: true });
  await git(['init', '-q']);
  await commit('2026-11-12');
  expect(await daysOf('/guides/client/signing-in/#the-first-time@sonan')).toEqual({});
});
