import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AudienceRules, SIGN_IN_WAYS, sessionSeconds } from './audiences.ts';
import { digestOf, type EditionData, GATE_DATA_PATH, type GateData } from './gate-data.ts';

/** Files at the root of a deployment that Cloudflare Pages obeys, and that would lead around the gate. */
const AROUND_THE_GATE = ['_routes.json', '_worker.js', '_redirects', '_headers'];
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
const STYLE = /<style\b([^>]*)>([\s\S]*?)<\/style>/gi;
/** Scripts of these kinds are data, which a Content-Security-Policy lets be. */
const DATA_SCRIPT = /\btype\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/plain)\b/i;
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/**
 * Writes what the gate has to know beside the editions: `_editions/gate.json` in the folder that is
 * deployed. To be called once all editions are built; `_editions/<audience>/` is a whole site each.
 *
 * Throws when an edition is missing or has no 404 page, when something else than editions lies at the
 * root of the deployment, and when a redirect is of a form that the gate does not know.
 *
 * @param dist the folder that is deployed
 */
export async function writeGateData(
  dist: string,
  audiences: readonly AudienceRules[],
): Promise<GateData> {
  checkDeployment(dist, audiences);
  const data: GateData = { version: 1, audiences: [] };
  for (const audience of audiences) {
    const { id, signIn, session, emailDomains, emails, exampleEmails, serviceTokens, example } =
      audience;
    const digests = (list: readonly string[]) => Promise.all(list.map(digestOf));
    data.audiences.push({
      id,
      provider: SIGN_IN_WAYS[signIn].provider,
      sessionSeconds: sessionSeconds(session),
      // An example audience is nobody's, whoever is listed in it.
      domains: example ? [] : emailDomains,
      emails: example ? [] : await digests(emails),
      exampleEmails: await digests(example ? [...emails, ...exampleEmails] : exampleEmails),
      serviceTokens: example ? [] : serviceTokens.map(({ clientId }) => clientId),
      edition: readEdition(join(dist, '_editions', id)),
    });
  }
  writeFileSync(join(dist, GATE_DATA_PATH), `${JSON.stringify(data)}\n`);
  return data;
}

/** Beside an edition without a 404 page, the host would answer with whatever lies above it. */
function checkDeployment(dist: string, audiences: readonly AudienceRules[]): void {
  for (const { id } of audiences) {
    for (const file of ['index.html', '404.html']) {
      if (existsSync(join(dist, '_editions', id, file))) continue;
      throw new Error(`The edition "${id}" has no ${file}. Build it before the gate's data.`);
    }
  }
  const beside = readdirSync(dist).filter((name) => name !== '_editions');
  if (beside.length === 0) return;
  const around = beside.filter((name) => AROUND_THE_GATE.includes(name));
  throw new Error(
    `Only editions may be deployed. ${around.length > 0 ? `${around.join(', ')} would lead around the gate.` : `Take away ${beside.slice(0, 5).join(', ')}.`}`,
  );
}

function readEdition(folder: string): EditionData {
  const scripts = new Set<string>();
  const styles = new Set<string>();
  for (const file of globSync('**/*.html', { cwd: folder })) {
    const html = readFileSync(join(folder, file), 'utf8');
    for (const source of inlineSources(html, SCRIPT)) scripts.add(source);
    for (const source of inlineSources(html, STYLE)) styles.add(source);
  }
  return {
    scripts: [...scripts].sort(),
    styles: [...styles].sort(),
    redirects: readRedirects(join(folder, '_redirects')),
  };
}

/** What stands between the tags of a page, as a Content-Security-Policy names it: `'sha256-…'`. */
function inlineSources(html: string, element: RegExp): string[] {
  return [...html.matchAll(element)]
    .filter(
      ([, attributes = '']) => !/\bsrc\s*=/i.test(attributes) && !DATA_SCRIPT.test(attributes),
    )
    .map(([, , text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
}

function readRedirects(file: string): EditionData['redirects'] {
  if (!existsSync(file)) return {};
  const rules = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [from = '', to = '', status = '302'] = line.split(/\s+/);
      const isPlain = [from, to].every((path) => /^\/(?!\/)[^*:\\]*$/.test(path));
      if (!isPlain || !REDIRECT_STATUSES.has(Number(status))) {
        throw new Error(`The gate does not know this form of a redirect: "${line}"`);
      }
      return [from, { to, status: Number(status) }] as const;
    });
  return Object.fromEntries(rules);
}
