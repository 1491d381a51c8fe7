import type { LiveAccount, LiveApplication, LiveProject } from './account.ts';
import type { Change, Detail } from './change.ts';
import type { Desired } from './desired.ts';
import { readDuration, writeDuration } from './duration.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { covers } from './hosts.ts';

/** Cloudflare's default, in seconds, for an account that sets no global session. */
const DEFAULT_GLOBAL_SESSION = 86_400;

/** What there is to change about the Pages project, and what is not as it should be. */
export function closeProject(
  desired: Desired,
  project: LiveProject | undefined,
  findings: AccessFinding[],
): Change[] {
  const { site, hosts } = desired;
  if (!project) {
    findings.push(
      finding(
        'access/project-missing',
        IN_THE_ACCOUNT,
        `there is no Pages project "${site.project}"`,
        `Create it: npx wrangler pages project create ${site.project} --production-branch main`,
        true,
      ),
    );
    return [];
  }
  if (project.pagesHost !== site.pagesHost) {
    findings.push(
      finding(
        'access/pages-host',
        IN_THE_ACCOUNT,
        `the project is at ${project.pagesHost}, and not at ${site.pagesHost}`,
        'Write that address as `pagesHost` in src/access-account/site.ts.',
        true,
      ),
    );
  }
  for (const domain of project.domains) {
    if (domain === project.pagesHost || hosts.some((host) => covers(host, domain))) continue;
    findings.push(
      finding(
        'access/uncovered-host',
        IN_THE_ACCOUNT,
        `the portal also answers at ${domain}, which Access does not guard`,
        'Remove that domain from the project, or make it `production` in src/access-account/site.ts.',
      ),
    );
  }
  if (!project.domains.includes(site.production)) {
    findings.push(
      finding(
        'access/custom-domain',
        IN_THE_ACCOUNT,
        `${site.production} does not lead to the project yet`,
        'Add it as a custom domain: docs/deploying.md says when.',
      ),
    );
  }
  const stages = (['production', 'preview'] as const).filter((stage) => project.failOpen[stage]);
  if (stages.length === 0) return [];
  return [
    {
      sign: '~',
      what: 'pages project',
      name: project.name,
      details: stages.map((stage) => ({
        sign: '~',
        text: `${stage}: fail open → fail closed, so that no page is served past the gate once the day's requests are used up; deploy again for it to count`,
      })),
      action: { do: 'close-project', project: project.name, stages },
    },
  ];
}

/** The account's global session, where it is too long for a code each session. */
export function shortenSession(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
): Change[] {
  const longest = desired.longestGlobalSession;
  const now = readDuration(live.globalSession ?? '') ?? DEFAULT_GLOBAL_SESSION;
  if (longest === undefined || now <= longest) return [];
  const others = live.applications.filter(
    (application) => application !== own && application.type === 'self_hosted',
  );
  const details: Detail[] = [
    {
      sign: '~',
      text: `global session ${writeDuration(now)} → ${writeDuration(longest)}, so that a new code is asked for each session`,
    },
  ];
  if (others.length > 0) {
    details.push({
      sign: '!',
      text: `this also counts for ${others.map(({ name }) => `"${name}"`).join(', ')}`,
    });
  }
  return [
    {
      sign: '~',
      what: 'account',
      name: live.teamDomain,
      details,
      action: { do: 'shorten-session', duration: writeDuration(longest) },
    },
  ];
}
