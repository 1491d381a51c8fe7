import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type AudienceRules, readAudiences } from '../access/audiences.ts';
import { startGuardedPortal } from '../access-stand-in/start-guarded-portal.ts';

/** Everything that `npm start` serves, on loopback. */
export interface LocalSystem {
  portal: string;
  wiki: string;
  supabase: string;
  audiences: readonly AudienceRules[];
  /** Settles with the exit code when the portal's host ends, wanted or not. */
  ended: Promise<number>;
  /** Ends all of it, what was started last first. Settles when the ports are free again. */
  stop(): Promise<void>;
}

export interface LocalPorts {
  portal: number;
  wiki: number;
  supabase: number;
}

/**
 * Starts the local Supabase, the wiki service over it, and the portal behind the gate and the
 * stand-in for Access, from what has been built. Throws when one of them does not come up; then
 * nothing is left running.
 */
export async function startLocal(
  root: string,
  ports: LocalPorts,
  say: (line: string) => void,
): Promise<LocalSystem> {
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const part of running.splice(0).reverse()) await part.stop();
  };
  try {
    // Loaded here: `--help` and a taken port need none of it.
    const [{ startWikiDatabase }, { startLocalWikiService }, { makeJsonLog }] = await Promise.all([
      import('../../wiki-service/src/local/wiki-database.ts'),
      import('../../wiki-service/src/local/wiki-service.ts'),
      import('../../wiki-service/src/http/guards/request-log.ts'),
    ]);
    const data = join(root, '.data');
    mkdirSync(data, { recursive: true });
    const audiences = readAudiences(readFileSync(join(root, 'access/audiences.yaml'), 'utf8'));

    const supabase = await startWikiDatabase(join(data, 'wiki'), ports.supabase);
    running.push(supabase);
    const requests = createWriteStream(join(data, 'wiki-requests.log'), { flags: 'a' });
    const wiki = await startLocalWikiService(supabase, {
      port: ports.wiki,
      log: makeJsonLog((line) => requests.write(`${line}\n`)),
    });
    running.push(wiki);
    await untilReady(`${wiki.url}/readyz`);
    const portal = await startGuardedPortal(root, {
      folder: 'dist',
      port: ports.portal,
      audiences,
      say,
    });
    running.push(portal);
    return {
      portal: portal.url,
      wiki: wiki.url,
      supabase: supabase.url,
      audiences,
      ended: portal.ended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const READY_PATIENCE_MS = 60_000;
const READY_PAUSE_MS = 250;

/** Waits until an address answers 200. Throws when that takes too long. */
async function untilReady(url: string): Promise<void> {
  const until = Date.now() + READY_PATIENCE_MS;
  while (!(await fetch(url)).ok) {
    if (Date.now() > until) throw new Error(`${url} did not become ready in a minute.`);
    await delay(READY_PAUSE_MS);
  }
}
