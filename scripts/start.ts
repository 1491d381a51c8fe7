// npm start: builds the portal when its sources changed, and serves it on loopback.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { buildIfChanged } from '../src/local/build-if-changed.ts';
import { isPortFree, startPagesHost } from '../src/local/pages-host.ts';

const root = join(import.meta.dirname, '..');

const options = new Command('npm start --')
  .description('Builds the portal when its sources changed, and serves it on loopback.')
  .option('--fresh', 'start over: forget local data and the last build')
  .addHelpText('after', '\nThe port is 4321, or what PORTAL_PORT says. Ctrl-C stops everything.')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ fresh?: true }>();

const port = readPort(process.env.PORTAL_PORT ?? '4321');
if (!(await isPortFree(port))) {
  stop(
    2,
    `Port ${port} is taken. Stop what uses it, or choose another: PORTAL_PORT=${port + 1} npm start`,
  );
}

if (options.fresh) {
  for (const folder of ['.data', 'dist'])
    rmSync(join(root, folder), { recursive: true, force: true });
}

const leaving = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => leaving.abort());
}

try {
  await buildIfChanged(root, console.log, leaving.signal);
  const host = await startPagesHost(root, { folder: 'dist', port });
  leaving.signal.addEventListener('abort', () => void host.stop());
  if (leaving.signal.aborted) await host.stop();
  else console.log(`\n  Portal   ${host.url}/\n\n  Ctrl-C stops it.`);
  const code = await host.ended;
  if (!leaving.signal.aborted) {
    stop(1, `The local host ended by itself (exit code ${code}). Start again.`);
  }
  console.log('\nStopped.');
} catch (error) {
  if (leaving.signal.aborted) stop(0, 'Stopped.');
  stop(1, error instanceof Error ? error.message : String(error));
}

function readPort(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  return stop(2, `PORTAL_PORT is "${text}"; it must be a port number, for example 4321.`);
}

function stop(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}
