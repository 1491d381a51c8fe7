import type { LiveAccount, LiveApplication, LivePolicy, Rule } from './account.ts';
import { type Change, type Detail, type Ids, policyBody } from './change.ts';
import { type Describe, describer, PROVIDER_NAMES } from './describe-rule.ts';
import { type Desired, type DesiredPolicy, type ProviderType, policyPrefix } from './desired.ts';
import { readDuration, writeDuration } from './duration.ts';
import { type AccessFinding, finding, IN_THE_ACCOUNT } from './finding.ts';
import { ruleKey } from './rules.ts';

/** The policies of this project that are to be made, changed and removed. Fills in the ids of those there. */
export function changePolicies(
  desired: Desired,
  live: LiveAccount,
  own: LiveApplication | undefined,
  ids: Ids,
  findings: AccessFinding[],
): Change[] {
  const describe = describer(live);
  const changes: Change[] = [];
  const kept = new Set<string>();
  for (const policy of desired.policies) {
    // One that refuses people is replaced and not turned around: what it kept out would come in by
    // the other policies while those are still there.
    const existing = live.policies.find(
      ({ name, decision }) => name === policy.name && decision === policy.decision,
    );
    const details = policyDetails(policy, existing, ids, describe);
    if (!existing) {
      const action = { do: 'create-policy', policy } as const;
      changes.push({ sign: '+', what: 'policy', name: policy.name, details, action });
      continue;
    }
    kept.add(existing.id);
    ids.policies.set(policy.name, existing.id);
    if (usedElsewhere(existing, live, own)) findings.push(sharedPolicy(existing));
    if (details.length === 0) continue;
    const action = { do: 'update-policy', id: existing.id, policy } as const;
    changes.push({ sign: '~', what: 'policy', name: policy.name, details, action });
  }
  const leftOver = live.policies.filter(
    ({ id, name }) => name.startsWith(policyPrefix(desired.site)) && !kept.has(id),
  );
  for (const policy of leftOver) {
    if (usedElsewhere(policy, live, own)) {
      findings.push(sharedPolicy(policy));
      continue;
    }
    changes.push({
      sign: '-',
      what: 'policy',
      name: policy.name,
      details: [
        ...policy.include.map((rule) => ({ sign: '-', text: `admit ${describe(rule)}` }) as const),
      ],
      action: { do: 'delete-policy', id: policy.id },
    });
  }
  return changes;
}

function usedElsewhere(
  policy: LivePolicy,
  live: LiveAccount,
  own: LiveApplication | undefined,
): boolean {
  return live.applications.some(
    (application) => application !== own && application.policies.some(({ id }) => id === policy.id),
  );
}

function sharedPolicy({ name }: LivePolicy): AccessFinding {
  return finding(
    'access/shared-policy',
    IN_THE_ACCOUNT,
    `another application uses the policy "${name}" of this project`,
    'Whoever changes access/audiences.yaml changes that application too. Give it a policy of its own.',
  );
}

/** Which words stand before a rule, by the list it is in. */
const RULE_WORDS = { include: 'admit', exclude: 'but not', require: 'only if' } as const;

function policyDetails(
  policy: DesiredPolicy,
  existing: LivePolicy | undefined,
  ids: Ids,
  describe: Describe,
): Detail[] {
  const wanted = policyBody(policy, ids);
  const found = existing ?? { include: [], exclude: [], require: [] };
  const details: Detail[] = [];
  for (const list of ['include', 'exclude', 'require'] as const) {
    const before = new Set(found[list].map(ruleKey));
    const after = new Set(wanted[list].map(ruleKey));
    const lines = (sign: '+' | '-', rules: Rule[], without: ReadonlySet<string>): Detail[] =>
      rules
        .filter((rule) => !without.has(ruleKey(rule)))
        .map((rule) => ({
          sign,
          text: `${RULE_WORDS[list]} ${list === 'require' && sign === '+' ? signedInWith(policy.provider) : describe(rule)}`,
        }));
    details.push(...lines('-', found[list], after), ...lines('+', wanted[list], before));
  }
  const before = existing && readDuration(existing.sessionDuration ?? '');
  if (before !== policy.session) {
    const text = before === undefined ? '' : `${writeDuration(before)} → `;
    details.push({
      sign: existing ? '~' : '+',
      text: `session ${text}${writeDuration(policy.session)}`,
    });
  }
  return details;
}

function signedInWith(provider: ProviderType | undefined): string {
  return `signed in with ${provider ? PROVIDER_NAMES[provider] : 'nothing'}`;
}
