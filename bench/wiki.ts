import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { demoUserId, readSeedTenants } from '../wiki-service/src/database/seed.ts';
import { LOCAL_PUBLISHABLE_KEY } from '../wiki-service/src/local/keys.ts';
import { mintLocalToken } from '../wiki-service/src/local/mint-token.ts';
import { startPostgres } from '../wiki-service/test/postgres-server.ts';
import type { Say } from './build.ts';
import type { Figure } from './figure.ts';

const READ_BUDGET = 0.7;
const CONDITIONAL_BUDGET = 1.3;
/** Many short turns, so that whatever else the machine does falls on both sides alike. */
const ROUNDS = 30;
const ROUND_MS = 200;
const CONNECTIONS = 8;

const TENANT = 'sonan';
const ROUTE = '/admin/proposals/new';
const SLUG = 'creating-a-proposal';

/** One kind of request, sent over and over. */
interface Ask {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** What it must be answered with; anything else is no measurement. */
  status: number;
}

/**
 * Sends the same reads to the wiki service and straight to the Supabase behind it, in turn, over real
 * PostgreSQL, each in a process of its own, and compares how many get through.
 */
export async function benchWiki(
  _workshop: string,
  scale: number | undefined,
  say: Say,
): Promise<Figure[]> {
  const ends: (() => unknown)[] = [];
  try {
    say('starting PostgreSQL, Supabase and the service');
    const postgres = await startPostgres(['-c', 'fsync=off']);
    ends.push(() => postgres.stop());
    const supabase = await startSide('supabase', `${postgres.url}/postgres`);
    ends.push(supabase.stop);
    const service = await startSide('service', supabase.url);
    ends.push(service.stop);

    const asks = await makeAsks(supabase.url, service.url);
    const figures: Figure[] = [];
    for (const { what, through, straight, budget } of asks) {
      for (const [whose, tokens] of Object.entries(await makeTokens())) {
        const name = `wiki, ${what}, ${whose}`;
        say(name);
        const [own, other] = await compare(through, straight, tokens, scale ?? ROUNDS);
        const ratio = own / other;
        figures.push(
          { what: `${name}: through the service, a second`, value: own, unit: 'requests' },
          { what: `${name}: straight, a second`, value: other, unit: 'requests' },
          { what: `${name}: ratio`, value: ratio, unit: '×', budget: { atLeast: budget } },
        );
      }
    }
    return figures;
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

const tenant = readSeedTenants().find(({ slug }) => slug === TENANT)?.id ?? '';

/** A token that differs from others by how long it is valid. */
function makeToken(seconds: number): Promise<string> {
  const sub = demoUserId(TENANT, 'admin');
  return mintLocalToken({ sub, tenantId: tenant, userRole: 'admin' }, seconds);
}

/** Equal reads of one caller can share an answer while they wait; those of several never do. */
async function makeTokens(): Promise<Record<string, string[]>> {
  const connections = Array.from({ length: CONNECTIONS }, (_, index) => index);
  const one = await makeToken(3600);
  return {
    'one caller': connections.map(() => one),
    [`${CONNECTIONS} callers`]: await Promise.all(connections.map((n) => makeToken(4000 + n))),
  };
}

async function makeAsks(supabase: string, service: string) {
  const get = (path: string, headers: Record<string, string> = {}, status = 200): Ask => ({
    method: 'GET',
    url: service + path,
    headers,
    status,
  });
  const call = (name: string, values: object): Ask => ({
    method: 'POST',
    url: `${supabase}/rest/v1/rpc/${name}`,
    headers: {
      apikey: LOCAL_PUBLISHABLE_KEY,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ p_tenant: tenant, ...values }),
    status: 200,
  });
  const article = `/v1/articles/${SLUG}`;
  const straight = call('get_article', { p_key: SLUG });
  const { headers } = await fetch(service + article, {
    headers: { authorization: `Bearer ${await makeToken(3600)}` },
  });
  const known = { 'if-none-match': headers.get('etag') ?? '' };
  return [
    {
      what: 'help for a route',
      through: get(`/v1/help?route=${ROUTE}`),
      straight: call('help_for_route', { p_route: ROUTE }),
      budget: READ_BUDGET,
    },
    { what: 'an article', through: get(article), straight, budget: READ_BUDGET },
    {
      what: 'an article that one has',
      through: get(article, known, 304),
      straight,
      budget: CONDITIONAL_BUDGET,
    },
  ];
}

/** Requests a second of both, the medians of rounds that take turns. */
async function compare(
  one: Ask,
  other: Ask,
  tokens: readonly string[],
  rounds: number,
): Promise<[number, number]> {
  const rates: [number[], number[]] = [[], []];
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  try {
    for (let round = -1; round < rounds; round += 1) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      for (const side of order) {
        const rate = await rateOf(agent, side === 0 ? one : other, tokens);
        // The first round warms both up.
        if (round >= 0) rates[side]?.push(rate);
      }
    }
  } finally {
    agent.destroy();
  }
  return [median(rates[0]), median(rates[1])];
}

async function rateOf(agent: Agent, ask: Ask, tokens: readonly string[]): Promise<number> {
  const started = performance.now();
  let answered = 0;
  const sender = async (token: string) => {
    while (performance.now() - started < ROUND_MS) {
      await send(agent, ask, token);
      answered += 1;
    }
  };
  await Promise.all(tokens.map(sender));
  return answered / ((performance.now() - started) / 1000);
}

function send(
  agent: Agent,
  { method, url, headers, body, status }: Ask,
  token: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, authorization: `Bearer ${token}` };
    const sending = request(url, { agent, method, headers: sent }, (response) => {
      if (response.statusCode !== status) {
        reject(new Error(`${method} ${url} answered ${response.statusCode}.`));
      }
      response.on('error', reject).on('end', resolve);
      response.resume();
    });
    sending.on('error', reject).end(body);
  });
}

/** Starts one side; gives its address when it answers. */
async function startSide(
  side: 'supabase' | 'service',
  behind: string,
): Promise<{ url: string; stop: () => void }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'wiki-process.ts'), side, behind],
    // What the service logs is thrown away, as a pipe to nobody would be.
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  const said: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said.push(String(chunk));
      const found = /^(http:\/\/\S+)$/m.exec(said.join(''))?.[1];
      if (found) resolve(found);
    });
    child.on('close', () => reject(new Error(`The ${side} did not start:\n${said.join('')}`)));
  });
  return { url, stop };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
