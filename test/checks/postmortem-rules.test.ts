import { describe, expect, it } from 'vitest';
import { expectAt } from './marked.ts';
import { postmortem } from './sample-content.ts';

const FILE = 'postmortems/2026-07-02-a.mdx';

describe('postmortem/duration', () => {
  it('finds a duration that the times do not bear out, and gives the right one', async () => {
    const [finding] = await expectAt('postmortem/duration', {
      [FILE]: postmortem({ duration: 'PT2H' }).replace('duration:', '¦duration:'),
    });
    expect(finding?.message).toContain('1 hour 20 minutes');
    expect(finding?.help).toContain('duration: PT1H20M');
  });

  it('leaves the same length in other units alone', async () => {
    await expectAt('postmortem/duration', {
      [FILE]: postmortem({ duration: 'PT80M' }),
      'postmortems/2026-07-02-b.mdx': postmortem({
        resolved: '2026-07-03T03:14Z',
        duration: 'P1D',
      }),
    });
  });
});

describe('postmortem/timeline-order', () => {
  it('finds a row that is earlier than the one before it', async () => {
    await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem({}, { timeline: '| 03:40 | Well. |\n¦| 03:14 | Errors. |' }),
    });
  });

  it('finds a row after midnight that does not say so', async () => {
    const [finding] = await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem({}, { timeline: '| 23:50 | Errors. |\n¦| 00:10 | Well. |' }),
    });
    expect(finding?.help).toContain('midnight');
  });

  it('finds a row without a time', async () => {
    await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem({}, { timeline: '| 03:14 | Errors. |\n¦| later | Well. |\n¦| | Done. |' }),
    });
  });

  it('finds moments that cannot be in that order', async () => {
    await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem({ acknowledged: '2026-07-02T03:00Z' }).replace(
        'acknowledged:',
        '¦acknowledged:',
      ),
    });
  });

  it('finds a detection before the start, and leaves a start before it alone', async () => {
    await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem({ started: '2026-07-02T03:15Z' }).replace('detected:', '¦detected:'),
      'postmortems/2026-07-02-b.mdx': postmortem({ started: '2026-07-02T03:02Z' }),
    });
  });

  it('leaves rows alone that cross midnight with their date, and equal times', async () => {
    await expectAt('postmortem/timeline-order', {
      [FILE]: postmortem(
        {},
        {
          timeline:
            '| 2026-07-01 22:00 | Deployment. |\n| 23:50 | Errors. |\n| 23:50 | Alert. |\n| 2026-07-03 00:10 | Well. |',
        },
      ),
    });
  });
});

describe('postmortem/late', () => {
  const unfinished = { completed: undefined };

  it('finds a P1 that is not finished when 48 hours have passed', async () => {
    await expectAt(
      'postmortem/late',
      { [FILE]: postmortem(unfinished).replace('resolved:', '¦resolved:') },
      { today: '2026-07-05' },
    );
  });

  it('finds one that was finished too late', async () => {
    await expectAt('postmortem/late', {
      [FILE]: postmortem({ severity: 'P2', completed: '2026-07-04T04:35Z' }).replace(
        'completed:',
        '¦completed:',
      ),
    });
  });

  it('leaves one alone that is still due, a P3, an example, and one in time to the minute', async () => {
    await expectAt('postmortem/late', { [FILE]: postmortem(unfinished) }, { today: '2026-07-04' });
    await expectAt('postmortem/late', {
      'postmortems/2026-07-02-a.mdx': postmortem({ ...unfinished, severity: 'P3' }),
      'postmortems/2026-07-02-b.mdx': postmortem({ ...unfinished, example: true }),
      'postmortems/2026-07-02-c.mdx': postmortem({ completed: '2026-07-04T04:34Z' }),
    });
  });
});

const fine = '| Add an alert | Tech Lead | 2026-07-20 | open | |';

describe('postmortem/action-owner', () => {
  it('finds an action that nobody owns', async () => {
    await expectAt('postmortem/action-owner', {
      [FILE]: postmortem(
        {},
        {
          actions:
            '¦| Add an alert | | 2026-07-20 | open | |\n¦| Test | TBD | 2026-07-20 | open | |',
        },
      ),
    });
  });

  it('leaves roles and names alone', async () => {
    await expectAt('postmortem/action-owner', {
      [FILE]: postmortem(
        {},
        { actions: `${fine}\n| Test | <Role id="cto" /> | 2026-07-20 | open | |` },
      ),
    });
  });
});

describe('postmortem/action-due', () => {
  it('finds an open action without a date, and dates that are none', async () => {
    await expectAt('postmortem/action-due', {
      [FILE]: postmortem(
        {},
        {
          actions:
            '¦| One | CTO | | open | |\n¦| Two | CTO | next week | open | |\n¦| Three | CTO | 2026-02-30 | done | |',
        },
      ),
    });
  });

  it('leaves dates, and a finished action without one, alone', async () => {
    await expectAt('postmortem/action-due', {
      [FILE]: postmortem({}, { actions: `${fine}\n| Two | CTO | | done | |` }),
    });
  });
});

describe('postmortem/action-state', () => {
  it('finds unknown states, and work dropped without a reason', async () => {
    await expectAt('postmortem/action-state', {
      [FILE]: postmortem(
        {},
        {
          actions: '¦| One | CTO | 2026-07-20 | doing | |\n¦| Two | CTO | 2026-07-20 | wont-do | |',
        },
      ),
    });
  });

  it('leaves the three states alone', async () => {
    await expectAt('postmortem/action-state', {
      [FILE]: postmortem(
        {},
        {
          actions: `${fine}\n| Two | CTO | 2026-07-20 | done | |\n| Three | CTO | 2026-07-20 | wont-do | The service is gone. |`,
        },
      ),
    });
  });
});

describe('postmortem/action-overdue', () => {
  it('finds an open action the day after it was due', async () => {
    await expectAt(
      'postmortem/action-overdue',
      { [FILE]: postmortem({}, { actions: `¦${fine}` }) },
      { today: '2026-07-21' },
    );
  });

  it('leaves the day itself, finished actions and examples alone', async () => {
    await expectAt('postmortem/action-overdue', { [FILE]: postmortem() }, { today: '2026-07-20' });
    await expectAt(
      'postmortem/action-overdue',
      {
        [FILE]: postmortem({ example: true }),
        'postmortems/2026-07-02-b.mdx': postmortem({}, { actions: fine.replace('open', 'done') }),
      },
      { today: '2026-12-01' },
    );
  });
});
