import { describe, expect, test } from 'vitest';
import { fillText, findSection, placeInText, readPage } from '../../src/content-model/index.ts';
import { guide, pageOf, problemsOf } from './pages.ts';

const at = (line: number, column: number) => ({ line, column });
const body = (text: string) => pageOf('guides', guide(text));
const plain = (text: string) => readPage(text, { file: 'notes/a.md', hash: '' });

describe('links', () => {
  test('are found however they are written, where they are written', () => {
    const page = body(
      [
        'See [one](/one/ "title") and [two][2] and ![three](three.png).',
        '',
        '- https://four.example/',
        '  > <a href="/five/">five</a> <img src="six.png" alt="six" />',
        '',
        '[2]: ../two.md#part',
        '[2]: /again/',
        '[7]: /unused/',
      ].join('\n'),
    );
    expect(page.links).toEqual([
      { kind: 'link', url: '/one/', text: 'one', place: at(7, 5) },
      { kind: 'image', url: 'three.png', text: 'three', place: at(7, 43) },
      {
        kind: 'link',
        url: 'https://four.example/',
        text: 'https://four.example/',
        place: at(9, 3),
      },
      { kind: 'link', url: '/five/', text: 'five', place: at(10, 5) },
      { kind: 'image', url: 'six.png', text: 'six', place: at(10, 31) },
      { kind: 'link', url: '../two.md#part', text: '2', place: at(12, 1) },
    ]);
  });

  test('are found in raw HTML, at their own line and column', () => {
    const page = plain(
      [
        'Text <a href="one.md">one</a> <!-- <a href="no.md"> -->',
        '',
        '<details>',
        '<summary>More</summary>',
        '  <a class=x href=two.md>two</a> <img alt="a > b" src="three.png">',
        '</details>',
        '',
        '> <p>',
        '> <a href="four.md">four</a></p>',
        '',
        '```html',
        '<a href="no.md">no</a>',
        '```',
      ].join('\n'),
    );
    expect(page.links.map(({ url, place }) => [url, place.line, place.column])).toEqual([
      ['one.md', 1, 6],
      ['two.md', 5, 3],
      ['three.png', 5, 34],
      ['four.md', 9, 3],
    ]);
  });
});

test('the title is the only heading of the first level', () => {
  expect(problemsOf(body('Text\n\n# Again\n'))).toEqual([
    '9:1 "Again" is a heading of the first level, and that is what the title is',
  ]);
  expect(plain('# Notes\n').problems).toEqual([]);
});

test('anchors are headings, explicit ids, names of HTML anchors, footnotes and open questions', () => {
  const page = body(
    [
      '## A heading',
      '',
      '<a id="here"></a><a name="there"></a>',
      '',
      'Said[^1] and said[^1].',
      '',
      '<OpenQuestion id="who" owner="tech-lead" title="Who?">',
      '',
      '### Inside',
      '',
      '</OpenQuestion>',
      '',
      '[^1]: By whom.',
    ].join('\n'),
  );
  expect(page.anchors).toEqual([
    '_top',
    'a-heading',
    'here',
    'there',
    'question-who',
    'inside',
    'footnote-label',
    'user-content-fn-1',
    'user-content-fnref-1',
    'user-content-fnref-1-2',
  ]);
});

test('facts are found as components and as marked data, with what they say', () => {
  const page = body('It takes <Fact id="a" /> or <Fact id="b">2 days</Fact>.');
  expect(page.facts).toEqual([
    { id: 'a', place: at(7, 10) },
    { id: 'b', text: '2 days', place: at(7, 29) },
  ]);
  const html = plain('It takes\n<data data-fact="a" value="PT24H">24 <b>hours</b></data> or more.');
  expect(html.facts).toEqual([{ id: 'a', text: '24 hours', value: 'PT24H', place: at(2, 1) }]);
});

test('open questions, diagrams and components keep what they say', () => {
  const page = body(
    [
      '<OpenQuestion id="who" owner="tech-lead" title="Who calls?">',
      '',
      'One source says **A**, the other B.',
      '',
      '</OpenQuestion>',
      '',
      '```mermaid title="How it flows"',
      'graph LR',
      '  a --> b',
      '```',
      '',
      '<Severities scheme="sonan" />',
    ].join('\n'),
  );
  expect(page.questions).toEqual([
    {
      id: 'who',
      owner: 'tech-lead',
      title: 'Who calls?',
      text: 'One source says A, the other B.',
      place: at(7, 1),
    },
  ]);
  expect(page.diagrams).toEqual([
    { source: 'graph LR\n  a --> b', title: 'How it flows', place: at(13, 1) },
  ]);
  expect(page.components.map(({ name, attributes }) => [name, attributes])).toEqual([
    ['OpenQuestion', { id: 'who', owner: 'tech-lead', title: 'Who calls?' }],
    ['Severities', { scheme: 'sonan' }],
  ]);
});

describe('sections', () => {
  const page = pageOf(
    'adr',
    guide(
      [
        '## Context',
        '',
        'Why, within <Fact id="a" />.',
        '',
        '## CONSEQUENCES',
        '',
        '### Positive',
        '',
        '- Fast',
        '',
        '### Negative',
        '',
        '## Related',
        '',
        '<AdrIndex />',
      ].join('\n'),
    ),
  );

  test('nest by level and are found by their key, whatever the capitals', () => {
    expect(findSection(page, 'context')?.text).toBe('Why, within ⟦Fact a⟧.');
    expect(findSection(page, 'consequences', 'positive')?.text).toBe('- Fast');
    expect(findSection(page, 'consequences')?.sections).toHaveLength(2);
    expect(findSection(page, 'decision')).toBeUndefined();
  });

  test('are empty only when nothing stands in them', () => {
    expect(findSection(page, 'consequences', 'negative')?.text).toBe('');
    expect(findSection(page, 'related')?.text).not.toBe('');
  });

  test('are found by their Dutch names on a Dutch page', () => {
    const dutch = pageOf('runbooks', guide('## Stappen\n\n1. Kijk.\n'), { locale: 'nl' });
    expect(dutch.path).toBe('/nl/runbooks/page/');
    expect(findSection(dutch, 'steps')?.text).toBe('1. Kijk.');
    expect(dutch.body.steps).toHaveLength(1);
  });

  test('say what a component stands for once it is known', () => {
    expect(fillText('Within ⟦Fact a⟧ of ⟦Nothing b⟧.', (name, id) => `${name}:${id}`)).toBe(
      'Within Fact:a of ⟦Nothing b⟧.',
    );
  });
});

describe('readable text', () => {
  test('runs over emphasis and line ends, and every character knows its place', () => {
    const page = body(
      '> The link is valid\n> for **24 hours** by `cfg` and\n> <Fact id="a" /> more.\n',
    );
    const run = page.texts[0];
    if (!run) throw new Error('no text');
    expect(run.text).toBe('The link is valid\nfor 24 hours by \uFFFC and\n\uFFFC more.');
    expect(placeInText(run, run.text.indexOf('The'))).toEqual(at(7, 3));
    expect(placeInText(run, run.text.indexOf('for'))).toEqual(at(8, 3));
    expect(placeInText(run, run.text.indexOf('24'))).toEqual(at(8, 9));
    expect(placeInText(run, run.text.indexOf('by'))).toEqual(at(8, 20));
    expect(placeInText(run, run.text.indexOf('more'))).toEqual(at(9, 19));
  });

  test('takes in headings, cells, titles and boxes, and leaves code out', () => {
    const page = body(
      '## Head\n\n| a | b |\n| - | - |\n| c | d |\n\n<Aside type="note" title="Box">\n\nInside\n\n</Aside>\n\n```text\nTODO\n```\n',
    );
    expect(page.texts.map(({ text }) => text)).toEqual([
      'Head',
      'a',
      'b',
      'c',
      'd',
      'Box',
      'Inside',
    ]);
    expect(page.frontmatterTexts.map(({ text }) => text)).toContain('What it is for.');
  });
});

test('Windows line ends and a byte order mark change nothing', () => {
  const text = guide('## One\n\n[x](/y/) <Fact id="a" />\n\n```bash\nls\npwd\n```\n\n{1}\n');
  const read = (source: string) => readPage(source, { file: 'guides/a.mdx', hash: '' });
  expect(read(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(read(text));
});

test('pages are addressed as the site addresses them', () => {
  const path = (file: string) => readPage('', { file, hash: '' }).path;
  expect(path('index.mdx')).toBe('/');
  expect(path('guides/index.mdx')).toBe('/guides/');
  expect(path('guides/My Page (2).mdx')).toBe('/guides/my-page-2/');
  expect(path('nl/guides/README.md')).toBe('/nl/guides/readme/');
  expect(path('v1.2/notes.md')).toBe('/v12/notes/');
});
