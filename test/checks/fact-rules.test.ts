import { describe, expect, it } from 'vitest';
import { parseIsoDuration, parseQuantity, sameQuantity } from '../../src/checks/quantity.ts';
import { expectAt } from './marked.ts';
import { facts, guide } from './sample-content.ts';

const data = { 'data/facts.yaml': facts };
const text = (body: string) => guide(`## Start\n\n${body}`);

describe('fact/unknown', () => {
  it('finds a fact that is not in the data, and suggests the one that is meant', async () => {
    const [finding] = await expectAt('fact/unknown', {
      ...data,
      'guides/a.mdx': text('It is valid for ¦<Fact id="invitation-validty" />.'),
      'notes/a.md': 'Valid for ¦<data data-fact="nothing" value="1">1</data>.\n',
    });
    expect(finding?.help).toContain('Did you mean "invitation-validity"?');
  });

  it('is one finding, at the fault, when the facts cannot be read, and not one for each use', async () => {
    const [finding] = await expectAt('fact/unknown', {
      'data/facts.yaml': '- id: ¦[a\n',
      'guides/a.mdx': text('<Fact id="invitation-validity" /> and <Fact id="response-p1" />.'),
      'guides/b.mdx': text('<Fact id="invitation-validity" />.'),
    });
    expect(finding?.message).toBe('The facts cannot be read, so none of their 3 uses is known');
  });

  it('leaves known facts alone', async () => {
    await expectAt('fact/unknown', {
      ...data,
      'guides/a.mdx': text('It is valid for <Fact id="invitation-validity" />.'),
    });
  });
});

const marked = (value: string, shown: string, id = 'invitation-validity') =>
  `Valid for <data data-fact="${id}" value="${value}">${shown}</data>.\n`;

describe('fact/contradiction', () => {
  it('finds a value and a text that say something else', async () => {
    const findings = await expectAt('fact/contradiction', {
      ...data,
      'notes/value.md': marked('PT48H', '24 hours').replace('<data', '¦<data'),
      'notes/text.md': marked('PT24H', '48 hours').replace('<data', '¦<data'),
    });
    expect(findings.map(({ message }) => message)).toEqual([
      'The text of this place says "48 hours", but the fact "invitation-validity" is "PT24H"',
      'The value of this place says "PT48H", but the fact "invitation-validity" is "PT24H"',
    ]);
  });

  it('finds days where working days are meant', async () => {
    await expectAt('fact/contradiction', {
      ...data,
      'notes/a.md': `¦${marked('P5D', '120 hours', 'kickoff-held')}`.replace(
        '¦Valid for <data',
        'Valid for <data',
      ),
      'notes/b.md': marked('PT24H', '1 working day').replace('<data', '¦<data'),
    });
  });

  it.each([
    ['PT24H', '24 hours'],
    ['P1D', 'one day'],
    ['24 hours', 'vierentwintig uur'],
    ['1 day', '24h'],
    ['één dag', 'twenty-four hours'],
  ])('leaves %s with "%s" alone: it is one amount', async (value, shown) => {
    await expectAt('fact/contradiction', { ...data, 'notes/a.md': marked(value, shown) });
  });

  it('leaves numbers, percentages and texts alone that agree', async () => {
    await expectAt('fact/contradiction', {
      ...data,
      'notes/a.md': [
        marked('50', 'fifty', 'free-users'),
        marked('99.9', '99,9%', 'uptime'),
        marked('P5D', '5 Business Days', 'kickoff-held'),
      ].join('\n'),
    });
  });
});

describe('fact/mention', () => {
  it('finds another value where a phrase of a fact stands, also across lines and emphasis', async () => {
    const findings = await expectAt('fact/mention', {
      ...data,
      'guides/a.mdx': text(
        [
          'The invitation is valid for ¦48 hours.',
          'An invitation is valid\nfor **¦two days**.',
          'There is a ¦3-day invitation window.',
          'It is free for up to ¦75 users, with an uptime of ¦99.5 percent.',
        ].join('\n\n'),
      ),
      'notes/a.md': 'The invitation is valid for ¦a week.\n',
      'nl/guides/a.mdx': guide('## Begin\n\nDe uitnodiging is ¦48 uur geldig.'),
    });
    expect(findings[0]?.severity).toBe('warning');
    expect(findings.map(({ message }) => message.split('"')[1])).toContain('two days');
  });

  it('leaves the right value alone, however it is written, and other sentences', async () => {
    await expectAt('fact/mention', {
      ...data,
      'guides/a.mdx': text(
        [
          'The invitation is valid for 24 hours.',
          'The invitation is valid for one day.',
          'The invitation is valid for <Fact id="invitation-validity" />.',
          'The invitation is valid for every colleague.',
          'The 24-hour invitation window is short. The password is valid for 90 days.',
          'It is free for up to fifty users, with an uptime of 99.9%.',
          'Write `the invitation is valid for 48 hours`.',
        ].join('\n\n'),
      ),
      'nl/guides/a.mdx': guide('## Begin\n\nDe uitnodiging is één dag geldig.'),
    });
  });
});

describe('amounts', () => {
  it.each([
    ['24 hours', 'PT24H'],
    ['1 day', 'PT24H'],
    ['two weeks', 'P14D'],
    ['48 uur', 'P2D'],
    ['achtenveertig uur', 'P2D'],
    ['tweeëntwintig dagen', 'P22D'],
    ['half an hour', 'PT30M'],
    ['een kwartier', 'PT15M'],
    ['anderhalf uur', 'PT1H30M'],
    ['1 h 30 min', 'PT1H30M'],
    ['1,5 uur', 'PT90M'],
    ['a year', 'P12M'],
  ])('"%s" is %s', (written, iso) => {
    const [a, b] = [parseQuantity(written), parseIsoDuration(iso)];
    expect(a && b && sameQuantity(a, b)).toBe(true);
  });

  it.each([
    ['2 working days', '48 hours'],
    ['30 days', '1 month'],
    ['24 to 48 hours', '24 hours'],
    ['5', '5%'],
    ['1,000', '1'],
  ])('"%s" is not "%s"', (one, other) => {
    const [a, b] = [parseQuantity(one), parseQuantity(other)];
    expect(a && b && sameQuantity(a, b)).toBe(false);
  });

  it.each(['soon', '', 'a', 'hours', '24 hours later'])('"%s" is no amount', (written) => {
    expect(parseQuantity(written)).toBeUndefined();
  });
});
