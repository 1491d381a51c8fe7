import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ALL_RULES, RULE_NAMES, RULES, ruleDocs, SYNC_RULES } from '../../src/checks/rules.ts';

const project = join(import.meta.dirname, '../..');
const allNames = Object.keys(ALL_RULES);
const read = (file: string) => readFileSync(join(project, file), 'utf8');

describe('the pages of the rules', () => {
  it.each(allNames)('%s says what it finds, why, how to mend it, and shows an example', (rule) => {
    const page = read(ruleDocs(rule));
    expect(page.startsWith(`# ${rule}\n`)).toBe(true);
    const sections = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]);
    expect(sections).toEqual(
      expect.arrayContaining(['What it finds', 'Why it matters', 'How to mend it', 'Example']),
    );
  });

  it('belong to a rule that exists', () => {
    const pages = readdirSync(join(project, 'docs/checks')).filter((file) => file !== 'README.md');
    expect(pages.map((file) => `docs/checks/${file}`).sort()).toEqual(
      allNames.map(ruleDocs).sort(),
    );
  });

  it('are listed in the index with severity and summary', async () => {
    const rows = RULE_NAMES.map((rule) => {
      const { severity, summary } = RULES[rule];
      const base = 'history' in RULES[rule] ? ' With `--base`.' : '';
      return `| [${rule}](${ruleDocs(rule).replace('docs/checks/', '')}) | ${severity} | ${summary}${base} |`;
    });
    const index = [
      '# The rules of `npm run check`',
      '',
      'Each rule has a page: what it finds, why it matters, how to mend it, and an example. Errors make the',
      'command fail; warnings do so with `--strict`. `--only link,adr/filename` runs a part of them.',
      '',
      '| Rule | Severity | What it finds |',
      '| --- | --- | --- |',
      ...rows,
      '',
      '# The rules of `npm run sync`',
      '',
      'They need the wiki. `npm run sync` also finds `link/missing-anchor`, `link/outside-audience`, `fact/unknown` and',
      '`fact/mention` in articles and between the two.',
      '',
      '| Rule | Severity | What it finds |',
      '| --- | --- | --- |',
      ...Object.entries(SYNC_RULES).map(
        ([rule, { severity, summary }]) =>
          `| [${rule}](${ruleDocs(rule).replace('docs/checks/', '')}) | ${severity} | ${summary} |`,
      ),
      '',
    ].join('\n');
    await expect(index).toMatchFileSnapshot(join(project, 'docs/checks/README.md'));
  });
});
