import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedRoutes } from '../../src/checks/generated-routes.ts';
import { loadContent } from '../../src/content-model/index.ts';
import { buildSite } from '../../src/site/site.ts';
import { project } from './marked.ts';

describe('the addresses that links may lead to without a file', () => {
  it('are those that the site makes itself', async () => {
    const content = await loadContent(join(project, 'content'));
    const made = [...buildSite(content).pages.values()].filter(({ view }) => view !== null);
    const known = [...generatedRoutes(content).keys()].filter(
      (path) => path.endsWith('/') && !path.startsWith('/r/'),
    );
    expect(known.sort()).toEqual(made.map(({ path }) => path).sort());
  });
});
