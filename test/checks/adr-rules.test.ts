import { describe, expect, it } from 'vitest';
import { expectAt } from './marked.ts';
import { adr, adrBody } from './sample-content.ts';

describe('adr/number-duplicate', () => {
  it('finds the second ADR with a number', async () => {
    const [finding] = await expectAt('adr/number-duplicate', {
      'adr/001-a.mdx': adr(1),
      'adr/001-b.mdx': adr(1).replace('number:', '¦number:'),
    });
    expect(finding?.message).toBe('ADR-001 is taken by adr/001-a.mdx');
  });

  it('leaves a translation alone', async () => {
    await expectAt('adr/number-duplicate', {
      'adr/001-a.mdx': adr(1),
      'adr/002-b.mdx': adr(2),
      'nl/adr/001-a.mdx': adr(1),
    });
  });
});

describe('adr/number-gap', () => {
  it('finds the ADR after a number that is missing', async () => {
    const [finding] = await expectAt('adr/number-gap', {
      'adr/001-a.mdx': adr(1),
      'adr/003-c.mdx': adr(3).replace('number:', '¦number:'),
    });
    expect(finding?.severity).toBe('warning');
    expect(finding?.message).toContain('ADR-002');
  });

  it('leaves a whole row alone', async () => {
    await expectAt('adr/number-gap', { 'adr/001-a.mdx': adr(1), 'adr/002-b.mdx': adr(2) });
  });
});

describe('adr/filename', () => {
  it('finds names without number or in another form, and a number that differs', async () => {
    await expectAt('adr/filename', {
      'adr/first.mdx': `¦${adr(1)}`,
      'adr/002-Big_Words.mdx': `¦${adr(2)}`,
      'adr/4-short.mdx': `¦${adr(4)}`,
      'adr/003-c.mdx': adr(5).replace('number:', '¦number:'),
    });
  });

  it('leaves 001-short-title.mdx alone', async () => {
    await expectAt('adr/filename', { 'adr/001-short-title-2.mdx': adr(1) });
  });
});

describe('adr/supersede-asymmetric', () => {
  it('finds either side that the other does not confirm', async () => {
    const findings = await expectAt('adr/supersede-asymmetric', {
      'adr/001-a.mdx': adr(1, { status: 'superseded', supersededBy: '=[2, ¦3]' }),
      'adr/002-b.mdx': adr(2, { supersedes: '=[1]' }),
      'adr/003-c.mdx': adr(3, { supersedes: '=[¦2]' }),
    });
    expect(findings.map(({ message }) => message)).toContain(
      'ADR-003 says that it supersedes ADR-002, but ADR-002 does not say so',
    );
  });

  it('finds an ADR that does not exist, and one that names itself', async () => {
    await expectAt('adr/supersede-asymmetric', {
      'adr/001-a.mdx': adr(1, { supersedes: '=[¦9, ¦1]' }),
    });
  });

  it('finds one that is still accepted although its accepted successor replaces it', async () => {
    await expectAt('adr/supersede-asymmetric', {
      'adr/001-a.mdx': adr(1, { supersededBy: [2] }).replace('status:', '¦status:'),
      'adr/002-b.mdx': adr(2, { supersedes: [1] }),
    });
  });

  it('leaves two successors, a proposed successor and an amendment alone', async () => {
    await expectAt('adr/supersede-asymmetric', {
      'adr/001-a.mdx': adr(1, { status: 'superseded', supersededBy: [2, 3] }),
      'adr/002-b.mdx': adr(2, { supersedes: [1], supersededBy: [4] }),
      'adr/003-c.mdx': adr(3, { supersedes: [1], amends: [{ adr: 2, part: 'The limits.' }] }),
      'adr/004-d.mdx': adr(4, { status: 'proposed', supersedes: [2] }),
    });
  });
});

describe('adr/superseded-without-successor', () => {
  it('finds it at the status', async () => {
    await expectAt('adr/superseded-without-successor', {
      'adr/001-a.mdx': adr(1, { status: 'superseded' }).replace('status:', '¦status:'),
    });
  });

  it('leaves a deprecated ADR alone', async () => {
    await expectAt('adr/superseded-without-successor', {
      'adr/001-a.mdx': adr(1, { status: 'deprecated' }),
    });
  });
});

describe('adr/relation-missing', () => {
  it('finds a related and an amended ADR that do not exist', async () => {
    await expectAt('adr/relation-missing', {
      'adr/001-a.mdx': adr(1, { related: '=[¦7]', amends: '=[{ ¦adr: 8, part: All }]' }),
    });
  });

  it('leaves one alone that exists', async () => {
    await expectAt('adr/relation-missing', {
      'adr/001-a.mdx': adr(1, { related: [2] }),
      'adr/002-b.mdx': adr(2, { amends: [{ adr: 1, part: 'All' }] }),
    });
  });
});

describe('adr/alternative-verdict', () => {
  it('finds an alternative without verdict, and a verdict without reasons', async () => {
    await expectAt('adr/alternative-verdict', {
      'adr/001-a.mdx': adr(
        1,
        {},
        adrBody({
          alternatives:
            '¦### One\n\nToo expensive.\n\n¦### Two\n\n**Rejected**\n\n### Three\n\n**Deferred** until:\n\n- There is money.',
        }),
      ),
    });
  });

  it('leaves a verdict with reasons alone', async () => {
    await expectAt('adr/alternative-verdict', { 'adr/001-a.mdx': adr(1) });
  });
});
