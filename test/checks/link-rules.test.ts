import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { siteHref } from '../../src/checks/site-links.ts';
import { checkFiles, checkFolder, expectAt, makeFolder, placeOf, writeMarked } from './marked.ts';
import { checklist, guide, runbook } from './sample-content.ts';

const to = (...urls: string[]) => guide(`## Start\n\n${urls.map((url) => `- ${url}`).join('\n')}`);

const target = guide(
  '## What to do\n\nX.\n\n## What to do\n\nY.\n\n## Prijs & `code` é\n\nZ.\n\n<a id="by-hand">W</a>',
);

describe('link/missing-page', () => {
  it('finds links in every way they can be written', async () => {
    await expectAt('link/missing-page', {
      'guides/a.mdx': guide(
        [
          '## Start',
          'A ¦[link](/guides/nothing/), a ¦[relative one](../nothing/), a ¦[file](./nothing.mdx).',
          'A [reference][1] and ¦<a href="/guides/nothing/">HTML</a>.',
          '¦[1]: /guides/nothing/#start',
          '¦[The right name at the wrong place](/policies/b/), ¦[another case](/Guides/B/).',
          '¦[Doubled](/guides//b/), ¦[encoded](/guides%2Fb/), ¦[index](/guides/b.html).',
        ].join('\n\n'),
      ),
      'guides/b.mdx': target,
    });
  });

  it('suggests what was probably meant, ready to paste', async () => {
    const findings = await expectAt('link/missing-page', {
      'guides/a.mdx': to(
        '¦[x](/guides/onbording/)',
        '¦[x](/policies/crm-down/)',
        '¦[x](../runbooks/crm-dwon.mdx)',
      ),
      'guides/onboarding.mdx': guide(),
      'runbooks/crm-down.mdx': runbook(),
    });
    expect(findings.map(({ help }) => /Did you mean "([^"]+)"/.exec(help)?.[1])).toEqual([
      '/guides/onboarding/',
      '/runbooks/crm-down/',
      '../runbooks/crm-down.mdx',
    ]);
  });

  it('finds the guide of a checklist that does not exist', async () => {
    await expectAt('link/missing-page', {
      'checklists/a.mdx': checklist({ guide: '/guides/nothing/' }).replace('guide:', '¦guide:'),
    });
  });

  it('leaves everything alone that the built site answers', async () => {
    await expectAt('link/missing-page', {
      'guides/a.mdx': to(
        '[x](/guides/b/)',
        '[x](/guides/b)',
        '[x](/guides/b/?from=a#what-to-do)',
        '[x](/guides/b/index.html)',
        '[x](../b/)',
        '[x](./b.mdx)',
        '[x](../runbooks/crm%2ddown.mdx)',
        '[x](/former/place/)',
        '[x](/nl/guides/b/)',
        '[x](https://docs.example.com/guides/b/)',
        '[x](/)',
        '[x](/nl/)',
        '[x](/glossary/)',
        '[x](/guides/)',
        '[x](/r/crm-down/)',
        '[x](https://example.org/anything)',
        '[x](mailto:a@example.com)',
        '[x](wiki:invoices)',
        '[x](#start)',
      ),
      'guides/b.mdx': guide(undefined, { formerly: ['/former/place/'] }),
      'nl/guides/b.mdx': guide(),
      'runbooks/crm-down.mdx': runbook({ alerts: ['crm-down'] }),
    });
  });

  it('holds addresses against the path that the site is served under', async () => {
    const site = { origin: 'https://example.com', basePath: '/docs/' };
    await expectAt(
      'link/missing-page',
      {
        'guides/a.mdx': to(
          '¦[x](/guides/a/)',
          '[x](/docs/guides/a/)',
          '[x](https://example.com/docs/)',
        ),
      },
      { site },
    );
  });
});

describe('link/missing-page in other Markdown', () => {
  it('finds files that GitHub would not find', async () => {
    const findings = await expectAt('link/missing-page', {
      'README.md':
        '¦[a](docs/nothing.md) ¦[b](docs/Guide.md) ¦[c](nowhere/) ¦[d](me@example.com)\n',
      'docs/guide.md': '# Guide\n\n¦[up](../docs/guid.md)\n',
    });
    expect(findings.map(({ help }) => help).join('\n')).toMatch(/mailto:me@example.com/);
    expect(findings.at(-1)?.help).toContain('Did you mean "./guide.md"?');
  });

  it('leaves files, folders and encoded names alone', async () => {
    await expectAt('link/missing-page', {
      'README.md':
        '[a](docs/guide.md) [b](docs) [c](docs/) [d](docs/two%20words.md) [e](./) [f](<docs/two words.md>) [g](/docs/guide.md)\n',
      'docs/guide.md': '# Guide\n\n[up](../README.md) [top](..)\n',
      'docs/two words.md': '# Two\n',
    });
  });

  it('guesses nothing, and counts what it did not judge', async () => {
    const { findings, skipped } = await checkFiles({
      'README.md':
        '[a](/site/path) [b](../above.md) [c]({{site.url}}/x) [d](docs/guide) [e](../../issues)\n',
      'docs/guide.md': '# Guide\n',
      'adr-template.md': '[superseded by](0005-example.md)\n',
    });
    expect(findings).toEqual([]);
    expect(skipped.map(({ what }) => what.split(',')[0])).toEqual(Array(6).fill('1 link'));
  });

  it('knows the addresses that site generators make, and judges none where one is at work', async () => {
    await expectAt('link/missing-page', {
      'docs/a.md':
        '[served as a folder](../Other) [bare](other) [html](other.html) ¦[no](nothing)\n',
      'docs/other.md': '# Other\n',
    });
    await expectAt('link/missing-page', {
      'site/mkdocs.yml': 'site_name: X\n',
      'site/docs/a.md': '[may be](nothing/) [may be](../nothing) ¦[is not](nothing.md)\n',
      'other/a.md': '¦[is not](nothing)\n',
    });
  });

  it('sees a site generator that is hidden, or set up above the root', async () => {
    const pages = { 'a.md': '[may be](nothing/) ¦[is not](nothing.md)\n' };
    await expectAt('link/missing-page', {
      'docs/.vitepress/config.ts': '',
      'docs/a.md': pages['a.md'],
    });
    const folder = makeFolder();
    writeMarked(folder, { 'mkdocs.yml': 'site_name: X\n' });
    const marked = writeMarked(join(folder, 'docs'), pages);
    const { findings } = await checkFolder(join(folder, 'docs'));
    expect(findings.map(placeOf)).toEqual(marked);
  });

  it('leaves the labels of Sphinx alone', async () => {
    await expectAt('link/missing-page', {
      'docs/a.md': '[by label](storage-dir) [there](#storage-dir) ¦[no label](storage-zfs)\n',
      'docs/reference/storage.md': '(storage-dir)=\n# Directory\n\n(in text)= is none\n',
    });
  });

  it('leaves files alone that a build makes from a template beside them', async () => {
    await expectAt('link/missing-page', {
      'docs/a.md': '[made](run.1.md) ¦[not made](stop.1.md)\n',
      'docs/run.1.md.in': '# Run\n',
    });
  });

  it('leaves texts alone that are put into other pages', async () => {
    await expectAt('link/missing-page', {
      'docs/includes/a.md': '[x](there.md) [x](#there)\n',
      'docs/_b.md': '[x](there.md)\n',
      'docs/c.md': '¦[x](there.md)\n',
    });
  });

  it('finds files whose accents are stored in another way', async () => {
    await expectAt('link/missing-page', {
      'docs/a.md': `[x](${encodeURIComponent('cafe\u0301')}.md) [x](caf\u00e9.md) [x](cafe\u0301.md)\n`,
      'docs/cafe\u0301.md': '# Café\n',
    });
  });

  it('takes addresses beside the files of a repository for those of GitHub', async () => {
    await expectAt('link/missing-page', {
      'docs/a.md':
        '[x](../issues/3) [x](../blob/main/x.md) [x](../labels/bug) ¦[x](../issues/outage.md) ¦[x](../issue/3)\n',
    });
  });

  it('sees files that lie outside of what was listed, such as hidden ones', async () => {
    const root = makeFolder();
    writeMarked(root, { 'README.md': '[a](.github/ISSUES.md) [b](linked/x.md)\n' });
    mkdirSync(join(root, '.github'));
    writeFileSync(join(root, '.github/ISSUES.md'), '# Issues\n');
    const elsewhere = makeFolder();
    writeFileSync(join(elsewhere, 'x.md'), '# X\n');
    symlinkSync(elsewhere, join(root, 'linked'));
    expect((await checkFolder(root)).findings).toEqual([]);
  });
});

describe('link/missing-anchor', () => {
  it('finds a fragment that is no heading, here and on other pages', async () => {
    const findings = await expectAt('link/missing-anchor', {
      'guides/a.mdx': to(
        '¦[x](#strat)',
        '¦[x](/guides/b/#what-to-do-2)',
        '¦[x](./b.mdx#What-to-do)',
      ),
      'guides/b.mdx': target,
      'notes/a.md': '# Notes\n\n¦[x](#note)\n',
    });
    expect(findings[0]?.help).toContain('Did you mean "#start"?');
  });

  it('leaves the ids of the built page alone', async () => {
    await expectAt('link/missing-anchor', {
      'guides/a.mdx': to(
        '[x](#start)',
        '[x](#_top)',
        '[x](#)',
        '[x](/guides/b/#what-to-do-1)',
        '[x](/guides/b/#prijs--code-%C3%A9)',
        '[x](/guides/b/#by-hand)',
        '[x](/former/#what-to-do)',
        '[x](/guides/b/#:~:text=do)',
      ),
      'guides/b.mdx': target.replace('owner:', 'formerly: [/former/]\nowner:'),
    });
  });

  it('knows the terms of the glossary', async () => {
    await expectAt('link/missing-anchor', {
      'data/glossary.yaml':
        '- { id: rls, term: { en: RLS }, definition: { en: Row level security } }\n',
      'guides/a.mdx': to(
        '[x](/glossary/#rls)',
        '¦[x](/glossary/#rsl)',
        '¦[x](/nl/glossary/#nothing)',
      ),
    });
  });

  it('takes headings as GitHub does in other Markdown', async () => {
    await expectAt('link/missing-anchor', {
      'README.md':
        '# Read me\n\n## A & B\n\n## Named {#own}\n\n[a](#a--b) [b](#A--B) [c](#own) [d](docs/#guide) [e](code.ts#L10) [f](docs/README.md#L3) [g](#user-content-read-me)\n',
      'docs/README.md': '# Guide\n',
      'code.ts': '',
    });
  });
});

describe('link/missing-anchor in other Markdown', () => {
  it('gives headings in HTML their id', async () => {
    await expectAt('link/missing-anchor', {
      'README.md': [
        '<h1 align="center">Big <b>title</b></h1>',
        '<h2>\n\nWith `code`\n\n</h2>',
        '## Same\n\n<h3>Same</h3>',
        '[a](#big-title) [b](#with-code) [c](#same-1) ¦[d](#title) ¦[e](#same-2)\n',
      ].join('\n\n'),
    });
  });

  it('looks past an anchor that stands at the end of a heading', async () => {
    await expectAt('link/missing-anchor', {
      'README.md':
        '## Set up <a id="own"></a>\n\n[a](#set-up) [b](#set-up-) [c](#own) ¦[d](#set)\n',
    });
  });

  it('looks past the invisible signs behind an emoji', async () => {
    await expectAt('link/missing-anchor', {
      'README.md': '## ⚙️ Setup\n\n[a](#️-setup) [b](#-setup) ¦[c](#setup)\n',
    });
  });

  it('compares the words alone where a site generator makes the fragments', async () => {
    const text = '# A\n\n## What & why\n\n## Same\n\n## Same\n';
    await expectAt('link/missing-anchor', {
      'site/mkdocs.yml': '',
      'site/docs/a.md': `${text}\n[x](#what-why) [x](#same_1) ¦[x](#what) ¦[x](#-)\n`,
      'other/a.md': `${text}\n[x](#what--why) ¦[x](#what-why) ¦[x](#same_1)\n`,
    });
  });

  it('suggests nothing that only looks near because most of it is the same', async () => {
    const findings = await expectAt('link/missing-page', {
      'docs/a.md': '¦[x](podman-create.1.md) ¦[x](podman-comit.1.md)\n',
      'docs/podman-remote.1.md': '# R\n',
      'docs/podman-commit.1.md': '# C\n',
    });
    expect(findings[0]?.help).not.toContain('Did you mean');
    expect(findings[1]?.help).toContain('Did you mean "./podman-commit.1.md"?');
  });
});

describe('link/missing-asset', () => {
  it('finds images and downloads that do not exist', async () => {
    await expectAt('link/missing-asset', {
      'guides/a.mdx': to(
        '¦![x](/images/no.png)',
        '¦[form](/no.pdf)',
        '¦<img src="/no.svg" alt="" />',
        '¦![x](./no.png)',
      ),
      'notes/a.md': '¦![x](no.png) <img src="yes.png">\n',
      'notes/yes.png': '',
    });
  });

  it('says when the file is there and only the site does not have it', async () => {
    const findings = await expectAt('link/missing-asset', {
      'guides/a.mdx': to('¦[x](./rules.yml)', '¦[x](./no.yml)'),
      'guides/rules.yml': '',
    });
    expect(findings.map(({ help }) => help.includes('The file is there'))).toEqual([true, false]);
  });

  it('leaves what the site serves, and what GitHub shows, alone', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'public/images'), { recursive: true });
    writeFileSync(join(folder, 'public/images/yes.png'), '');
    writeMarked(join(folder, 'content'), {
      'guides/a.mdx': to(
        '![x](/images/yes.png)',
        '[x](/images/yes.png?download)',
        '![x](https://example.com/x.png)',
      ),
      'notes/a.md': '![x](./img/yes.png)\n',
      'notes/img/yes.png': '',
    });
    expect((await checkFolder(join(folder, 'content'))).findings).toEqual([]);
  });
});

describe('link/outside-audience', () => {
  const forClients = { audience: ['staff', 'client'] };

  it('finds a link to a page that an audience of this page may not see', async () => {
    const findings = await expectAt('link/outside-audience', {
      'guides/client.mdx': guide(
        '## Start\n\n¦[x](/runbooks/a/) ¦[y](/former/) ¦[z](/r/alarm/) ¦[l](/runbooks/)',
        { audience: ['staff', 'client', 'acme'] },
      ),
      'guides/half.mdx': guide('## Start\n\n¦[x](/guides/acme/)', forClients),
      'guides/acme.mdx': guide(undefined, { audience: ['acme'] }),
      'runbooks/a.mdx': runbook({ alerts: ['alarm'], formerly: ['/former/'] }),
    });
    expect(findings[0]?.message).toContain('client, acme');
  });

  it('leaves links alone that every audience of the page may follow', async () => {
    await expectAt('link/outside-audience', {
      'guides/client.mdx': guide(
        '## Start\n\n[x](/guides/other/) [y](/) [z](/guides/)',
        forClients,
      ),
      'guides/other.mdx': guide(undefined, forClients),
      'guides/staff.mdx': guide('## Start\n\n[x](/guides/client/) [y](/runbooks/a/)'),
      'runbooks/a.mdx': runbook(),
    });
  });
});

describe('link/unpinned-permalink', () => {
  const commit = '3f786850e387550fdab836ed7e6dc881de23001b';

  it('finds links to source files on a branch', async () => {
    await expectAt('link/unpinned-permalink', {
      'guides/a.mdx': to(
        '¦[x](https://github.com/example/crm/blob/main/src/a.ts#L10)',
        '¦[x](https://github.com/example/crm/tree/v1.2/src)',
        '¦[x](https://raw.githubusercontent.com/example/crm/main/a.sql)',
      ),
      'notes/a.md': '¦[x](https://github.com/example/crm/blob/main/a.ts#L10)\n',
    });
  });

  it('leaves commits, and what is no source file, alone', async () => {
    await expectAt('link/unpinned-permalink', {
      'guides/a.mdx': to(
        `[x](https://github.com/example/crm/blob/${commit}/src/a.ts#L10)`,
        '[x](https://github.com/example/crm/issues/3)',
        '[x](https://github.com/example/crm)',
        '[x](https://github.com/example/crm/tree/main)',
      ),
      'notes/a.md': '[x](https://github.com/example/crm/blob/main/README.md)\n',
    });
  });

  it('takes a version for a tag, which stays as it is on pages that are not ours', async () => {
    const findings = await expectAt('link/unpinned-permalink', {
      'notes/a.md': [
        '[x](https://github.com/example/crm/blob/v2.3.1/a.ts#L10)',
        '[x](https://github.com/example/crm/blob/crm-2.3.1-rc.1/a.ts#L10)',
        '[x](https://github.com/example/crm/blob/refs/tags/now/a.ts#L10)',
        '¦[x](https://github.com/example/crm/blob/release-2.3/a.ts#L10)',
        '¦[x](https://github.com/example/crm/blob/refs/heads/next/a.ts#L10)',
      ].join('\n'),
      'guides/a.mdx': to('¦[x](https://github.com/example/crm/blob/v2.3.1/a.ts)'),
    });
    expect(findings.map(({ message }) => /"[^"]+", [\w ]+/.exec(message)?.[0])).toEqual([
      '"v2.3.1", a tag',
      '"release-2.3", where the file will change',
      '"next", where the file will change',
    ]);
  });
});

describe('link/redirect-loop', () => {
  it('finds a former address that is in use, or is claimed twice', async () => {
    await expectAt('link/redirect-loop', {
      'guides/a.mdx': guide(undefined, { formerly: '=[¦/guides/a/, ¦/guides/b/, /gone/]' }),
      'guides/b.mdx': guide(undefined, { formerly: '=[¦/guides/a/, ¦/gone/, ¦/glossary/]' }),
    });
  });

  it('leaves a former address alone that nothing else has', async () => {
    await expectAt('link/redirect-loop', {
      'guides/a.mdx': guide(undefined, { formerly: ['/gone/', '/gone/too/'] }),
    });
  });
});

describe('a link that names a file', () => {
  it.each([
    ['./b.mdx', '/guides/b/'],
    ['../runbooks/crm-down.mdx#steps', '/runbooks/crm-down/#steps'],
    ['../nl/guides/B%20c.md?x=1', '/nl/guides/b-c/?x=1'],
    ['/guides/b/', '/guides/b/'],
    ['#start', '#start'],
    ['https://example.com/a.md', 'https://example.com/a.md'],
    ['../other/', '../other/'],
  ])('%s becomes %s on the site', (written, address) => {
    expect(siteHref('guides/a.mdx', written)).toBe(address);
  });
});
