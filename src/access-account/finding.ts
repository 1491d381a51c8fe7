import type { Finding } from '../checks/finding.ts';

/** What `access plan` can find, beside differences that `access apply` mends. */
export const ACCESS_RULES = {
  'access/audiences': 'error',
  'access/admits-everyone': 'error',
  'access/too-many-rules': 'error',
  'access/nobody': 'warning',
  'access/provider-missing': 'error',
  'access/provider-opens': 'error',
  'access/service-token': 'error',
  'access/service-token-expired': 'warning',
  'access/project-missing': 'error',
  'access/pages-host': 'error',
  'access/uncovered-host': 'error',
  'access/custom-domain': 'warning',
  'access/application-conflict': 'error',
  'access/application-inside': 'error',
  'access/other-hosts': 'warning',
  'access/shared-policy': 'warning',
  'access/seats': 'warning',
  'access/seats-full': 'error',
} as const satisfies Record<string, Finding['severity']>;
export type AccessRule = keyof typeof ACCESS_RULES;

/** A finding that may also keep `access apply` from starting. */
export interface AccessFinding extends Finding {
  rule: AccessRule;
  blocks: boolean;
}

/** Where a finding lies that is about the live account and not about a file. */
export const IN_THE_ACCOUNT = { file: 'cloudflare', line: 1, column: 1 };

/** A finding of a rule. `blocks`: nothing may be changed before it is mended. */
export function finding(
  rule: AccessRule,
  place: Pick<Finding, 'file' | 'line' | 'column'>,
  message: string,
  help: string,
  blocks = false,
): AccessFinding {
  return { rule, severity: ACCESS_RULES[rule], ...place, message, help, blocks };
}
