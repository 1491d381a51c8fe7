import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexLinks } from '../../src/checks/link-index.ts';
import { firstUses } from '../../src/sync/article-facts.ts';
import { outlineArticle } from '../../src/sync/article-outline.ts';
import { judgeAll, lookAtBoth, type Seen } from '../../src/sync/run.ts';
import { sideOf } from '../../src/sync/side.ts';
import { readSeedArticles } from '../../wiki-service/src/database/seed.ts';
import { project, TODAY, useBothSystems } from './wiki.ts';

const both = useBothSystems();
const NO_VALUES = new Map<string, string>();

/** One drift of each kind at once, and a link that leads nowhere. */
async function letThemDrift() {
  both.changePage('guides/client/tickets.mdx', (text) =>
    text.replace('We answer in the ticket', 'We reply in the ticket'),
  );
  both.changePage('guides/client-onboarding.mdx', (text) =>
    text.replace('4. Click **Send Invitation**.', ''),
  );
  both.removePage('guides/client/invoices.mdx');
  await both.changeArticle('sonan', 'asking-for-support', {
    html: (html) => html.replace('We answer', 'You find our answer'),
  });
  await both.changeArticle('sonan', 'starting-in-the-portal', {
    html: (html) => html.replace('value="PT24H">24 hours', 'value="PT48H">48 hours'),
  });
  await both.changeArticle('mr-dj', 'uitnodiging-opnieuw-versturen', {
    html: (html) => html.replace(/<data data-fact="invitation-validity".*?<\/data>/, '48 uur'),
  });
  await both.changeArticle('mr-dj', 'contract-ondertekenen', {
    html: (html) => html.replace('post', 'postzegels'),
  });
  await both.changeArticle('example', 'setting-up-mfa', { state: 'draft' });
}

const PAIRS_THAT_DRIFT = [
  '/guides/client/tickets/@sonan/en/asking-for-support',
  '/guides/client/tickets/@example/en/asking-for-support',
  '/guides/client/tickets/@mr-dj/nl/supportticket-indienen',
  ...['sonan/en', 'mr-dj/en'].map(
    (wiki) =>
      `/guides/client-onboarding/#5-send-the-portal-invitation@${wiki}/resending-an-invitation#send-it-the-first-time`,
  ),
  ...['sonan/nl', 'mr-dj/nl'].map(
    (wiki) =>
      `/guides/client-onboarding/#5-send-the-portal-invitation@${wiki}/uitnodiging-opnieuw-versturen#voor-het-eerst`,
  ),
  '/guides/client/signing-in/#the-first-time@sonan/en/starting-in-the-portal',
  '/guides/client/contracts/@mr-dj/nl/contract-ondertekenen',
];

describe('what sync finds does not depend on', () => {
  it('the order of files, tenants, articles, slugs or lock entries', async () => {
    await letThemDrift();
    const options = both.options();
    const seen = await lookAtBoth(options);
    const { report } = judgeAll(seen, options);
    expect(report.findings.length).toBeGreaterThan(6);
    const shuffled = <T>(list: Iterable<T>) => {
      const items = [...list];
      return fc.shuffledSubarray(items, { minLength: items.length });
    };
    const inAnyOrder = fc.record({
      pages: shuffled(seen.content.pages),
      facts: shuffled(seen.content.data.facts),
      roles: shuffled(seen.content.data.roles),
      audiences: shuffled(seen.audiences),
      entries: shuffled(seen.lock.entries),
      tenants: fc
        .tuple(
          ...seen.tenants.map((tenant) =>
            fc
              .record({ articles: shuffled(tenant.articles), slugs: shuffled(tenant.slugs) })
              .map(({ articles, slugs }) => ({ ...tenant, articles, slugs: new Map(slugs) })),
          ),
        )
        .chain(shuffled),
    });
    fc.assert(
      fc.property(inAnyOrder, ({ pages, facts, roles, audiences, entries, tenants }) => {
        const content = { ...seen.content, pages, data: { ...seen.content.data, facts, roles } };
        const other: Seen = {
          ...seen,
          ...{ content, audiences, tenants },
          index: indexLinks(content, { kindOnDisk: seen.kindOnDisk }),
          lock: { ...seen.lock, entries: new Map(entries) },
          facts: { ...seen.facts, usedAt: firstUses(content, seen.shownAs) },
        };
        expect(judgeAll(other, options).report).toEqual(report);
      }),
      { numRuns: 25 },
    );
  });

  it('the order of attributes, or line ends, of any article', () => {
    const articles = readSeedArticles();
    fc.assert(
      fc.property(fc.constantFrom(...articles), fc.infiniteStream(fc.nat()), (article, random) => {
        const html = article.html.replace(
          /<([a-z0-9]+)((?: [a-z-]+="[^"]*")+)>/g,
          (_, tag: string, written: string) => {
            const attributes = [...written.matchAll(/ [a-z-]+="[^"]*"/g)]
              .map(([text]) => ({ text, at: random.next().value ?? 0 }))
              .sort((a, b) => a.at - b.at);
            return `<${tag}${attributes.map(({ text }) => text).join('')}>`;
          },
        );
        const [was, is] = [article.html, html.replaceAll('\n', '\r\n')].map(outlineArticle);
        expect(is && sideOf(is, undefined, NO_VALUES)?.lines).toEqual(
          was && sideOf(was, undefined, NO_VALUES)?.lines,
        );
        expect(is?.facts.map(({ id, value, text }) => [id, value, text])).toEqual(
          was?.facts.map(({ id, value, text }) => [id, value, text]),
        );
        expect(is?.links.map(({ href }) => href)).toEqual(was?.links.map(({ href }) => href));
      }),
    );
  });

  it('the language and time zone of the machine, nor on which run it is', async () => {
    await letThemDrift();
    const run = async (env: Partial<Record<string, string>>) => {
      const { stdout, exitCode } = await execa(
        process.execPath,
        [
          join(project, 'scripts/sync.ts'),
          ...['--root', both.root(), '--today', TODAY, '--format', 'json', '--dry-run'],
        ],
        { env: { SUPABASE_URL: both.supabase().url, ...env }, reject: false, cwd: both.root() },
      );
      expect(exitCode).toBe(1);
      return stdout;
    };
    const first = await run({ LC_ALL: 'C', TZ: 'UTC' });
    expect(JSON.parse(first).findings.length).toBeGreaterThan(6);
    for (const env of [
      { LC_ALL: 'C', TZ: 'UTC' },
      { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' },
      { LC_ALL: 'nl_NL.UTF-8', LANG: 'nl_NL.UTF-8', TZ: 'America/Los_Angeles' },
    ]) {
      expect(await run(env)).toBe(first);
    }
  });
});

describe('acknowledged one by one', () => {
  it('no drift of a pair is told any more', async () => {
    await letThemDrift();
    for (const pair of PAIRS_THAT_DRIFT) await both.acknowledgePair(pair, '2026-11-30');
    const { report } = await both.run();
    // What stands outside of the pairs' sections is told on.
    const rules = new Set(report.findings.map(({ rule }) => rule));
    expect([...rules].sort()).toEqual([
      'fact/mention',
      'link/portal-missing',
      'link/wiki-unpublished',
    ]);
    expect(report.checked.acknowledged).toBe(PAIRS_THAT_DRIFT.length);
    expect((await both.run()).report).toEqual(report);
  });
});
