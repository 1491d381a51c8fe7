import type { LiveAccount, Rule } from './account.ts';
import type { ProviderType } from './desired.ts';
import { ruleField, ruleKind } from './rules.ts';

export const PROVIDER_NAMES: Record<ProviderType, string> = {
  'google-apps': 'Google Workspace',
  onetimepin: 'One-time PIN',
};

export type Describe = (rule: Rule) => string;

/** Says in words what a rule stands for. */
export function describer(live: LiveAccount): Describe {
  return (rule) => {
    const kind = ruleKind(rule);
    const id = ruleField(rule, 'id');
    const named = (things: readonly { id: string; name: string }[], wanted: string): string =>
      things.find((thing) => thing.id.toLowerCase() === wanted)?.name ?? wanted;
    const words: Record<string, string> = {
      email: ruleField(rule, 'email'),
      email_domain: `everybody at ${ruleField(rule, 'domain')}`,
      everyone: 'everyone',
      login_method: `signed in with ${named(live.providers, id)}`,
      group: `the group "${named(live.groups, id)}"`,
      service_token: `the service token "${named(live.serviceTokens, ruleField(rule, 'token_id'))}"`,
      any_valid_service_token: 'any service token',
    };
    return words[kind] ?? JSON.stringify(rule);
  };
}
