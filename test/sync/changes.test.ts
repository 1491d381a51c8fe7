import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { found, useBothSystems } from './wiki.ts';

const both = useBothSystems();
const INVITATION = 'guides/client-onboarding.mdx';

/** The line of the first place in a page where a text stands. */
function lineIn(file: string, text: string): number {
  const before = readFileSync(join(both.root(), file), 'utf8').split(text)[0] ?? '';
  return before.split('\n').length;
}

describe('one change alone gives one finding, at its line', () => {
  it('nothing, as long as nothing is changed', async () => {
    const { report } = await both.run();
    expect(report).toMatchObject({ status: 'ok', findings: [] });
    expect(report.checked.pairs).toBeGreaterThan(40);
  });

  it('another value of a fact in an article', async () => {
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) => html.replace('value="PT24H">24 hours', 'value="PT48H">48 hours'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['drift/fact wiki:sonan/en/starting-in-the-portal:2']);
    expect(report.findings[0]?.message).toMatch(/"48 hours", "PT48H".*"PT24H", as at .*\.mdx:\d+/);
    expect(report.findings[0]?.help).toContain('Owner: Admin.');
  });

  it('another value of a fact that is not marked, with the words around it', async () => {
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) => html.replace(/<data data-fact="invitation-validity".*?<\/data>/, '48 hours'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['fact/mention wiki:sonan/en/starting-in-the-portal:2']);
    expect(report.findings[0]).toMatchObject({ severity: 'warning' });
    expect(report.findings[0]?.message).toContain('The link works for 48 hours.');
  });

  it('the same in Dutch', async () => {
    await both.changeArticle('mr-dj', 'uitnodiging-opnieuw-versturen', {
      html: (html) => html.replace(/<data data-fact="invitation-validity".*?<\/data>/, '48 uur'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['fact/mention wiki:mr-dj/nl/uitnodiging-opnieuw-versturen:1']);
  });

  it('a step less in the onboarding on the portal', async () => {
    both.changePage(INVITATION, (text) =>
      text.replace(
        "3. Check that the invitation goes to the primary contact's email address.\n4. C",
        '3. C',
      ),
    );
    const { report } = await both.run();
    const line = lineIn(INVITATION, '3. Click **Send Invitation**');
    expect(found(report)).toEqual([`drift/steps ${INVITATION}:${line}`]);
    expect(report.findings[0]?.message).toMatch(
      /^Step 3 of the portal \("Check that the invitation .*"\) is gone\. Look at .*wiki:sonan\/en\/resending-an-invitation#send-it-the-first-time \(its step 3, "Check that it goes/,
    );
  });

  it('another step of an escalation, which a page shows from the shared data', async () => {
    both.changePage('data/escalation.yaml', (text) =>
      text.replace('Registreer de vraag in Freshdesk.', 'Registreer de vraag in Jira.'),
    );
    const page = 'nl/playbooks/mr-dj-support.mdx';
    expect(found((await both.run()).report)).toEqual([
      `drift/portal-moved ${page}:${lineIn(page, '<Escalation')}`,
    ]);
  });

  it('a step more in an article', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', {
      html: (html) => html.replace('<li>Sign it', '<li>Download a copy.</li><li>Sign it'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['drift/steps wiki:sonan/en/signing-a-contract:2']);
    expect(report.findings[0]?.message).toContain(
      'Step 4 of the article ("Download a copy.") is new',
    );
  });

  it('steps in another order', async () => {
    await both.changeArticle('sonan', 'setting-up-mfa', {
      html: (html) =>
        html.replace(/(<li>Enter.*?<\/li>)(<li>Save.*?<\/li>)/, (_, enter, save) => save + enter),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['drift/steps wiki:sonan/en/setting-up-mfa:2']);
    expect(report.findings[0]?.message).toMatch(/[Ss]teps? .*order/);
  });

  it('a heading with another name, where an article links to it', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', {
      html: (html) =>
        `${html}\n<p><a href="portal:/guides/client/problems/#nobody-can-log-in">Help</a></p>`,
    });
    both.changePage(
      'guides/client/problems.mdx',
      (text) => `${text}\n## Nobody can log in\n\nTell us.\n`,
    );
    await both.confirmPair('/guides/client/contracts/@sonan/en/signing-a-contract');
    expect(found((await both.run()).report)).toEqual([]);
    both.changePage('guides/client/problems.mdx', (text) =>
      text.replace('## Nobody can log in', '## Nobody gets in'),
    );
    expect(found((await both.run()).report)).toEqual([
      'link/missing-anchor wiki:sonan/en/signing-a-contract:4',
    ]);
  });

  it('a heading with another name, where its section is a counterpart of several articles', async () => {
    both.changePage('guides/employee-onboarding.mdx', (text) =>
      text.replace('## 5. Set up MFA', '## 5. Set up the second factor'),
    );
    const { report } = await both.run();
    const line = lineIn('guides/employee-onboarding.mdx', 'section: 5-set-up-mfa');
    expect(found(report)).toEqual([`drift/orphan-portal guides/employee-onboarding.mdx:${line}`]);
    expect(report.findings[0]?.message).toMatch(
      /example\/en\/setting-up-mfa, .*mr-dj\/en\/setting-up-mfa, .*sonan\/en\/setting-up-mfa$/,
    );
  });

  it('a heading with another name in a page that is a counterpart as a whole', async () => {
    const page = 'guides/client/contracts.mdx';
    both.changePage(page, (text) => `${text}\n## Afterwards\n\nKeep it.\n`);
    await both.changeArticle('sonan', 'asking-for-support', {
      html: (html) =>
        `${html}\n<p><a href="portal:/guides/client/contracts/#afterwards">Help</a></p>`,
    });
    await both.confirmPair('/guides/client/contracts/@sonan/en/signing-a-contract');
    await both.confirmPair('/guides/client/contracts/@mr-dj/nl/contract-ondertekenen');
    await both.confirmPair('/guides/client/tickets/@sonan/en/asking-for-support');
    expect(found((await both.run()).report)).toEqual([]);
    both.changePage(page, (text) => text.replace('## Afterwards', '## Later'));
    const { report } = await both.run();
    expect(found(report)).toEqual(['link/missing-anchor wiki:sonan/en/asking-for-support:3']);
    expect(report.findings[0]?.message).toMatch(/contract-ondertekenen, .*signing-a-contract$/);
    both.changePage(page, (text) => text.replace('Keep it.', 'File it.'));
    expect(found((await both.run()).report)).toContain(
      `drift/portal-moved ${page}:${lineIn(page, '## Later')}`,
    );
  });

  it('an article that is no longer published, where a page names it as its counterpart', async () => {
    await both.changeArticle('mr-dj', 'resending-an-invitation', { state: 'draft' });
    const { report } = await both.run();
    expect(found(report)).toEqual([
      `link/wiki-unpublished ${INVITATION}:${lineIn(INVITATION, 'tenant: mr-dj, article: resending')}`,
    ]);
    expect(report.findings[0]?.message).toContain('guides/common-issues.mdx:');
  });

  it('an article that is no longer published, where another article links to it', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', { state: 'draft' });
    const { report } = await both.run();
    expect(found(report)).toEqual(['link/wiki-unpublished wiki:sonan/en/answering-a-proposal:3']);
    const page = 'guides/client/contracts.mdx';
    // The page that has it as its counterpart is named as well.
    expect(report.findings[0]?.message).toContain(
      `${page}:${lineIn(page, 'tenant: sonan, article: signing')}`,
    );
  });

  it('an article that is no longer published, where a draft links to a heading that it lacks', async () => {
    const id = await both.changeArticle('sonan', 'adding-contacts', { state: 'draft' });
    await both.changeArticle('sonan', 'logging-a-cost', {
      html: (html) => `${html}<p><a href="wiki:${id}#nowhere">Contacts</a></p>`,
      state: 'draft',
    });
    expect(found((await both.run()).report)).toContain(
      `link/wiki-unpublished ${INVITATION}:${lineIn(INVITATION, 'article: adding-contacts')}`,
    );
  });

  it('an article that is no longer published, where a page links to it', async () => {
    const page = 'guides/common-issues.mdx';
    both.changePage(page, (text) => `${text}\nSee [contacts](wiki:adding-contacts).\n`);
    expect(found((await both.run()).report)).toEqual([]);
    await both.changeArticle('sonan', 'adding-contacts', { state: 'draft' });
    expect(found((await both.run()).report)).toEqual([
      `link/wiki-unpublished ${page}:${lineIn(page, 'wiki:adding-contacts')}`,
    ]);
  });

  it("a client's article that links to a page for staff", async () => {
    await both.changeArticle('sonan', 'asking-for-support', {
      html: (html) =>
        html.replace(
          'the support address',
          '<a href="portal:/guides/common-issues/">the support address</a>',
        ),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['link/outside-audience wiki:sonan/en/asking-for-support:2']);
    expect(report.findings[0]?.message).toContain('client');
  });

  it("a client's page that links to an article for admins", async () => {
    both.changePage(
      'guides/client/problems.mdx',
      (text) => `${text}\nSee [this](wiki:creating-a-proposal).\n`,
    );
    expect(found((await both.run()).report)).toEqual([
      `link/outside-audience guides/client/problems.mdx:${lineIn('guides/client/problems.mdx', 'wiki:creating')}`,
    ]);
  });

  it('an article that the wiki does not have, with the one that was meant', async () => {
    both.changePage(
      'guides/employee.mdx',
      (text) => `${text}\nSee [MFA](wiki:sonan/setting-up-mfaa).\n`,
    );
    const { report } = await both.run();
    expect(found(report)).toHaveLength(1);
    expect(report.findings[0]).toMatchObject({ rule: 'link/wiki-missing' });
    expect(report.findings[0]?.help).toContain('setting-up-mfa');
  });

  it('both sides of a pair', async () => {
    both.changePage('guides/client/tickets.mdx', (text) =>
      text.replace('We answer in the ticket', 'We reply in the ticket'),
    );
    await both.changeArticle('sonan', 'asking-for-support', {
      html: (html) => html.replace('We answer in the ticket', 'You find our reply in the ticket'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual([
      `drift/both-moved guides/client/tickets.mdx:${lineIn('guides/client/tickets.mdx', 'We reply')}`,
    ]);
    // The page's other counterparts, which were not changed, are named as well.
    expect(report.findings[0]?.message).toMatch(
      /Look at wiki:example.*, wiki:mr-dj.*, wiki:sonan.*support:1$/,
    );
  });

  it('a page that is gone, with an article as its counterpart', async () => {
    both.removePage('guides/client/documents.mdx');
    const { report } = await both.run();
    const line = lineIn('sync/local.lock.yaml', '/guides/client/documents/@sonan');
    expect(found(report)).toEqual([`drift/orphan-portal sync/local.lock.yaml:${line}`]);
  });

  it('a page that is gone, with articles of several tenants as its counterparts', async () => {
    both.removePage('guides/client/tickets.mdx');
    const { report } = await both.run();
    const line = lineIn('sync/local.lock.yaml', '/guides/client/tickets/@');
    expect(found(report)).toEqual([`drift/orphan-portal sync/local.lock.yaml:${line}`]);
    expect(report.findings[0]?.message).toMatch(
      /example\/en\/asking.*, .*mr-dj\/nl\/support.*, .*sonan\/en\/asking/,
    );
  });

  it('a page that is gone, where its counterpart links to it', async () => {
    both.removePage('guides/client/invoices.mdx');
    const { report } = await both.run();
    expect(found(report)).toEqual([
      'link/portal-missing wiki:example/en/paying-an-invoice:7',
      'link/portal-missing wiki:sonan/en/paying-an-invoice:7',
    ]);
    expect(report.findings[0]?.message).toContain('wiki:mr-dj/nl/factuur-betalen');
  });

  it('an article that is gone', async () => {
    both.changePage('guides/client/documents.mdx', (text) =>
      text.replace('finding-shared-documents', 'finding-shared-papers'),
    );
    const { report } = await both.run();
    expect(found(report)).toContain(
      `drift/orphan-wiki guides/client/documents.mdx:${lineIn('guides/client/documents.mdx', 'wiki:') + 1}`,
    );
  });
});

describe('what is no drift', () => {
  it.each([
    [
      'reflowed text',
      (text: string) =>
        text.replace(
          '2. Say what you wanted to do, what',
          '2. Say what you wanted to do,\n   what',
        ),
    ],
    ['other list markers', (text: string) => text.replace(/^(\d)\. /gm, '$1) ')],
    [
      'marks of emphasis',
      (text: string) => text.replace('We answer in the ticket', 'We answer in the **ticket**'),
    ],
    [
      'another form of a link',
      (text: string) => text.replace('(/guides/client/signing-in/)', '(../client/signing-in.mdx)'),
    ],
    ['line ends of another system', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('%s on the portal', async (_, change) => {
    both.changePage('guides/client/tickets.mdx', change);
    const { report } = await both.run();
    expect(found(report)).toEqual([]);
  });

  it.each([
    [
      'an editor that puts paragraphs into list items',
      (html: string) => html.replace(/<li>(.*?)<\/li>/g, '<li><p>$1</p></li>'),
    ],
    ['other elements for emphasis', (html: string) => html.replaceAll('strong>', 'b>')],
    ['entities', (html: string) => html.replace('ticket', 'tick&#101;t').replace(/ /, '&nbsp;')],
    ['white space', (html: string) => html.replaceAll('</li><li>', '</li>\n  <li>')],
    ['wrappers that say nothing', (html: string) => `<div><span>${html}</span></div>`],
  ])('%s', async (_, change) => {
    await both.changeArticle('sonan', 'asking-for-support', { html: change });
    const { report } = await both.run();
    expect(found(report)).toEqual([]);
    expect(report.checked.judgedNoDrift).toBe(1);
  });

  it('attributes in another order', async () => {
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) =>
        html.replace(/data-fact="([^"]*)" value="([^"]*)"/g, 'value="$2" data-fact="$1"'),
    });
    expect(found((await both.run()).report)).toEqual([]);
  });

  it('a rewording is told of the side that was reworded, once for all of its counterparts', async () => {
    both.changePage('guides/client/tickets.mdx', (text) =>
      text.replace('We answer in the ticket', 'We reply in the ticket'),
    );
    const { report } = await both.run();
    expect(found(report)).toEqual([
      `drift/portal-moved guides/client/tickets.mdx:${lineIn('guides/client/tickets.mdx', 'We reply')}`,
    ]);
    expect(report).toMatchObject({ status: 'ok', findings: [{ severity: 'warning' }] });
    expect(report.findings[0]?.message).toMatch(/example.*mr-dj.*sonan/);
    expect((await both.run({ strict: true })).report.status).toBe('findings');
  });
});

describe('an acknowledgement', () => {
  const pair = '/guides/client/contracts/@sonan/en/signing-a-contract';
  const reword = { html: (html: string) => html.replace('no post', 'no stamps') };

  it('silences exactly its pair, until its day has passed', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', reword);
    await both.changeArticle('mr-dj', 'contract-ondertekenen', {
      html: (html) => html.replace('post', 'postzegels'),
    });
    await both.acknowledgePair(pair, '2026-11-30');
    const other = ['drift/wiki-moved wiki:mr-dj/nl/contract-ondertekenen:1'];
    expect(found((await both.run({ today: '2026-11-30' })).report)).toEqual(other);
    const later = (await both.run({ today: '2026-12-01' })).report;
    expect(found(later).filter((one) => !one.includes('mr-dj'))).toEqual([
      `drift/ack-expired sync/local.lock.yaml:${lineIn('sync/local.lock.yaml', pair)}`,
    ]);
  });

  it('lapses when either side changes', async () => {
    await both.changeArticle('sonan', 'signing-a-contract', reword);
    await both.acknowledgePair(pair, '2026-11-30');
    expect(found((await both.run()).report)).toEqual([]);
    await both.changeArticle('sonan', 'signing-a-contract', {
      html: (html) => html.replace('no stamps', 'no envelopes'),
    });
    const { report } = await both.run();
    expect(found(report)).toEqual(['drift/wiki-moved wiki:sonan/en/signing-a-contract:1']);
    expect(report.findings[0]?.help).toContain('no longer counts');
  });

  it('covers a fact in its pair, and lapses when the value changes again', async () => {
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) => html.replace('value="PT24H">24 hours', 'value="PT48H">48 hours'),
    });
    await both.acknowledgePair(
      '/guides/client/signing-in/#the-first-time@sonan/en/starting-in-the-portal',
      '2026-11-30',
    );
    expect(found((await both.run()).report)).toEqual([]);
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) => html.replace('value="PT48H">48 hours', 'value="PT72H">72 hours'),
    });
    expect(found((await both.run()).report)).toEqual([
      'drift/fact wiki:sonan/en/starting-in-the-portal:2',
    ]);
  });
});
