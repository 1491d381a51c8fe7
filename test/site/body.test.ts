import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { renderBody } from '../../src/site/body.ts';
import { markdownCopy } from '../../src/site/markdown-copy.ts';
import type { PageContext } from '../../src/site/page-context.ts';
import { emptyContent } from './empty-content.ts';

const data = {
  ...emptyContent().data,
  facts: [
    {
      id: 'invitation-validity',
      value: 'PT24H',
      unit: 'duration' as const,
      about: { en: 'How long an invitation is valid' },
      owner: 'admin',
      source: { document: 's', place: 'p' },
      mentions: {},
    },
  ],
  roles: [{ id: 'tech-lead', organisation: 'sonan', name: { en: 'Tech Lead', nl: 'Tech Lead' } }],
  glossary: [
    { id: 'rls', term: { en: 'RLS' }, definition: { en: 'Row-level security, "per row"' } },
  ],
};

const context = (more: Partial<PageContext> = {}): PageContext => ({
  data,
  locale: 'en',
  adrs: [],
  adrRelations: new Map(),
  placeholders: [{ id: 'client', label: 'Name of the client', options: [] }],
  fillsBlanks: false,
  glossaryPath: '/glossary/',
  hrefOf: (url) => url,
  drawing: () => undefined,
  ...more,
});

function render(body: string, more: Partial<PageContext> = {}) {
  const { headings } = readPage(body, { file: 'guides/a.mdx', hash: 'a' });
  return renderBody(body, headings, context(more)).html;
}

describe('the body of a page', () => {
  it('shows facts, roles and terms by their names', () => {
    const html = render(
      'Valid for <Fact id="invitation-validity" />, ask the <Role id="tech-lead" />.',
    );
    expect(html).toContain('>24 hours</data>');
    expect(html).toContain('Tech Lead');
    expect(render('Use <Term id="rls" />.')).toContain('href="/glossary/#rls"');
  });

  it('says where an article of the wiki is read, which no link can lead to', () => {
    const html = render(
      'See [sharing a document](wiki:sharing-a-document) and <a href="wiki:mr-dj/hours">**hours**</a>.',
    );
    expect(html).not.toContain('href');
    expect(html).toContain('sharing a document</cite> (in the CRM, under Help)');
    expect(html).toContain('<strong>hours</strong></cite> (in the CRM, under Help)');
  });

  it('says so where a component names something unknown', () => {
    expect(render('<Fact id="nope" />')).toContain('Unknown fact: nope');
  });

  it('gives headings the ids that links are checked against', () => {
    const html = render('## Set up\n\n## Set up\n');
    expect(html).toContain('<h2 id="set-up">');
    expect(html).toContain('<h2 id="set-up-1">');
  });

  it('gives code a copy button and colour by classes', () => {
    const html = render('```bash\necho "hi"\n```\n');
    expect(html).toContain('data-copy');
    expect(html).toContain('<span class="s">');
    expect(html).not.toContain('style=');
  });

  it('escapes what stands in code', () => {
    expect(render('```text\n<script>alert(1)</script>\n```\n')).not.toContain('<script>');
  });

  it('marks blanks in a template and makes fields of them in a checklist', () => {
    const text = 'Dear <Blank id="client" />,';
    expect(render(text)).toContain('<mark class="blank">[Name of the client]</mark>');
    expect(render(text, { fillsBlanks: true })).toContain('aria-label="Name of the client"');
  });

  it('makes one box of each step of a checklist, tied to its words', () => {
    const html = render('- [ ] Account manager assigned\n- [ ] Sent to <Blank id="client" />\n', {
      fillsBlanks: true,
    });
    expect(html.match(/type="checkbox"/g)).toHaveLength(2);
    expect(html).toContain('for="step-1"');
    expect(html).not.toContain('disabled');
  });

  it('marks RACI codes and says what they stand for', () => {
    const html = render('<Raci>\n\n| Work | Tech |\n| --- | --- |\n| Deploy | A/R |\n\n</Raci>\n');
    expect(html).toContain('<abbr class="raci" data-code="A" title="Accountable">A</abbr>');
    expect(html).toMatch(/<th[^>]* scope="row">Deploy<\/th>/);
  });

  it('shows a drawing in place of its Mermaid source, and the source when there is none', () => {
    const source = '```mermaid title="How"\nflowchart LR\n  a --> b\n```\n';
    expect(render(source, { drawing: () => '<svg role="img"></svg>' })).toContain(
      '<svg role="img">',
    );
    expect(render(source)).toContain('npm run diagrams');
  });
});

describe('the Markdown copy of a page', () => {
  it('has facts in words, tables as tables and nothing that only a screen needs', () => {
    const body =
      '## Limits\n\nValid for <Fact id="invitation-validity" />.\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```bash\nls\n```\n';
    const copy = markdownCopy(body, { title: 'Limits', description: 'All of them.' }, context());
    expect(copy).toContain('# Limits\n\n> All of them.');
    expect(copy).toContain('Valid for 24 hours.');
    expect(copy).toContain('| 1 | 2 |');
    expect(copy).toContain('```bash\nls\n```');
    expect(copy).not.toContain('Copy');
  });

  it('says where an article of the wiki is read', () => {
    const body = 'See [sharing **a** document](wiki:sharing-a-document) first.\n';
    const copy = markdownCopy(body, { title: 'A', description: 'B' }, context());
    expect(copy).toContain('See sharing **a** document (in the CRM, under Help) first.');
  });
});
