import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { SITE } from '../../src/access-account/site.ts';
import { ACCOUNT_ID, CloudflareStandIn, TOKEN } from './cloudflare-stand-in.ts';
import { audiences } from './setting.ts';

const project = join(import.meta.dirname, '../..');
let folder: string;
let cloudflare: CloudflareStandIn;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'access-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  cloudflare = await new CloudflareStandIn().start();
});
afterEach(() => cloudflare.stop());

interface Run {
  exitCode?: number;
  stdout: string;
  stderr: string;
}

/** Runs the command as npm does, against the stand-in. */
async function access(words: string[], environment: Record<string, string> = {}): Promise<Run> {
  const node = join(project, 'node_modules/.bin/node');
  return execa(node, [join(project, 'scripts/access.ts'), ...words], {
    reject: false,
    extendEnv: false,
    env: {
      PATH: process.env.PATH,
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT_ID,
      CLOUDFLARE_BASE_URL: cloudflare.baseURL,
      ...environment,
    },
  });
}

async function file(yaml: string): Promise<string> {
  const path = join(folder, `${Math.random()}.yaml`);
  await writeFile(path, yaml);
  return path;
}

describe('plan and apply', () => {
  test('plan, apply, plan: 1, 0, 0', async () => {
    const path = await file(audiences(['jo@client.example']));
    const first = await access(['plan', '--file', path]);
    expect(first).toMatchObject({ exitCode: 1, stderr: '' });
    expect(first.stdout).toContain('+ application "sonan-docs"');
    expect(cloudflare.writes).toEqual([]);
    const applied = await access(['apply', '--yes', '--file', path]);
    expect(applied).toMatchObject({ exitCode: 0, stderr: '' });
    expect(applied.stdout).toContain('ACCESS_TEAM_DOMAIN example-team.cloudflareaccess.com\n');
    expect(applied.stdout).toMatch(/ACCESS_AUD {9}[0-9a-f]{64}\n/);
    expect(applied.stdout).toContain('1 listed person has not signed in yet');
    const last = await access(['plan', '--file', path]);
    expect(last).toMatchObject({ exitCode: 0 });
    expect(last.stdout).toContain('The account is as the file says.');
  });

  test('the plan as JSON has the form of the other checks', async () => {
    const path = await file(audiences([]));
    const { exitCode, stdout } = await access(['plan', '--file', path, '--format', 'json']);
    expect(exitCode).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      status: 'findings',
      findings: [
        { rule: 'access/nobody', severity: 'warning', file: 'access/audiences.yaml', line: 8 },
      ],
    });
    expect(report.changes.length).toBeGreaterThan(0);
  });

  test('the file of this repository can be applied, and then differs in nothing', async () => {
    expect((await access(['apply', '--yes'])).exitCode).toBe(0);
    expect((await access(['plan'])).exitCode).toBe(0);
    expect((await access(['plan', '--strict'])).exitCode).toBe(1);
  });

  test('a file that would admit everybody is refused before anything is asked or changed', async () => {
    const open =
      '- { id: x, name: X, signIn: one-time-pin, session: PT1H, emailDomains: [gmail.com] }';
    const path = await file(audiences([], open));
    for (const words of [['plan'], ['apply', '--yes']]) {
      const { exitCode, stderr } = await access([...words, '--file', path]);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('access/admits-everyone access/audiences.yaml:19');
      expect(stderr).toContain('Refused.');
    }
    expect(cloudflare.requests).toEqual([]);
  });

  test('apply without --yes changes nothing', async () => {
    const { exitCode, stderr } = await access(['apply']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('--yes');
    expect(cloudflare.requests).toEqual([]);
  });

  test('a failure half-way says what was done, what was not, and how to go on', async () => {
    cloudflare.fault = (request) =>
      request.startsWith('POST /access/apps') ? { status: 400 } : undefined;
    const { exitCode, stdout, stderr } = await access(['apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('+ policy "sonan-docs: staff"');
    expect(stderr).toMatch(/Stopped after \d changes\. Cloudflare answered 400/);
    expect(stderr).toContain('Not done:\n+ application "sonan-docs"');
    expect(stderr).toContain('Run the same command again');
    cloudflare.fault = () => undefined;
    expect((await access(['apply', '--yes'])).exitCode).toBe(0);
  });

  test.each([
    ['no token', ['plan'], { CLOUDFLARE_API_TOKEN: '' }, 'CLOUDFLARE_API_TOKEN is not set'],
    ['no account', ['plan'], { CLOUDFLARE_ACCOUNT_ID: '' }, 'CLOUDFLARE_ACCOUNT_ID is not set'],
    ['a wrong token', ['plan'], { CLOUDFLARE_API_TOKEN: 'wrong' }, 'Authentication error (10000)'],
    [
      'a file that is not there',
      ['plan', '--file', 'nowhere.yaml'],
      {},
      'nowhere.yaml could not be read',
    ],
    ['an unknown word', ['destroy'], {}, "unknown command 'destroy'"],
    ['an unknown option', ['plan', '--force'], {}, "unknown option '--force'"],
    ['a preview of somebody else', ['probe', '--preview', 'example.com'], {}, 'A preview is at'],
  ])('%s: exit code 2', async (_, words, environment, sentence) => {
    const { exitCode, stderr } = await access(words, environment as Record<string, string>);
    expect(stderr).toContain(sentence);
    expect(exitCode).toBe(2);
  });

  test('the token is never printed, not even when everything fails and everything is logged', async () => {
    const runs = [await access(['apply', '--yes'], { CLOUDFLARE_LOG: 'debug', DEBUG: '*' })];
    cloudflare.fault = () => ({
      status: 400,
      body: JSON.stringify({ errors: [{ code: 1, message: TOKEN }] }),
    });
    runs.push(
      await access(['plan'], { CLOUDFLARE_LOG: 'debug' }),
      await access(['apply', '--yes']),
    );
    const nowhere = { CLOUDFLARE_BASE_URL: `http://${encodeURIComponent(TOKEN)}.invalid/` };
    runs.push(await access(['plan'], nowhere));
    for (const { stdout, stderr } of runs) expect(stdout + stderr).not.toContain(TOKEN);
  }, 60_000);
});

describe('probe', () => {
  let portal: Server;
  let status = 403;
  beforeAll(async () => {
    portal = createServer((_, response) => response.writeHead(status).end());
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => portal.close());

  test.each([
    [403, 0],
    [200, 1],
    [503, 2],
  ])('a portal that answers %i: exit code %i', async (answer, code) => {
    status = answer;
    const connect = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    const preview = `branch.${SITE.pagesHost}`;
    const { exitCode, stdout } = await access([
      'probe',
      '--connect',
      connect,
      '--preview',
      preview,
    ]);
    expect(exitCode).toBe(code);
    expect(stdout).toContain('name yours with --team');
    for (const host of [SITE.production, SITE.pagesHost, preview])
      expect(stdout).toContain(`${host}: `);
  });

  test('the newest deployments are tried when Cloudflare may be asked for them', async () => {
    status = 403;
    const connect = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    cloudflare.state.deployments = [
      {
        url: 'https://3f2a.sonan-docs.pages.dev',
        aliases: ['https://branch.sonan-docs.pages.dev'],
      },
    ];
    const team = ['--team', 'example-team.cloudflareaccess.com'];
    const { stdout } = await access(['probe', '--connect', connect, '--deployments', ...team]);
    expect(stdout).not.toContain('--team');
    expect(stdout).toContain('3f2a.sonan-docs.pages.dev: ');
    expect(stdout).toContain('branch.sonan-docs.pages.dev: ');
  });
});

describe('what is written down in more than one place', () => {
  const read = (path: string) => readFileSync(join(project, path), 'utf8');

  test('the project is the one that is deployed to', () => {
    expect(read('wrangler.toml')).toContain(`name = "${SITE.project}"`);
    expect(read('package.json')).toContain(`--project-name ${SITE.project}"`);
  });

  test('the seats are those of the fact', () => {
    const facts = parse(read('content/data/facts.yaml')) as { id: string; value: unknown }[];
    expect(facts.find(({ id }) => id === 'access-free-users')?.value).toBe(SITE.seats);
  });

  test('the scheduled probe uses the actions that the other workflows pin', () => {
    const pins = (text: string) => text.match(/uses: \S+@[0-9a-f]{40} # v[\d.]+/g) ?? [];
    const probe = read('.github/workflows/access-probe.yml');
    expect(pins(probe).length).toBe(probe.match(/uses:/g)?.length);
    const known = pins(read('.github/workflows/pull-request.yml'));
    for (const pin of pins(probe)) expect(known).toContain(pin);
  });
});
