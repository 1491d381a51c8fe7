import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeSharing } from '../../src/data/share-waiting.ts';

test('whoever asks after a change sees it, however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ after: fc.nat(6), takes: fc.nat(4), isChange: fc.boolean() }), {
        minLength: 5,
        maxLength: 30,
      }),
      async (steps) => {
        const share = makeSharing();
        let value = 0;
        await Promise.all(
          steps.map(async ({ after, takes, isChange }) => {
            await sleep(after);
            if (isChange) {
              value += 1;
              return;
            }
            const asked = value;
            const seen = await share('value', async () => {
              const read = value;
              await sleep(takes);
              return read;
            });
            expect(seen).toBeGreaterThanOrEqual(asked);
          }),
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('many who ask the same share answers; those who ask something else do not', async () => {
  const share = makeSharing();
  const asked: string[] = [];
  const ask = (question: string) =>
    share(question, async () => {
      asked.push(question);
      await sleep(5);
      return `answer to ${question}`;
    });
  const answers = await Promise.all([...Array(20).fill('a'), 'b'].map(ask));
  expect(answers).toEqual([...Array(20).fill('answer to a'), 'answer to b']);
  expect(asked.filter((question) => question === 'a').length).toBe(3);
  expect(asked.filter((question) => question === 'b').length).toBe(1);
});

test('a failure is told to those who shared it, and to nobody after', async () => {
  const share = makeSharing();
  let isBroken = true;
  const ask = () =>
    share('x', async () => {
      await sleep(2);
      if (isBroken) throw new Error('away');
      return 'fine';
    });
  const outcomes = await Promise.allSettled([ask(), ask(), ask(), ask()]);
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  isBroken = false;
  expect(await ask()).toBe('fine');
});
