import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { guide, pageOf, problemsOf } from './pages.ts';

const runbook = (lines: string) => `---\n${lines}\n---\n\n## Steps\n\n1. Look.\n`;

describe('a field that does not fit', () => {
  test.each([
    ['a missing field, at the start', 'title: T\ndescription: D', '1:1 `owner` is missing'],
    [
      'a word that is none of the known ones, at its key',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: done\ndate: 2026-01-02\ndeciders: [A]',
      '6:1 `status` is `done`; it must be one of proposed, accepted, rejected, deprecated, superseded',
    ],
    [
      'a date in another form',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: accepted\ndate: 02-01-2026\ndeciders: [A]',
      '7:1 `date` is `02-01-2026`: write a date as YYYY-MM-DD, for example 2026-06-30',
    ],
    [
      'text where a list belongs',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: accepted\ndate: 2026-01-02\ndeciders: Everybody',
      '8:1 `deciders` is `Everybody`; it must be a list',
    ],
    [
      'an empty list where one entry is needed',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: accepted\ndate: 2026-01-02\ndeciders: []',
      '8:1 `deciders` needs at least one entry',
    ],
    [
      'a key without a value',
      'title:\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: accepted\ndate: 2026-01-02\ndeciders: [A]',
      '2:1 `title` has no value',
    ],
    [
      'a number that is none',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: three\nstatus: accepted\ndate: 2026-01-02\ndeciders: [A]',
      '5:1 `number` is `three`; it must be a number',
    ],
    [
      'a field in a list, at that field',
      'title: T\ndescription: D\nowner: tech-lead\nnumber: 3\nstatus: accepted\ndate: 2026-01-02\ndeciders: [A]\namends:\n  - adr: 1\n    part: The whole\n  - adr: -2\n    part: More',
      '12:5 `adr` in `amends`, item 2 is `-2`; it must be more than 0',
    ],
  ])('is said in plain words: %s', (_name, lines, problem) => {
    expect(problemsOf(pageOf('adr', runbook(lines)))).toContain(problem);
  });

  test('comes with what the schema says about it, and a near miss with a suggestion', () => {
    const page = pageOf(
      'guides',
      runbook('title: T\ndescription: D\nowner: tech-lead\naudiense: [staff]\ndescripton: x'),
    );
    expect(problemsOf(page)).toEqual([
      '5:1 `audiense` is not a field here',
      '6:1 `descripton` is not a field here',
    ]);
    expect(page.problems[0]?.help).toMatch(/^Did you mean "audience"\?/);
    expect(pageOf('guides', runbook('title: T\ndescription: D')).problems[0]?.help).toBe(
      'The role in data/roles.yaml that keeps this page right.',
    );
  });

  test('leaves the page without fields, and everything else of it readable', () => {
    const page = pageOf('guides', guide('## Part\n').replace('owner: tech-lead', 'owner: TL'));
    expect(page.data).toBeUndefined();
    expect(page.sections[0]?.heading.id).toBe('part');
    expect(page.keyPlaces.owner).toEqual({ line: 4, column: 1 });
  });
});

describe('YAML that cannot be read', () => {
  test.each([
    ['a second colon', 'title: CRM: what it is', '2:8 `title` has a second colon in its value'],
    ['a quote that stays open', 'title: "T\nowner: x', '2:8 `"` is opened here and never closed'],
    [
      'a bracket that stays open',
      'tags: [a, b\nowner: x',
      '2:7 `[` is opened here and never closed',
    ],
    [
      'a line indented by mistake',
      'title: T\n owner: x',
      '2:8 The line after `title` is indented as if it belonged to it',
    ],
    [
      'a reserved sign',
      'title: @home',
      '2:8 The value of `title` starts with a sign that YAML keeps for itself',
    ],
    ['a tab', 'title: T\nsidebar:\n\tlabel: L', '4:1 This line is indented with a tab'],
    ['a key that stands twice', 'title: T\ntitle: U', '3:1 `title` stands here a second time'],
    [
      'a name for reuse',
      'title: &t T\ndescription: *t',
      '2:11 `&t` names a value for reuse, and such names are not read',
    ],
    [
      'a tag',
      'title: !!js/function "x"',
      '2:8 `title: !!js/function "x"` has a tag (`!`), and tags are not read',
    ],
    [
      'brackets in brackets without end',
      `title: T\ntags: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
      '3:1 Lists or groups are nested here thousands of levels deep',
    ],
    ['no fields at all', '- one\n- two', '1:1 The frontmatter is no list of fields'],
  ])('is one finding at its place: %s', (_name, lines, problem) => {
    expect(problemsOf(pageOf('guides', runbook(lines)))).toEqual([problem]);
  });

  test('does not grow: a few lines that stand for a million are refused', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
      .concat(
        [...'bcdefgh'].map(
          (key, index) => `${key}: &${key} [${`*${'abcdefg'[index]}, `.repeat(9)}]`,
        ),
      )
      .join('\n');
    expect(problemsOf(pageOf('guides', runbook(bomb)))).toHaveLength(1);
  });
});

describe('what is no YAML', () => {
  test.each([
    ['---js\n{ title: process.exit(3) }\n---\n\nText\n', '1:1'],
    ['---json\n{"title": "T"}\n---\n', '1:1'],
    ['--- coffee\ntitle: 1\n---\n', '1:1'],
    ['+++\ntitle = "T"\n+++\n', '1:1'],
  ])('is refused and never run: %j', (source, at) => {
    const page = pageOf('guides', source);
    expect(page.problems).toHaveLength(1);
    expect(page.problems[0]?.rule).toBe('content/code');
    expect(problemsOf(page)[0]).toMatch(new RegExp(`^${at} The frontmatter starts with`));
    expect(page.texts.map(({ text }) => text).join()).not.toContain('title');
  });

  test('a page without frontmatter says so once', () => {
    expect(problemsOf(pageOf('guides', '## Hello\n'))).toEqual([
      '1:1 This page has no frontmatter',
    ]);
    expect(problemsOf(pageOf('guides', ''))).toEqual(['1:1 This page has no frontmatter']);
  });
});

test('dates stay text, and the order of keys does not matter', () => {
  const lines = [
    'title: T',
    'description: D',
    'owner: tech-lead',
    'reviewed: 2026-01-02',
    'tags: [a]',
  ];
  const one = pageOf('guides', `---\n${lines.join('\n')}\n---\n`);
  const other = pageOf('guides', `---\n${lines.toReversed().join('\n')}\n---\n`);
  expect(one.data?.reviewed).toBe('2026-01-02');
  expect(other.data).toEqual(one.data);
});

test('a Markdown file of nobody in particular is not held to our fields', () => {
  const plain = (source: string) => readPage(source, { file: 'notes/a.md', hash: '' });
  expect(plain('---\nlayout: post\ntitle: Its title\n---\n\n# Other\n')).toMatchObject({
    title: 'Its title',
    problems: [],
  });
  expect(plain('---\n\nJust a rule: and text\n\n---\n\n# Heading\n')).toMatchObject({
    title: 'Heading',
  });
  expect(problemsOf(plain('---\ntitle: a: b\n---\n'))).toHaveLength(1);
});
