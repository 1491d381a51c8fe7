import { execa } from 'execa';
import type { Page } from '../content-model/records.ts';
import { CannotRun } from './cannot-run.ts';
import type { BaseRevision } from './context.ts';
import { readOldPage } from './old-page.ts';

/**
 * The content as it was where the working tree left `ref`: at their common ancestor, so that what
 * the base has gained since does not count as a change here. Throws `CannotRun` when there is no
 * git, no such ref, or no common ancestor.
 */
export async function readBase(root: string, ref: string): Promise<BaseRevision> {
  const git = gitIn(root);
  const commit = await resolveCommit(git, ref);
  const ancestor = (await tryGit(git, ['merge-base', commit, 'HEAD']))?.trim();
  if (!ancestor) {
    throw new CannotRun(
      `"${ref}" and this branch have no commit in common`,
      'If the clone is shallow, fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in a workflow.',
    );
  }
  const prefix = (await git(['rev-parse', '--show-prefix'])).toString().trim();
  const existed = new Set(
    await listZero(git, ['ls-tree', '-r', '-z', '--name-only', ancestor, '.']),
  );
  const changes = await changesSince(git, ancestor);
  const gained = await listZero(git, [
    ...['diff', '-z', '--relative', '--name-only', '--no-renames', '--diff-filter=A'],
    ...[ancestor, commit, '--', 'adr', 'nl/adr'],
  ]);
  const old = await readBlobs(git, [
    ...changes.map(({ from }) => ({ file: from, object: `${ancestor}:${prefix}${from}` })),
    ...gained.map((file) => ({ file, object: `${commit}:${prefix}${file}` })),
  ]);
  const page = (object: string, file: string) => {
    const bytes = old.get(object);
    return bytes && readOldPage(file, bytes);
  };
  const oldPages = changes.map((change) => ({
    ...change,
    page: page(`${ancestor}:${prefix}${change.from}`, change.from),
  }));
  const byPresentName = new Map(oldPages.map((change) => [change.to, change.page]));
  const gone = oldPages.filter(({ to }) => to === undefined).map((change) => change.page);
  return {
    ref,
    before(present) {
      if (byPresentName.has(present.file)) return byPresentName.get(present.file);
      if (existed.has(present.file)) return present;
      return gone.find((candidate) => candidate && isSame(candidate, present));
    },
    changed: oldPages.flatMap(({ page: was, to }) => (was ? [{ was, to }] : [])),
    adrsElsewhere: gained
      .map((file) => page(`${commit}:${prefix}${file}`, file))
      .filter((candidate) => candidate !== undefined),
  };
}

/** A renamed ADR that git does not know as renamed, for example because it is not staged yet. */
function isSame(old: Page, present: Page): boolean {
  if (old.locale !== present.locale || old.collection !== present.collection) return false;
  return (
    old.collection === 'adr' &&
    present.collection === 'adr' &&
    old.data !== undefined &&
    old.data.number === present.data?.number
  );
}

type Git = (args: readonly string[], input?: string) => Promise<Buffer>;

function gitIn(cwd: string): Git {
  return async (args, input) => {
    const { stdout } = await execa('git', args, {
      cwd,
      encoding: 'buffer',
      stripFinalNewline: false,
      maxBuffer: 1_000_000_000,
      // Names come as they are, whatever the reader's settings.
      env: { GIT_LITERAL_PATHSPECS: '1', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
      ...(input === undefined ? {} : { input }),
    });
    return Buffer.from(stdout);
  };
}

async function tryGit(git: Git, args: readonly string[]): Promise<string | undefined> {
  try {
    return (await git(args)).toString();
  } catch {
    return undefined;
  }
}

async function resolveCommit(git: Git, ref: string): Promise<string> {
  if ((await tryGit(git, ['--version'])) === undefined) {
    throw new CannotRun('git could not be started', 'Install git; --base compares with history.');
  }
  if ((await tryGit(git, ['rev-parse', '--is-inside-work-tree'])) === undefined) {
    throw new CannotRun(
      'The content is not in a git repository',
      'Leave out --base, or run this in a clone.',
    );
  }
  const found = await tryGit(git, [
    ...['rev-parse', '--verify', '--quiet', '--end-of-options'],
    `${ref}^{commit}`,
  ]);
  if (found) return found.trim();
  throw new CannotRun(
    `git knows no commit "${ref}"`,
    'Check the name. A branch of the server must be fetched first, and is called origin/main, for example.',
  );
}

async function listZero(git: Git, args: readonly string[]): Promise<string[]> {
  return (await git(args)).toString().split('\0').filter(Boolean);
}

interface Change {
  /** The name it had. */
  from: string;
  /** The name it has; absent when it is gone. */
  to?: string;
}

/** Files that were there and have changed since, been renamed or gone. */
async function changesSince(git: Git, ancestor: string): Promise<Change[]> {
  const fields = await listZero(git, [
    ...['diff', '-z', '--relative', '--name-status', '-M', '--diff-filter=DMRT'],
    ...[ancestor, '--', '.'],
  ]);
  const changes: Change[] = [];
  while (fields.length > 0) {
    const status = fields.shift() ?? '';
    const from = fields.shift() ?? '';
    if (status.startsWith('R')) changes.push({ from, to: fields.shift() ?? from });
    else changes.push(status === 'D' ? { from } : { from, to: from });
  }
  return changes.filter(({ from }) => /\.mdx?$/.test(from));
}

/** The bytes of many objects from one git process, by the names they were asked for. */
async function readBlobs(
  git: Git,
  wanted: readonly { object: string }[],
): Promise<Map<string, Buffer>> {
  const objects = wanted.map(({ object }) => object).filter((object) => !object.includes('\n'));
  const blobs = new Map<string, Buffer>();
  if (objects.length === 0) return blobs;
  const output = await git(['cat-file', '--batch'], `${objects.join('\n')}\n`);
  let at = 0;
  for (const object of objects) {
    const end = output.indexOf('\n', at);
    const header = output.toString('utf8', at, end);
    at = end + 1;
    const size = / blob (\d+)$/.exec(header)?.[1];
    if (size === undefined) continue;
    blobs.set(object, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
