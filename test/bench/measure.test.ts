import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { measure } from '../../bench/measure.ts';

const cwd = import.meta.dirname;
const node = (code: string) => [process.execPath, '--eval', code];

test('the time of a command is measured, and the memory of what it starts', async () => {
  const inner = 'const kept = Buffer.alloc(200e6, 1); setTimeout(() => kept[0], 700)';
  const cost = await measure(
    node(
      `require('child_process').spawnSync(process.execPath, ['--eval', ${JSON.stringify(inner)}])`,
    ),
    { cwd },
  );
  expect(cost.seconds).toBeGreaterThan(0.7);
  if (existsSync('/proc/self/stat')) expect(cost.peakBytes).toBeGreaterThan(200e6);
  else expect(cost.peakBytes).toBeUndefined();
});

test('a command that fails is no figure: its output says why', async () => {
  await expect(
    measure(node("console.error('no space'); process.exit(3)"), { cwd }),
  ).rejects.toThrow(/ended with 3:\nno space/);
});

test('an exit code that is an answer can be accepted', async () => {
  expect((await measure(node('process.exit(1)'), { cwd, accept: [0, 1] })).output).toBe('');
});
