import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportRecord } from '../../src/incident/exchange.ts';
import { change, declare } from '../incident/setting.ts';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'new-'));
  git('init', '--quiet', '--initial-branch=main');
  mkdirSync(join(repository, 'content/adr'), { recursive: true });
  writeFileSync(join(repository, 'content/adr/001-first.mdx'), 'first\n');
  commit('first');
});

afterEach(() => rmSync(repository, { recursive: true, force: true }));

test('an ADR gets the number after those of all branches, local and remote', () => {
  git('switch', '--quiet', '--create', 'elsewhere');
  writeFileSync(join(repository, 'content/adr/002-second.mdx'), 'second\n');
  commit('second');
  git('switch', '--quiet', 'main');
  git('update-ref', 'refs/remotes/origin/theirs', withFile('content/adr/005-fifth.mdx'));

  const { status, stdout } = runNew('adr', 'Sixth choice');

  expect(status).toBe(0);
  expect(stdout).toContain(join('content', 'adr', '006-sixth-choice.mdx'));
});

test('a page that is there already is never overwritten', () => {
  runNew('guide', 'A guide');
  const file = join(repository, 'content/guides/a-guide.mdx');
  writeFileSync(file, 'my words\n');

  const { status, stderr } = runNew('guide', 'A guide');

  expect(status).toBe(1);
  expect(stderr).toContain('is there already');
  expect(readFileSync(file, 'utf8')).toBe('my words\n');
});

test('an unknown kind is wrong usage, and the kinds are named', () => {
  const { status, stderr } = runNew('memo', 'A memo');
  expect(status).toBe(2);
  expect(stderr).toMatch(/adr.*runbook.*postmortem/s);
});

test('a post-mortem is written from the record of an incident', () => {
  cpSync(join(import.meta.dirname, '../../content/data'), join(repository, 'content/data'), {
    recursive: true,
  });
  const resolved = change(
    declare('2026-07-01T10:00Z'),
    ['2026-07-01T10:05Z', { status: 'acknowledged' }],
    ['2026-07-01T11:00Z', { status: 'resolved' }],
  );
  const file = join(repository, 'incident.json');
  writeFileSync(file, exportRecord(resolved));

  const { status, stdout } = runNew('postmortem', '--from', file);

  expect(stdout).toContain(join('postmortems', '2026-07-01-nobody-can-log-in.mdx'));
  expect(status).toBe(0);
  const page = join(repository, 'content/postmortems/2026-07-01-nobody-can-log-in.mdx');
  expect(readFileSync(page, 'utf8')).toContain('duration: PT1H');
});

test('a record that is damaged, or not over, makes no page', () => {
  cpSync(join(import.meta.dirname, '../../content/data'), join(repository, 'content/data'), {
    recursive: true,
  });
  const file = join(repository, 'incident.json');
  writeFileSync(file, '{"format": "sonan-incident"');
  expect(runNew('postmortem', '--from', file)).toMatchObject({ status: 1, stdout: '' });
  writeFileSync(file, exportRecord(declare('2026-07-01T10:00Z')));
  const { status, stderr } = runNew('postmortem', '--from', file);
  expect(status).toBe(1);
  expect(stderr).toMatch(/declare it resolved first/);
  expect(runNew('runbook', '--from', file).status).toBe(2);
  expect(runNew('runbook').status).toBe(2);
});

function runNew(...words: string[]) {
  return spawnSync(
    process.execPath,
    ['scripts/new.ts', ...words, '--root', join(repository, 'content')],
    { cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' },
  );
}

function git(...words: string[]): string {
  return execFileSync(
    'git',
    ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...words],
    {
      cwd: repository,
      encoding: 'utf8',
    },
  ).trim();
}

function commit(message: string) {
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
}

/** A commit beside the current branch that holds one more file. */
function withFile(path: string): string {
  git('switch', '--quiet', '--detach');
  writeFileSync(join(repository, path), 'theirs\n');
  commit('theirs');
  const hash = git('rev-parse', 'HEAD');
  git('switch', '--quiet', 'main');
  return hash;
}
