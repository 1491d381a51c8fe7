import fc from 'fast-check';
import { markdownToMdast } from 'satteri';
import { describe, expect, it } from 'vitest';
import {
  blankOf,
  DONE,
  FOR,
  noteOf,
  type Run,
  tickOf,
  WORKER,
  write,
} from '../../src/checklists/run.ts';
import { checklistWords } from '../../src/checklists/words.ts';
import { asMarkdown, asText } from '../../src/checklists/write-run.ts';
import { begin, LIST, MORNING, STEPS, writeAll } from './setting.ts';

const [first = '', second = '', third = ''] = STEPS;
const wording = {
  ...checklistWords('en').said,
  moment: (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`,
};

const run = writeAll(
  begin(),
  [tickOf(first), DONE],
  [noteOf(second), 'Asked twice.\n\n  No answer yet'],
  [blankOf('email'), 'kim@example.com'],
  [tickOf('Contract signed'), DONE],
);

describe('as text', () => {
  it('is the form as it would stand on paper', () => {
    expect(asText(LIST, run, wording)).toBe(`CLIENT ONBOARDING CHECKLIST

Name of the client: Example Ltd
Name of the admin: Sam

[x] 1. Record created
    Done by Sam, 2026-07-01 10:01 UTC
[ ] 2. Invitation sent to kim@example.com
    Note: Asked twice.
    No answer yet

Within a week

[ ] 3. is_primary set to true

No longer on this list

[x] Contract signed
    Done by Sam, 2026-07-01 10:04 UTC
`);
  });

  it('leaves a line where nothing was filled in, and names nobody where nobody is known', () => {
    const nameless = write(begin(), WORKER, '', MORNING);
    const text = asText(LIST, write(nameless, tickOf(first), DONE, MORNING), wording);
    expect(text).toContain('Name of the admin: ____________\n');
    expect(text).toContain('Invitation sent to ____________\n');
    expect(text).toContain('    Done 2026-07-01 10:00 UTC\n');
  });
});

interface Node {
  type: string;
  checked?: boolean | null;
  value?: string;
  url?: string;
  children?: Node[];
}

const all = (node: Node): Node[] => [node, ...(node.children ?? []).flatMap(all)];
const textOf = (node: Node): string =>
  all(node)
    .map(({ value = '' }) => value)
    .join('');

describe('as Markdown', () => {
  it('has a task for each step, ticked where the step is', () => {
    const tree = markdownToMdast(asMarkdown(LIST, run, wording)) as unknown as Node;
    const tasks = all(tree).filter(({ checked }) => typeof checked === 'boolean');
    expect(tasks.map((task) => [task.checked, textOf(task.children?.[0] as Node)])).toEqual([
      [true, 'Record created'],
      [false, 'Invitation sent to kim@example.com'],
      [false, 'is_primary set to true'],
      [true, 'Contract signed'],
    ]);
    expect(asMarkdown(LIST, run, wording)).toContain('- [ ] `is_primary` set to true');
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc
      .array(
        fc.constantFrom(
          ...[
            '# h',
            '- [x] y',
            '1. z',
            '> q',
            '```',
            '`',
            '*b*',
            '_i_',
            '[a](b)',
            '<b>',
            '![i](j)',
          ],
          ...[
            '~~s~~',
            '&lt;',
            '\\',
            '|',
            '---',
            '===',
            '\n',
            '\n\n',
            '    ',
            '\t',
            '+ p',
            ' ',
            'w',
            ')',
          ],
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  );
  const SHAPES = new Set([
    'root',
    'heading',
    'paragraph',
    'list',
    'listItem',
    'text',
    'break',
    'inlineCode',
    'link',
  ]);

  it('shows what people wrote as text, and never as markup', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (client, note, email) => {
        const worked = [
          [FOR, client],
          [noteOf(third), note],
          [blankOf('email'), email],
          [tickOf(first), DONE],
        ].reduce<Run>(
          (latest, [key = '', value = '']) => write(latest, key, value, MORNING),
          begin(),
        );
        const tree = markdownToMdast(asMarkdown(LIST, worked, wording)) as unknown as Node;
        const nodes = all(tree);
        expect(nodes.filter(({ type }) => !SHAPES.has(type))).toEqual([]);
        // An address becomes a link by itself, to where it says; no other link does.
        const links = nodes.filter(({ type }) => type === 'link');
        expect(links.filter((link) => !link.url?.endsWith(textOf(link)))).toEqual([]);
        expect(nodes.filter(({ type }) => type === 'heading')).toHaveLength(2);
        expect(nodes.filter(({ checked }) => typeof checked === 'boolean')).toHaveLength(3);
        const solid = (text: string) => text.replace(/\s/g, '');
        expect(solid(textOf(tree))).toContain(solid(note));
      }),
    );
  });
});
