import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { checkFolder, makeFolder, placeOf, writeMarked } from './marked.ts';
import { adr, adrBody, facts, guide, runbook } from './sample-content.ts';

/** A repository with a branch `main` and work on a branch of its own. */
async function repository(files: Record<string, string>) {
  const folder = makeFolder();
  const root = join(folder, 'content');
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], { cwd: folder });
  const commit = async () => {
    await git('add', '-A');
    await git('commit', '--quiet', '--message', 'Change', '--allow-empty');
  };
  await git('init', '--quiet', '--initial-branch=main');
  writeMarked(root, files);
  await commit();
  await git('checkout', '--quiet', '-b', 'work');
  return {
    root,
    git,
    commit,
    write: (changed: Record<string, string>) => writeMarked(root, changed),
    async findings(rule: string, base = 'main') {
      const report = await checkFolder(root, { base });
      return report.findings.filter((finding) => finding.rule === rule);
    },
  };
}

const decided = (decision: string) => adrBody({ decision });

describe('adr/status-transition', () => {
  it('finds a status that may not follow, at the status', async () => {
    const { write, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    const marked = write({
      'adr/001-a.mdx': adr(1, { status: 'proposed' }).replace('status:', '¦status:'),
    });
    const found = await findings('adr/status-transition');
    expect(found.map(placeOf)).toEqual(marked);
    expect(found[0]?.message).toBe('The status went from accepted to proposed');
  });

  it('leaves an allowed step, and a new ADR of any status, alone', async () => {
    const { write, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    write({
      'adr/001-a.mdx': adr(1, { status: 'deprecated' }),
      'adr/002-b.mdx': adr(2, { status: 'rejected' }),
    });
    expect(await findings('adr/status-transition')).toEqual([]);
  });

  it('follows an ADR that was given another file name', async () => {
    const { root, write, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    rmSync(join(root, 'adr/001-a.mdx'));
    write({ 'adr/001-better-name.mdx': adr(1, { status: 'proposed' }, decided('Other words.')) });
    expect(await findings('adr/status-transition')).toHaveLength(1);
  });
});

describe('adr/accepted-decision-changed', () => {
  it('finds other words in an accepted decision, at its heading', async () => {
    const { write, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    const marked = write({
      'adr/001-a.mdx': adr(1, {}, decided('We do not.').replace('## Decision', '¦## Decision')),
    });
    expect((await findings('adr/accepted-decision-changed')).map(placeOf)).toEqual(marked);
  });

  it('finds it when it is committed, and whatever else the commit touches', async () => {
    const { write, commit, findings } = await repository({
      'adr/001-a.mdx': adr(1),
      'guides/a.mdx': guide(),
    });
    write({ 'adr/001-a.mdx': adr(1, {}, decided('We do not.')), 'guides/a.mdx': guide('Other.') });
    await commit();
    expect(await findings('adr/accepted-decision-changed')).toHaveLength(1);
  });

  it('leaves other sections, line breaks, and decisions that were only proposed alone', async () => {
    const { write, findings } = await repository({
      'adr/001-a.mdx': adr(1, {}, decided('We do it, and we do it well.')),
      'adr/002-b.mdx': adr(2, { status: 'proposed' }),
    });
    write({
      'adr/001-a.mdx': adr(
        1,
        { title: 'Better' },
        decided('We do it,\nand we do it well.').replace('- It takes time.', '- It takes long.'),
      ),
      'adr/002-b.mdx': adr(2, { status: 'accepted' }, decided('We do something else.')),
    });
    expect(await findings('adr/accepted-decision-changed')).toEqual([]);
  });

  it('leaves a value alone that is now marked as the fact it gives, and no other', async () => {
    const { write, findings } = await repository({
      'data/facts.yaml': facts,
      'adr/001-a.mdx': adr(1, {}, decided('A link is valid for 1 day (at most).')),
      'adr/002-b.mdx': adr(2, {}, decided('A link is valid for 2 days.')),
    });
    const fact = '<Fact id="invitation-validity" />';
    write({ 'adr/001-a.mdx': adr(1, {}, decided(`A link is valid for ${fact} (at most).`)) });
    expect(await findings('adr/accepted-decision-changed')).toEqual([]);
    write({ 'adr/002-b.mdx': adr(2, {}, decided(`A link is valid for ${fact}.`)) });
    expect(await findings('adr/accepted-decision-changed')).toHaveLength(1);
  });

  it('does not count what the base has changed since as a change here', async () => {
    const { write, commit, git, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    await git('checkout', '--quiet', 'main');
    write({ 'adr/001-a.mdx': adr(1, {}, decided('Rewritten on main.')) });
    await commit();
    await git('checkout', '--quiet', 'work');
    expect(await findings('adr/accepted-decision-changed')).toEqual([]);
  });
});

describe('adr/number-duplicate with --base', () => {
  it('finds a number that the other branch has taken since', async () => {
    const { write, commit, git, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    await git('checkout', '--quiet', 'main');
    write({ 'adr/002-theirs.mdx': adr(2) });
    await commit();
    await git('checkout', '--quiet', 'work');
    const marked = write({ 'adr/002-ours.mdx': adr(2).replace('number:', '¦number:') });
    const found = await findings('adr/number-duplicate');
    expect(found.map(placeOf)).toEqual(marked);
    expect(found[0]?.message).toBe('ADR-002 is taken by adr/002-theirs.mdx on main');
  });

  it('leaves a number alone that only this branch has, and one that was renamed here', async () => {
    const { root, write, git, findings } = await repository({ 'adr/001-a.mdx': adr(1) });
    renameSync(join(root, 'adr/001-a.mdx'), join(root, 'adr/001-renamed.mdx'));
    await git('add', '-A');
    write({ 'adr/002-ours.mdx': adr(2) });
    expect(await findings('adr/number-duplicate')).toEqual([]);
  });
});

describe('content/newly-shown', () => {
  const shown = (...audience: string[]) => guide(undefined, { audience });

  it('finds a page that a change shows to an audience, old or new', async () => {
    const { write, findings } = await repository({ 'guides/a.mdx': guide() });
    const marked = write({
      'guides/a.mdx': shown('staff', 'client').replace('audience:', '¦audience:'),
      'guides/b.mdx': shown('acme').replace('audience:', '¦audience:'),
    });
    const found = await findings('content/newly-shown');
    expect(found.map(placeOf)).toEqual(marked);
    expect(found.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('leaves pages alone that were shown before, also under another name', async () => {
    const { root, git, write, findings } = await repository({
      'guides/a.mdx': shown('staff', 'client'),
      'guides/b.mdx': shown('staff', 'client'),
    });
    renameSync(join(root, 'guides/b.mdx'), join(root, 'guides/c.mdx'));
    await git('add', '-A');
    write({ 'guides/a.mdx': shown('staff'), 'guides/new.mdx': guide() });
    expect(await findings('content/newly-shown')).toEqual([]);
  });
});

describe('link/address-lost', () => {
  it('finds the address of a page that was renamed, on the page it is now', async () => {
    const { root, git, findings } = await repository({ 'guides/leaving.mdx': guide() });
    renameSync(join(root, 'guides/leaving.mdx'), join(root, 'guides/goodbye.mdx'));
    await git('add', '-A');
    const found = await findings('link/address-lost');
    expect(found.map(placeOf)).toEqual(['guides/goodbye.mdx:1:1']);
    expect(found[0]).toMatchObject({
      severity: 'warning',
      message: '/guides/leaving/ worked before this change and leads nowhere now',
      help: expect.stringContaining('formerly: [/guides/leaving/]'),
    });
  });

  it('finds the address of a page that is gone, and one that no longer leads on', async () => {
    const { root, write, findings } = await repository({
      'guides/gone.mdx': guide(),
      'guides/kept.mdx': guide(undefined, { formerly: ['/guides/older/'] }),
    });
    rmSync(join(root, 'guides/gone.mdx'));
    write({ 'guides/kept.mdx': guide() });
    expect(
      (await findings('link/address-lost')).map(({ message }) => message.split(' ')[0]),
    ).toEqual(['/guides/gone/', '/guides/older/']);
  });

  it('finds an alert that no runbook answers any more, at what is left of the list', async () => {
    const { write, findings } = await repository({
      'runbooks/a.mdx': runbook({ alerts: ['crm-slow', 'crm-down'] }),
    });
    const marked = write({
      'runbooks/a.mdx': runbook({ alerts: ['crm-down'] }).replace('alerts:', '¦alerts:'),
    });
    const found = await findings('link/address-lost');
    expect(found.map(placeOf)).toEqual(marked);
    expect(found[0]?.message).toContain('/r/crm-slow/');
  });

  it('leaves pages alone that lead on, alerts that moved, and frontmatter that cannot be read', async () => {
    const { root, git, write, findings } = await repository({
      'guides/leaving.mdx': guide(),
      'guides/broken.mdx': guide(undefined, { formerly: ['/guides/older/'] }),
      'runbooks/a.mdx': runbook({ alerts: ['crm-slow'] }),
      'runbooks/b.mdx': runbook(),
    });
    renameSync(join(root, 'guides/leaving.mdx'), join(root, 'guides/goodbye.mdx'));
    await git('add', '-A');
    write({
      'guides/goodbye.mdx': guide(undefined, { formerly: ['/guides/leaving/'] }),
      'guides/broken.mdx': '---\ntitle: "Open\n---\n',
      'runbooks/a.mdx': runbook(),
      'runbooks/b.mdx': runbook({ alerts: ['crm-slow'] }),
    });
    expect(await findings('link/address-lost')).toEqual([]);
  });
});

describe('--base that cannot be compared with', () => {
  it.each(['no-such-branch', '--output=/tmp/x', 'main:content'])(
    'is incomplete for "%s"',
    async (base) => {
      const { root } = await repository({ 'adr/001-a.mdx': adr(1) });
      const report = await checkFolder(root, { base });
      expect(report.status).toBe('incomplete');
      expect(report.skipped[0]?.why).toContain(base);
    },
  );

  it('is incomplete outside of a repository', async () => {
    const root = makeFolder();
    writeMarked(root, { 'adr/001-a.mdx': adr(1) });
    const report = await checkFolder(root, { base: 'main' });
    expect(report.status).toBe('incomplete');
    expect(report.skipped[0]?.why).toContain('not in a git repository');
  });

  it('is incomplete without a common ancestor', async () => {
    const { root, git, commit, write } = await repository({ 'adr/001-a.mdx': adr(1) });
    await git('checkout', '--quiet', '--orphan', 'other');
    write({ 'adr/002-b.mdx': adr(2) });
    await commit();
    expect((await checkFolder(root, { base: 'main' })).status).toBe('incomplete');
  });
});
