// npm run access: who can reach the portal, as access/audiences.yaml says and Cloudflare does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { applyDesired } from '../src/access-account/apply.ts';
import type { CloudflareAccount } from '../src/access-account/cloudflare.ts';
import { type Desired, readDesired } from '../src/access-account/desired.ts';
import { AccountFailure, printable, redact } from '../src/access-account/failure.ts';
import { type Plan, planAccount } from '../src/access-account/plan.ts';
import { probe, probeExitCode, renderProbe, sender } from '../src/access-account/probe.ts';
import {
  planAsJson,
  planExitCode,
  renderChange,
  renderFinding,
  renderPlan,
} from '../src/access-account/render.ts';
import { SITE } from '../src/access-account/site.ts';

const FILE = join(import.meta.dirname, '../access/audiences.yaml');
const EXIT_CODES = {
  plan: '0 the account is as the file says, 1 it differs or something is wrong, 2 wrong usage or could not run',
  apply:
    '0 done, 1 refused, stopped half-way, or something left to mend by hand, 2 wrong usage or could not run',
  probe: '0 every request refused, 1 one was answered, 2 wrong usage or could not be tried',
};
const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
const secrets = [process.env.CLOUDFLARE_API_TOKEN ?? ''];

const program = new Command('npm run access --')
  .description(
    'Who can reach the portal: compares, changes and tries out the settings at Cloudflare.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .addHelpText(
    'after',
    '\nplan and apply read CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID: docs/deploying.md says which token.',
  );

const file = () =>
  new Option('--file <file>', 'the audiences').default(FILE, 'access/audiences.yaml');

program
  .command('plan')
  .description('shows how the account differs from the file; changes nothing')
  .addOption(file())
  .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
  .option('--strict', 'warnings count like errors')
  .addHelpText('after', `\nExit code: ${EXIT_CODES.plan}.`)
  .action(plan);

program
  .command('apply')
  .description('makes the account what the file says, and ends the sessions of who is not in it')
  .addOption(file())
  .option('--yes', 'really: without it, nothing is changed')
  .addHelpText('after', `\nExit code: ${EXIT_CODES.apply}.`)
  .action(apply);

program
  .command('probe')
  .description('asks every host name for pages without signing in; fails unless each is refused')
  .option('--preview <host...>', 'addresses of previews to try too', previewHost, [])
  .option('--deployments', 'try the newest deployments too; needs a token that may read Pages')
  .option(
    '--team <domain>',
    'the team domain that refusals have to lead to',
    process.env.ACCESS_TEAM_DOMAIN,
  )
  .option('--connect <url>', 'ask this server in place of the real ones, to try it out', url)
  .addHelpText('after', `\nExit code: ${EXIT_CODES.probe}.`)
  .action(probeHosts);

try {
  await program.parseAsync();
} catch (error) {
  say(
    error instanceof AccountFailure
      ? error.message
      : `Could not run: ${String((error as Error)?.stack ?? error)}`,
  );
  process.exitCode = 2;
}

async function plan(options: {
  file: string;
  format: 'pretty' | 'json';
  strict?: true;
}): Promise<void> {
  const read = readFile(options.file);
  if (!read) return;
  const live = await (await connect()).read(read.desired);
  const found = withFindings(planAccount(read.desired, live, { now: new Date() }), read.findings);
  const shown = options.format === 'json' ? planAsJson(found) : renderPlan(found, { colour });
  process.stdout.write(redact(shown, secrets));
  process.exitCode = planExitCode(found, options.strict === true);
}

async function apply(options: { file: string; yes?: true }): Promise<void> {
  const read = readFile(options.file);
  if (!read) return;
  if (!options.yes) {
    say('Nothing was changed. Look at `npm run access -- plan` first, then run it with --yes.');
    process.exitCode = 2;
    return;
  }
  const { desired, findings } = read;
  const outcome = await applyDesired(await connect(), desired, {
    now: () => new Date(),
    onChange: (change) => tell(`${renderChange(change, { colour })}\n`),
  });
  const { status, done, left, failure } = outcome;
  if (status === 'stopped') {
    say(`\nStopped after ${done.length} changes. ${failure?.message ?? ''}`);
    if (left[0] && failure?.uncertain) {
      say('Whether the first of these happened is not known; the others did not:');
    } else if (left[0]) say('Not done:');
    for (const change of left) say(renderChange({ ...change, details: [] }, { colour: false }));
    say('What was done stands, and lets in nobody who was not in the file before or is now.');
    say('Run the same command again: it goes on from there.');
    process.exitCode = 1;
    return;
  }
  if (done.length > 0) tell('\n');
  tell(renderPlan(withFindings(outcome.plan, findings), { colour }));
  if (status === 'unsettled')
    say('The account does not keep what it was told. Look at the differences above.');
  process.exitCode = status === 'done' ? planExitCode(outcome.plan, false) : 1;
}

async function probeHosts(options: {
  preview: string[];
  deployments?: true;
  team?: string;
  connect?: URL;
}): Promise<void> {
  const deployed = options.deployments ? await (await connect()).deployments(SITE.project) : [];
  const hosts = [SITE.production, SITE.pagesHost, ...options.preview, ...deployed];
  const judgements = await probe([...new Set(hosts)], {
    send: sender(options.connect),
    teamDomain: options.team?.replace(/^https?:\/\//, '').replace(/\/$/, ''),
  });
  tell(renderProbe(judgements));
  if (!options.team)
    tell('The sign-in of any team counted as a refusal: name yours with --team.\n');
  if (hosts.length === 2) tell('No preview was tried: name one with --preview.\n');
  process.exitCode = probeExitCode(judgements);
}

/** What the file asks for, unless it asks for what must not be: then that is said, and nothing is done. */
function readFile(path: string): { desired: Desired; findings: Plan['findings'] } | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new AccountFailure(`${path} could not be read.`);
  }
  const { desired, findings } = readDesired(text, SITE);
  if (desired && !findings.some(({ blocks }) => blocks)) return { desired, findings };
  for (const found of findings) say(renderFinding(found, { colour: false }));
  say('\nRefused. Nothing was changed.');
  process.exitCode = 1;
  return undefined;
}

function withFindings(found: Plan, ofTheFile: Plan['findings']): Plan {
  return { ...found, findings: [...ofTheFile, ...found.findings] };
}

async function connect(): Promise<CloudflareAccount> {
  const { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: accountId } = process.env;
  if (!token || !accountId) {
    const missing = token ? 'CLOUDFLARE_ACCOUNT_ID' : 'CLOUDFLARE_API_TOKEN';
    throw new AccountFailure(
      `${missing} is not set. docs/deploying.md says which token is needed.`,
    );
  }
  const onWait = (seconds: number) => say(`Cloudflare asks to wait ${seconds} s.`);
  // Large, and not needed to probe or to refuse.
  const { CloudflareAccount } = await import('../src/access-account/cloudflare.ts');
  return new CloudflareAccount({
    token,
    accountId,
    baseURL: process.env.CLOUDFLARE_BASE_URL,
    onWait,
  });
}

function previewHost(host: string, before: string[]): string[] {
  if (
    /^[a-z0-9-]+$/.test(host.replace(`.${SITE.pagesHost}`, '')) &&
    host.endsWith(`.${SITE.pagesHost}`)
  ) {
    return [...before, host];
  }
  throw new InvalidArgumentError(`A preview is at <name>.${SITE.pagesHost}.`);
}

function url(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
  throw new InvalidArgumentError('Write it as an address, for example http://127.0.0.1:4321.');
}

function tell(text: string): void {
  process.stdout.write(redact(text, secrets));
}

function say(text: string): void {
  const lines = redact(text, secrets).split('\n');
  process.stderr.write(
    `${lines.map((line) => printable(line, Number.POSITIVE_INFINITY)).join('\n')}\n`,
  );
}
