import { describe, expect, it } from 'vitest';
import { parseSyncReport, syncReport } from '../../src/sync/sync-report.ts';
import { TODAY, useBothSystems } from './wiki.ts';

const both = useBothSystems();
const kept = async () => syncReport(await both.run(), { wiki: 'local', on: TODAY });

describe('what is kept of a run', () => {
  it('tells how every pair stands and, of those that differ, both texts with what was confirmed', async () => {
    const clean = await kept();
    expect(clean.pairs.length).toBeGreaterThan(40);
    expect(new Set(clean.pairs.map(({ state }) => state))).toEqual(new Set(['in-sync']));
    expect(clean.others).toEqual([]);
    await both.changeArticle('sonan', 'starting-in-the-portal', {
      html: (html) => html.replace('value="PT24H">24 hours', 'value="PT48H">48 hours'),
    });
    const report = await kept();
    const [drifted] = report.pairs.filter(({ state }) => state === 'fact');
    expect(drifted?.findings.map(({ rule }) => rule)).toEqual(['drift/fact']);
    expect(drifted?.texts?.wiki.before?.join()).toContain('24 hours');
    expect(drifted?.texts?.wiki.now?.join()).toContain('48 hours');
    expect(drifted?.confirmed?.on).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(report.others).toEqual([]);
  });

  it('is the same for the same run, holds no key, and can be read again', async () => {
    const [first, second] = [JSON.stringify(await kept()), JSON.stringify(await kept())];
    expect(second).toBe(first);
    for (const secret of [...both.access().tokens, both.access().apiKey]) {
      expect(first).not.toContain(secret);
    }
    expect(JSON.stringify(parseSyncReport(first))).toBe(first);
  });
});
