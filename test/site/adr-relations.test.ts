import { toHtml } from 'hast-util-to-html';
import { describe, expect, it } from 'vitest';
import { readPage } from '../../src/content-model/index.ts';
import { adrGraph, wrapTitle } from '../../src/site/adr-graph.ts';
import { type AdrPage, adrEdges, adrEntries, adrRelations } from '../../src/site/adr-relations.ts';
import { adrTable } from '../../src/site/adr-table.ts';

function adr(number: number, extra = ''): AdrPage {
  const code = String(number).padStart(3, '0');
  return readPage(
    `---\ntitle: Decision ${number}\ndescription: d\nowner: engineering\nnumber: ${number}\nstatus: accepted\ndate: 2026-06-30\ndeciders: [Engineering]\n${extra}---\n`,
    { file: `adr/${code}-d.mdx`, hash: code },
  ) as AdrPage;
}

const codes = (relations: { to: { code: string } }[] = []) => relations.map(({ to }) => to.code);

describe('relations of decisions', () => {
  it('are shown from both sides, whichever side states them', () => {
    const relations = adrRelations([
      adr(1, 'supersededBy: [2]\n'),
      adr(2),
      adr(3, 'related: [1]\n'),
    ]);
    expect(codes(relations.get(2)?.supersedes)).toEqual(['ADR-001']);
    expect(codes(relations.get(1)?.supersededBy)).toEqual(['ADR-002']);
    expect(codes(relations.get(1)?.related)).toEqual(['ADR-003']);
  });

  it('let one decision have two successors', () => {
    const relations = adrRelations([
      adr(1),
      adr(2, 'supersedes: [1]\n'),
      adr(3, 'supersedes: [1]\n'),
    ]);
    expect(codes(relations.get(1)?.supersededBy)).toEqual(['ADR-002', 'ADR-003']);
  });

  it('say which part an amendment changes, on both sides', () => {
    const relations = adrRelations([
      adr(1),
      adr(2, 'amends:\n  - adr: 1\n    part: Only the host\n'),
    ]);
    expect(relations.get(1)?.amendedBy).toMatchObject([
      { to: { number: 2 }, part: 'Only the host' },
    ]);
    expect(relations.get(2)?.amends).toMatchObject([{ to: { number: 1 }, part: 'Only the host' }]);
  });

  it('leave out numbers that do not exist', () => {
    expect(codes(adrRelations([adr(1, 'related: [9]\n')]).get(1)?.related)).toEqual([]);
  });
});

describe('the list of decisions', () => {
  const list = (...pages: AdrPage[]) =>
    toHtml(adrTable([...adrEntries(pages).values()], adrRelations(pages), 'en'));

  it('says of an accepted decision that a later one changes it, and which', () => {
    const html = list(
      adr(1),
      adr(2, 'amends:\n  - adr: 1\n    part: Only the host\n'),
      adr(3, 'amends:\n  - adr: 1\n    part: Only the port\n'),
    );
    expect(html).toContain(
      'Amended by <a href="/adr/002-d/">ADR-002</a>, <a href="/adr/003-d/">ADR-003</a>',
    );
  });

  it('says nothing more of a decision that stands as it was made', () => {
    expect(list(adr(1), adr(2, 'related: [1]\n'))).not.toContain('ed by');
  });
});

describe('the graph', () => {
  it('draws each tie once, though both sides state it', () => {
    const pages = [adr(1, 'supersededBy: [2]\n'), adr(2, 'supersedes: [1]\n')];
    expect(adrEdges(pages)).toEqual([{ from: 2, to: 1, kind: 'supersedes' }]);
  });

  it('is left out when no decision changes another', () => {
    expect(adrGraph(adrEntries([adr(1)]), [], 'Relations')).toBeUndefined();
  });

  it('cuts a long title after two lines', () => {
    const lines = wrapTitle('The wiki is a service of its own, and keeps tenants apart twice');
    expect(lines).toHaveLength(2);
    expect(lines[1]?.endsWith('…')).toBe(true);
  });
});
