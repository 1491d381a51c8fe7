import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readAudiences } from '../../src/access/audiences.ts';
import { writeGateData } from '../../src/access/write-gate-data.ts';
import { SERVICE_ID } from './tokens.ts';

/** A word that stands in everything of staff, and in nothing of anybody else. */
export const CANARY = 'canary-8f3a71c2';

/** Small audiences that have one of everything. */
export const AUDIENCES = readAudiences(`
- id: staff
  name: Staff
  signIn: google
  session: PT24H
  emailDomains: [staff.example]
  exampleEmails: [engineer@example.com]
  serviceTokens: [{ name: Search, clientId: ${SERVICE_ID} }]
- id: client
  name: Clients
  signIn: one-time-pin
  session: PT1H
  emails: [jo@clients.example, contractor@staff.example]
  exampleEmails: [client@example.com]
- id: acme
  name: Acme (an example)
  example: true
  signIn: one-time-pin
  session: PT1H
  emailDomains: [acme.example]
`);

const page = (title: string, body: string, head = '') =>
  `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><h1>${title}</h1>${body}</body></html>\n`;

const SHARED = (audience: string, word: string) => ({
  'index.html': page(
    `Home of ${audience}`,
    word,
    `<script>document.documentElement.dataset.theme = 'dark';</script><style>h1 { color: teal }</style>`,
  ),
  '404.html': page(`Not here, says ${audience}`, word),
  'guides/client/index.html': page('Client guide', `as ${audience} sees it ${word}`),
  'guides/client/index.md': `# Client guide\n\nas ${audience} sees it ${word}\n`,
  'llms.txt': `${audience} ${word}\n`,
  'favicon.svg': `<svg xmlns="http://www.w3.org/2000/svg"><title>${audience} ${word}</title></svg>`,
  'pagefind/pagefind.js': `export const of = '${audience} ${word}';\n`,
  [`pagefind/fragment/${audience}_1.pf_fragment`]: `${audience} ${word}`,
  '_astro/site.abc123.css': `h1 { content: '${audience} ${word}' }\n`,
});

/** The files of each edition, by path. */
export const EDITIONS: Record<string, Record<string, string>> = {
  staff: {
    ...SHARED('staff', CANARY),
    'runbooks/secret/index.html': page('A runbook', CANARY),
    'runbooks/secret/plan.svg': `<svg xmlns="http://www.w3.org/2000/svg"><title>${CANARY}</title></svg>`,
    _redirects: `/r/alert/ /runbooks/secret/ 301\n/old/ /runbooks/secret/#steps 301\n`,
  },
  client: { ...SHARED('client', ''), _redirects: '/r/alert/ /guides/client/ 301\n' },
  acme: { ...SHARED('acme', ''), 'acme/index.html': page('Acme', '') },
};

/** Writes a deployment of small editions to a folder of its own. */
export async function makeDeployment(
  change: (dist: string) => void = () => undefined,
): Promise<{ dist: string; remove(): void }> {
  const dist = mkdtempSync(join(tmpdir(), 'gate-'));
  for (const [audience, files] of Object.entries(EDITIONS)) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(dist, '_editions', audience, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
  const remove = () => rmSync(dist, { recursive: true, force: true });
  try {
    change(dist);
    await writeGateData(dist, AUDIENCES);
  } catch (error) {
    remove();
    throw error;
  }
  return { dist, remove };
}

/** A deployment that is gone when the test is over. */
export async function makeDeploymentForTest(change?: (dist: string) => void): Promise<string> {
  const { dist, remove } = await makeDeployment(change);
  onTestFinished(remove);
  return dist;
}
