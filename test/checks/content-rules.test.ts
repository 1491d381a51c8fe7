import { describe, expect, it } from 'vitest';
import { checkFiles, expectAt } from './marked.ts';
import {
  adr,
  adrBody,
  checklist,
  guide,
  postmortem,
  runbook,
  runbookBody,
} from './sample-content.ts';

const FILE_START = '¦';

describe('content/schema', () => {
  it('finds a value that does not fit, at its key', async () => {
    const [finding] = await expectAt('content/schema', {
      'adr/001-first.mdx': adr(1).replace('status: accepted', '¦status: acepted'),
    });
    expect(finding?.message).toContain('acepted');
  });

  it('finds frontmatter that is no YAML, at the line', async () => {
    await expectAt('content/schema', {
      'guides/a.mdx': guide().replace('title: A page', 'title: "A" ¦page'),
      'guides/b.mdx': guide(),
    });
  });

  it('leaves frontmatter alone that a template language is still to fill, where pages are not ours', async () => {
    await expectAt('content/schema', {
      'archetypes/default.md': '---\ntitle: "{{ replace .Name "-" " " }}"\n---\n',
      'notes/a.md': '---\ntitle: ¦a: b\n---\n',
    });
  });

  it('leaves YAML alone that is only not read, where pages are not ours', async () => {
    const tagged = '---\ntitle: !include x\nowner: &o ops\nlead: *o\n---\n';
    await expectAt('content/schema', {
      'notes/a.md': tagged,
      'notes/b.md': '---\ntitle: ¦*bold*\n---\n',
    });
    const { findings } = await checkFiles({ 'guides/a.mdx': tagged });
    expect(findings.map(({ message }) => message).join()).toContain('tags are not read');
  });

  it('leaves the README of a folder of ours alone', async () => {
    const { findings } = await checkFiles({
      'adr/README.md': '# ADRs\n\n- [x](001-x.md)\n',
      'adr/001-x.md': adr(1),
    });
    expect(findings).toEqual([]);
  });

  it('leaves a page alone that fits', async () => {
    await expectAt('content/schema', {
      'adr/001-first.mdx': adr(1),
      'runbooks/a.mdx': runbook(),
      'checklists/a.mdx': checklist(),
      'postmortems/2026-07-02-a.mdx': postmortem(),
      'guides/a.mdx': guide(),
    });
  });
});

describe('content/code', () => {
  it('finds imports, expressions and unknown components', async () => {
    await expectAt('content/code', {
      'guides/a.mdx': guide("¦import x from './x.js'\n\n## Start\n\nGo ¦{1 + 1} to ¦<Danger />."),
    });
  });

  it('leaves code spans, fences and our components alone', async () => {
    await expectAt('content/code', {
      'guides/a.mdx': guide(
        '## Start\n\nThe path `/x/{id}`.\n\n```ts\nimport x from \'x\';\n```\n\n<Aside type="note">\n\nGo.\n\n</Aside>',
      ),
    });
  });

  it('leaves code in Markdown alone that is not ours', async () => {
    await expectAt('content/code', {
      'notes/a.mdx': "import x from './x.js'\n\n# Notes\n\n<Danger />\n",
    });
  });
});

describe('content/reference', () => {
  const roles =
    '- { id: tech-lead, organisation: sonan, name: { en: Tech Lead } }\n- { id: cto, organisation: sonan, name: { en: CTO } }\n';

  it('finds an owner, an audience and a component that name nothing', async () => {
    const [owner] = await expectAt('content/reference', {
      'data/roles.yaml': roles,
      'guides/a.mdx': guide('## Start\n\nCall ¦<Role id="cfo" />.', { owner: 'tech-led' }).replace(
        'owner:',
        '¦owner:',
      ),
      'guides/b.mdx': guide('## Start\n\nGo.', { audience: '=[staff, ¦clients]' }),
    });
    expect(owner?.help).toContain('Did you mean "tech-lead"?');
  });

  it('leaves known ids alone', async () => {
    await expectAt('content/reference', {
      'data/roles.yaml': roles,
      'guides/a.mdx': guide('## Start\n\nCall <Role id="cto" />.', {
        audience: ['staff', 'client'],
      }),
    });
  });

  it('says nothing where there is no list to hold a page against', async () => {
    await expectAt('content/reference', { 'runbooks/a.mdx': runbook({ services: ['anything'] }) });
  });
});

describe('content/address-taken', () => {
  it('finds the second file of an address', async () => {
    await expectAt('content/address-taken', {
      'guides/client.mdx': FILE_START + guide(),
      'guides/client/index.mdx': guide(),
    });
  });

  it('leaves a page and its folder alone', async () => {
    await expectAt('content/address-taken', {
      'guides/client.mdx': guide(),
      'guides/client/first-day.mdx': guide(),
      'nl/guides/client.mdx': guide(),
    });
  });
});

describe('content/section-missing', () => {
  it('finds a section that is not there', async () => {
    const [finding] = await expectAt('content/section-missing', {
      'runbooks/a.mdx': FILE_START + runbook({}, runbookBody().replace(/## Escalation[\s\S]*/, '')),
    });
    expect(finding?.message).toBe('The section "Escalation" is missing');
  });

  it('finds one that is misspelt, at its heading, and says so', async () => {
    const [finding] = await expectAt('content/section-missing', {
      'adr/001-a.mdx': adr(
        1,
        {},
        adrBody().replace('## Alternatives Considered', '¦## Alternatives Considred'),
      ),
    });
    expect(finding?.help).toContain('Is "Alternatives Considred" meant?');
  });

  it('finds one at the wrong level', async () => {
    await expectAt('content/section-missing', {
      'runbooks/a.mdx': runbook({}, runbookBody().replace('## Escalation', '¦### Escalation')),
    });
  });

  it('finds a part of a section that is not there, at the section', async () => {
    await expectAt('content/section-missing', {
      'adr/001-a.mdx': adr(
        1,
        {},
        adrBody()
          .replace('## Consequences', '¦## Consequences')
          .replace(/### Negative\n\n- It takes time.\n/, ''),
      ),
    });
  });

  it('asks for the Dutch headings on Dutch pages', async () => {
    await expectAt('content/section-missing', {
      'nl/runbooks/a.mdx': runbook(
        {},
        '## Wanneer dit geldt\n\nX.\n\n## Stappen\n\n1. Kijk.\n\n## Escalatie\n\nBel.\n',
      ),
    });
  });

  it('leaves complete pages and free ones alone', async () => {
    await expectAt('content/section-missing', {
      'adr/001-a.mdx': adr(1),
      'runbooks/a.mdx': runbook(),
      'guides/a.mdx': guide('Just a sentence.'),
      'policies/a.mdx': guide('## Anything\n\nGoes.'),
    });
  });
});

describe('content/section-empty', () => {
  it('finds a heading with nothing under it', async () => {
    await expectAt('content/section-empty', {
      'adr/001-a.mdx': adr(
        1,
        {},
        adrBody().replace('## Context\n\nThere is a question.', '¦## Context'),
      ),
      'guides/a.mdx': guide('## Start\n\nGo.\n\n¦## Finish'),
    });
  });

  it('leaves sections alone that show a picture, a table or code', async () => {
    await expectAt('content/section-empty', {
      'guides/a.mdx': guide(
        '## Who\n\n<Escalation path="sonan" />\n\n## How\n\n```bash\nls\n```\n\n## What\n\n![](/x.png)\n\n## Parts\n\n### One\n\nText.',
      ),
    });
  });
});

describe('content/placeholder-left', () => {
  it('finds stand-ins in text, across lines and in the frontmatter', async () => {
    await expectAt('content/placeholder-left', {
      'guides/a.mdx': guide(
        '## Start\n\nIt takes ¦TBD minutes.\n\nOne line,\nthen ¦REPLACE: the next.',
        {
          description: 'TODO',
        },
      ).replace('description: TODO', 'description: ¦TODO'),
    });
  });

  it('leaves code, and words that only look alike, alone', async () => {
    await expectAt('content/placeholder-left', {
      'guides/a.mdx': guide('## Start\n\nThe file `TODO.md`. Todos are fine.\n\n```text\nTBD\n```'),
    });
  });

  it('leaves Markdown alone that is not ours', async () => {
    await expectAt('content/placeholder-left', { 'notes/a.md': '# Notes\n\nTODO: more.\n' });
  });
});

describe('content/review-overdue', () => {
  it('finds a page that is past its term, at the date', async () => {
    await expectAt(
      'content/review-overdue',
      {
        'guides/a.mdx': guide(undefined, { reviewEvery: 30, reviewed: '2026-06-01' }).replace(
          'reviewed:',
          '¦reviewed:',
        ),
      },
      { today: '2026-07-02' },
    );
  });

  it('leaves the last day, and pages that were never reviewed, alone', async () => {
    await expectAt(
      'content/review-overdue',
      {
        'guides/a.mdx': guide(undefined, { reviewEvery: 30, reviewed: '2026-06-01' }),
        'guides/b.mdx': guide(),
      },
      { today: '2026-07-01' },
    );
  });
});
