import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findMissingOptional } from '../../src/local/complete-lockfile.ts';

test('package-lock.json names the packages of every system (npm run lockfile adds them)', () => {
  const file = join(import.meta.dirname, '../../package-lock.json');
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  expect([...findMissingOptional(packages).keys()]).toEqual([]);
});

test('what is missing is found, with the system that its name tells', () => {
  const packages = {
    '': {},
    'node_modules/tool': {
      version: '1.2.3',
      dev: true as const,
      optionalDependencies: {
        '@tool/darwin-arm64': '1.2.3',
        '@tool/linux-x64-musl': '1.2.3',
        '@tool/linux-x64-gnu': '1.2.3',
      },
    },
    'node_modules/tool/node_modules/@tool/linux-x64-gnu': { version: '1.2.3' },
  };
  expect(Object.fromEntries(findMissingOptional(packages))).toEqual({
    'node_modules/@tool/darwin-arm64': {
      version: '1.2.3',
      dev: true,
      optional: true,
      os: ['darwin'],
      cpu: ['arm64'],
    },
    'node_modules/@tool/linux-x64-musl': {
      version: '1.2.3',
      dev: true,
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    },
  });
});

test('a name that does not tell its system is not guessed at', () => {
  const packages = { 'node_modules/tool': { optionalDependencies: { extra: '1.0.0' } } };
  expect(() => findMissingOptional(packages)).toThrow(/extra@1\.0\.0/);
});
