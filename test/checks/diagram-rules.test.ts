import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diagramKey } from '../../src/diagrams/key.ts';
import { checkFolder, expectAt, makeFolder, writeMarked } from './marked.ts';
import { guide } from './sample-content.ts';

const fence = (source: string) => `## Start\n\n¦\`\`\`mermaid\n${source}\n\`\`\``;
const UNMARKED = /¦/g;

describe('diagram/syntax', () => {
  it.each([
    ['flowchart', 'flowchart TD\n  A[Start] --> B\n¦  B[End --> C'],
    ['sequence', 'sequenceDiagram\n¦  A->> :'],
    ['commented', '%% A comment.\nflowchart TD\n  %% Another.\n¦  A[Start --> B'],
    ['unknown', '¦nonsense'],
  ])('finds a broken %s, at the line', async (_, source) => {
    const body = fence(source).replace('¦```', '```');
    const [finding] = await expectAt('diagram/syntax', { 'guides/a.mdx': guide(body) });
    expect(finding?.message).toContain('Mermaid cannot read');
  });

  it.each([
    'flowchart TD\n  A["Start <b>now</b>"] --> B{ok?}',
    'sequenceDiagram\n  A->>B: hi',
    'erDiagram\n  A ||--o{ B : has',
    'stateDiagram-v2\n  [*] --> Open',
    'gantt\n  title X\n  section A\n  a :a1, 2026-01-01, 3d',
    'pie title X\n  "a" : 1',
    'classDiagram\n  A <|-- B',
  ])('leaves what Mermaid can read alone', async (source) => {
    await expectAt('diagram/syntax', {
      'guides/a.mdx': guide(fence(source).replace(UNMARKED, '')),
    });
  });
});

describe('diagram/stale', () => {
  const source = 'flowchart LR\n  first --> second';

  it('finds a diagram that is not drawn, and names the command', async () => {
    const [finding] = await expectAt('diagram/stale', { 'guides/a.mdx': guide(fence(source)) });
    expect(finding?.help).toContain('npm run diagrams');
  });

  it('finds a diagram that was changed after it was drawn, and leaves a drawn one alone', async () => {
    const folder = makeFolder();
    mkdirSync(join(folder, 'diagrams'));
    writeFileSync(join(folder, 'diagrams', `${diagramKey(source)}.svg`), '<svg/>');
    const page = (text: string) => ({ 'guides/a.mdx': guide(fence(text).replace(UNMARKED, '')) });
    const content = join(folder, 'content');
    writeMarked(content, page(source));
    expect((await checkFolder(content)).findings).toEqual([]);
    writeMarked(content, page(source.replace('second', 'third')));
    expect((await checkFolder(content)).findings.map(({ rule }) => rule)).toEqual([
      'diagram/stale',
    ]);
  });

  it('leaves diagrams in other Markdown alone: GitHub draws them', async () => {
    await expectAt('diagram/stale', { 'notes/a.md': fence(source).replace(UNMARKED, '') });
  });
});
