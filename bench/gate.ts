import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { dirname, join } from 'node:path';
import { type AudienceRules, readAudiences, STAFF } from '../src/access/audiences.ts';
import { writeGateData } from '../src/access/write-gate-data.ts';
import { startAccess } from '../src/access-stand-in/start-access.ts';
import type { Say } from './build.ts';
import type { Figure } from './figure.ts';
import { startBareWorkerd } from './workerd.ts';

const REQUESTS = 2_000;
const WARM_UP = 200;
const BUDGET_US = 1_000;
/** About what a page of the portal weighs. */
const PAGE_BYTES = 20_000;

const root = join(import.meta.dirname, '..');

/**
 * Asks workerd for the same page in turn, with the gate before it and without, and compares how long
 * that takes. The gate knows the keys and the reader by then, as it does for all but the first request.
 */
export async function benchGate(
  workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const audiences = readAudiences(readFileSync(join(root, 'access/audiences.yaml'), 'utf8'));
  const dist = join(workshop, 'deployment');
  writeEditions(dist, audiences);
  await writeGateData(dist, audiences);
  const access = await startAccess({ port: 0, audiences });
  const { bindings } = access;
  say('starting workerd');
  const host = await startBareWorkerd({ root, workshop, dist, edition: STAFF, bindings });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const token = await signIn(access.url, audiences);
    const headers = { 'cf-access-jwt-assertion': token };
    const ask = {
      withGate: () => time(agent, `${host.withGate}/guide/`, headers),
      without: () => time(agent, `${host.without}/guide/`, headers),
    };
    const times = { withGate: [] as number[], without: [] as number[] };
    const count = scale ?? REQUESTS;
    say(`${count} requests to each, in turn`);
    for (let index = -WARM_UP; index < count; index += 1) {
      for (const side of index % 2 === 0
        ? (['withGate', 'without'] as const)
        : (['without', 'withGate'] as const)) {
        const taken = await ask[side]();
        if (index >= 0) times[side].push(taken);
      }
    }
    const [gated, plain] = [median(times.withGate), median(times.without)];
    return [
      { what: 'gate: a page with it, median', value: gated, unit: 'µs' },
      { what: 'gate: the page without it, median', value: plain, unit: 'µs' },
      {
        what: 'gate: added per request, median',
        value: gated - plain,
        unit: 'µs',
        budget: { atMost: BUDGET_US },
      },
    ];
  } finally {
    agent.destroy();
    await Promise.all([host.stop(), access.stop()]);
  }
}

function writeEditions(dist: string, audiences: readonly AudienceRules[]): void {
  const text = `<p>${'A sentence of a page. '.repeat(PAGE_BYTES / 22)}</p>`;
  for (const { id } of audiences) {
    for (const file of ['index.html', '404.html', 'guide/index.html']) {
      const path = join(dist, '_editions', id, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, `<!doctype html><title>${id}</title>${text}\n`);
    }
  }
}

/** The token of somebody of staff. */
async function signIn(url: string, audiences: readonly AudienceRules[]): Promise<string> {
  const email = audiences.find(({ id }) => id === STAFF)?.exampleEmails[0] ?? '';
  const response = await fetch(`${url}/cdn-cgi/access/stand-in/google`, {
    method: 'POST',
    body: new URLSearchParams({ email }),
    redirect: 'manual',
  });
  const token = /^CF_Authorization=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
  if (!token) throw new Error('Nobody could sign in at the stand-in for Access.');
  return token;
}

/** Microseconds until the last byte of a page that must be there. */
function time(agent: Agent, url: string, headers: Record<string, string>): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`${url} answered ${response.statusCode}.`));
      }
      response.on('error', reject).on('end', () => resolve((performance.now() - started) * 1000));
      response.resume();
    })
      .on('error', reject)
      .end();
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
