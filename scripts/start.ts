// npm start: builds what has changed, and serves the portal, the wiki service and a Supabase on loopback.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { SIGN_IN_WAYS } from '../src/access/audiences.ts';
import { STAFF } from '../src/access/staff.ts';
import { PLACES } from '../src/access-stand-in/pages.ts';
import { buildIfChanged, PORTAL_BUILD, WIKI_BUILD } from '../src/local/build-if-changed.ts';
import { isPortFree } from '../src/local/pages-host.ts';
import { type LocalSystem, startLocal } from '../src/local/start-local.ts';

const root = join(import.meta.dirname, '..');

const options = new Command('npm start --')
  .description('Builds what has changed, and serves all of it on loopback.')
  .option('--fresh', 'start over: forget local data and the last build')
  .addHelpText(
    'after',
    '\nPorts, unless these say otherwise: PORTAL_PORT 4321, WIKI_PORT 8787, SUPABASE_PORT 54321.\nCtrl-C stops everything.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ fresh?: true }>();

const ports = {
  portal: await freePort('PORTAL_PORT', 4321),
  wiki: await freePort('WIKI_PORT', 8787),
  supabase: await freePort('SUPABASE_PORT', 54321),
};

if (options.fresh) {
  for (const folder of ['.data', 'dist', 'wiki-service/dist'])
    rmSync(join(root, folder), { recursive: true, force: true });
}

const leaving = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => leaving.abort());
}

try {
  for (const build of [PORTAL_BUILD, WIKI_BUILD]) {
    await buildIfChanged(root, build, console.log, leaving.signal);
  }
  const system = await startLocal(root, ports, console.log);
  const left = new Promise<'left'>((resolve) => {
    if (leaving.signal.aborted) resolve('left');
    leaving.signal.addEventListener('abort', () => resolve('left'));
  });
  if (!leaving.signal.aborted) console.log(describe(system));
  const code = await Promise.race([system.ended, left]);
  await system.stop();
  if (code !== 'left') {
    stop(1, `The local host ended by itself (exit code ${code}). Start again.`);
  }
  stop(0, '\nStopped.');
} catch (error) {
  if (leaving.signal.aborted) stop(0, 'Stopped.');
  stop(1, error instanceof Error ? error.message : String(error));
}

/** Where everything is, and as whom to sign in. */
function describe({ portal, wiki, supabase, audiences }: LocalSystem): string {
  const people = audiences.flatMap(({ exampleEmails, name, signIn }) =>
    exampleEmails.map((email) => `${email.padEnd(30)}${name}, ${SIGN_IN_WAYS[signIn].name}`),
  );
  const editions = audiences
    .filter(({ id }) => id !== STAFF)
    .map(({ id, name }) => `${`${portal}/_view/${id}/`.padEnd(50)}${name}`);
  const list = (lines: readonly string[]) => lines.map((line) => `             ${line}`).join('\n');
  return `
  Portal     ${portal}/
             Sign in as
${list(people)}
             Mail       ${portal}${PLACES.mailbox}
             Access     ${portal}${PLACES.desk}
             Staff see an edition as its readers do
${list(editions)}

  Wiki       ${wiki}/
             Editor     ${wiki}/admin/wiki
             Demo CRM   ${wiki}/demo

  Supabase   ${supabase}/

  Ctrl-C stops everything.`;
}

async function freePort(variable: string, usual: number): Promise<number> {
  const text = process.env[variable] ?? String(usual);
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    return stop(2, `${variable} is "${text}"; it must be a port number, for example ${usual}.`);
  }
  if (await isPortFree(number)) return number;
  return stop(
    2,
    `Port ${number} is taken. Stop what uses it, or choose another: ${variable}=${number + 1} npm start`,
  );
}

function stop(code: number, text: string): never {
  console.error(text);
  process.exit(code);
}
