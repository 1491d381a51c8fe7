import { describe, expect, test } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { guide, pageOf, problemsOf } from './pages.ts';

const problems = (body: string) => problemsOf(pageOf('guides', guide(body)));

describe('code in a page is a finding', () => {
  test.each([
    ["import x from './x.js'", '7:1 Pages hold no code, and `import` is code'],
    ['export const a = 1', '7:1 Pages hold no code, and `export` is code'],
    ['## A\nimport x from "x"\nand more\n\nText', '8:1 Pages hold no code, and `import` is code'],
    [
      'export const a = {\n\n  b: 1,\n};\n\n[x](/y/)',
      '7:1 Pages hold no code, and `export` is code',
    ],
    ['Text with {1 + 1} in it.', '7:11 Pages hold no code, and `{1 + 1}` is code'],
    ['{process.exit(1)}', '7:1 Pages hold no code, and `{process.exit(1)}` is code'],
    ['<Fact id={"a"} />', '7:1 `id` of `<Fact>` is code'],
    ['<Fact {...all} />', '7:1 An attribute of `<Fact>` is code'],
    ['Some <Fakt id="a" /> here', '7:6 There is no component `<Fakt>`'],
    ['<div>\n\nText\n\n</div>', '7:1 Pages may not use `<div>`'],
    ['<a href="/x/" onclick="alert(1)">x</a>', '7:1 `<a>` may not have `onclick` here'],
    ['[x](javascript:alert(1))', '7:1 A link to `javascript:` is code'],
    ['<Fact />', '7:1 `<Fact>` has no `id`'],
    ['<Role id="a" colour="red" />', '7:1 `<Role>` takes no `colour`'],
    ['<Aside type="warning">\n\nText\n\n</Aside>', '7:1 `<Aside>` has no type `warning`'],
    ['## The <Fact id="a" /> rule', '7:8 `<Fact>` may not stand in a heading'],
    ['<>Text</>', '7:1 `<>` is code'],
  ])('%j', (body, problem) => {
    expect(problems(body)).toEqual([problem]);
  });

  test('in plain Markdown too', () => {
    const page = pageOf(
      'guides',
      guide('<script>alert("<a href=x>")</script>\n\n<Fact id="a" />'),
      {
        name: 'page.md',
      },
    );
    expect(problemsOf(page)).toEqual([
      '7:1 Pages may not use `<script>`',
      '9:1 `<Fact>` works in .mdx pages only',
    ]);
    expect(page.links).toEqual([]);
  });
});

test.each([
  'Braces in `{code}`, and a < b.',
  '```ts\nimport x from "x";\nconst y = { x };\n```',
  'You can\nimport the list and\nexport it again.',
  '~~~~\n~~~\nimport x\n~~~~\n\nText',
  '{/* a note to whoever edits this */}\n\nText',
  'Press <kbd>Esc</kbd>,<br /> see <a id="here"></a><a href="/x/" title="X">x</a>.',
  '<Aside type="note" title="Mind">\n\nText with <Fact id="a" />.\n\n</Aside>',
  '<details>\n\n<summary>More</summary>\n\nText\n\n</details>',
])('what is no code is left alone: %j', (body) => {
  expect(problems(body)).toEqual([]);
});

describe('what does not parse is explained at its place', () => {
  test.each([
    ['Text\n\n<Aside type="note">\n\nMore', '9:1 `<Aside>` is opened here and never closed'],
    ['</Aside>', '7:1 `</Aside>` closes something that was never opened'],
    [
      '<Aside type="note">\n\nText</Fact>\n\n</Aside>',
      '9:5 `</Fact>` closes something else than `<Aside>`, which was opened on line 7',
    ],
    [
      '<Aside type="note">\n\n- one\n- two </Aside>',
      '10:7 `</Aside>` stands inside a paragraph or a list, but `<Aside>` was opened outside of it, on line 7',
    ],
    ['if x <3 then', '7:6 `<` starts a component here, but none can be read'],
    ['<!-- note -->', '7:1 Comments in HTML form (`<!-- … -->`) do not work in .mdx pages'],
    ['A {brace', '7:3 `{` starts code here, and pages hold no code'],
  ])('%j', (body, problem) => {
    expect(problems(body)).toEqual([problem]);
  });

  test('and the rest of the page is still read', () => {
    const page = pageOf(
      'guides',
      guide('## One\n\n[x](/y/) <Fact id="a" />\n\n<Aside>\n\n## Two\n'),
    );
    expect(page.headings.map(({ id }) => id)).toEqual(['one', 'two']);
    expect(page.links.map(({ url }) => url)).toEqual(['/y/']);
    expect(page.facts.map(({ id }) => id)).toEqual(['a']);
  });
});

test("someone else's pages may hold code", () => {
  const page = readPage('import A from "a"\n\n<A b={1}>{x}</A>\n', {
    file: 'site/a.mdx',
    hash: '',
  });
  expect(page.problems).toEqual([]);
});
