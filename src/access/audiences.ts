import { parse } from 'yaml';
import { z } from 'zod';
import { id, prose } from '../content-model/schemas/primitives.ts';
import { isDomain, isEmail } from './email.ts';
import { STAFF } from './staff.ts';

export { STAFF };

/** An audience, as far as pages and checks need it. */
export interface Audience {
  id: string;
  name: string;
  example: boolean;
}

/** How the readers of an audience sign in, and what Cloudflare Access calls that identity provider. */
export const SIGN_IN_WAYS = {
  google: { name: 'Google Workspace', provider: 'google-apps' },
  'one-time-pin': { name: 'One-time PIN', provider: 'onetimepin' },
} as const satisfies Record<string, { name: string; provider: string }>;
export type SignInWay = keyof typeof SIGN_IN_WAYS;

/** The readers that the wiki knows. */
export const WIKI_ROLES = ['admin', 'employee', 'client'] as const;

/** The shortest and the longest session that Cloudflare Access offers for a policy, in seconds. */
const SESSION_SECONDS = { least: 15 * 60, most: 30 * 24 * 60 * 60 };

const email = z.string().refine(isEmail, {
  error: 'write one plain email address in lower case, for example jo@example.com',
});
const domain = z.string().refine(isDomain, {
  error: 'write a domain in lower case, without "@" and without "*", for example example.com',
});

const audienceSchema = z.strictObject({
  id,
  name: prose,
  example: z.boolean().default(false).describe('Stands for nobody real: never set up in Access.'),
  signIn: z.enum(Object.keys(SIGN_IN_WAYS) as [SignInWay, ...SignInWay[]]),
  session: z
    .string()
    .regex(/^P(?=\d|T\d)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?)?$/, {
      error: 'write a duration in days, hours and minutes as ISO 8601, for example PT30M or PT24H',
    })
    .refine(
      (text) => {
        const seconds = sessionSeconds(text);
        return seconds >= SESSION_SECONDS.least && seconds <= SESSION_SECONDS.most;
      },
      { error: 'a session lasts between 15 minutes and 30 days' },
    ),
  emailDomains: z.array(domain).default([]),
  emails: z.array(email).default([]),
  exampleEmails: z
    .array(email)
    .default([])
    .describe('Addresses of nobody, which count only before the stand-in for Access.'),
  wikiReaders: z
    .array(z.strictObject({ tenant: id, roles: z.array(z.enum(WIKI_ROLES)).min(1) }))
    .default([]),
  serviceTokens: z
    .array(
      z.strictObject({
        name: prose,
        clientId: z.string().regex(/^[0-9a-z]+\.access$/, {
          error: 'write the client id as Cloudflare shows it, ending in ".access"',
        }),
      }),
    )
    .default([]),
});

/** An entry of `access/audiences.yaml`: who belongs to an audience, and how they get in. */
export type AudienceRules = z.infer<typeof audienceSchema>;

/**
 * What may stand in one audience only, so that nobody is ever in two: an address or a token that is
 * listed twice is a mistake, and a mistake here is found before it decides anything.
 */
const EXCLUSIVE = {
  'the id': ({ id }: AudienceRules) => [id],
  'the email domain': ({ emailDomains }: AudienceRules) => emailDomains,
  'the email address': ({ emails, exampleEmails }: AudienceRules) => [...emails, ...exampleEmails],
  'the service token': ({ serviceTokens }: AudienceRules) =>
    serviceTokens.map(({ clientId }) => clientId),
};

const audiencesSchema = z
  .array(audienceSchema)
  .superRefine((list, context) => {
    for (const [what, values] of Object.entries(EXCLUSIVE)) {
      const seen = new Set<string>();
      for (const value of list.flatMap(values)) {
        if (seen.has(value)) {
          context.addIssue({ code: 'custom', message: `${what} "${value}" is listed twice` });
        }
        seen.add(value);
      }
    }
  })
  .refine((list) => list.some((audience) => audience.id === STAFF), {
    error: `the audience "${STAFF}" is missing`,
  });

/** Reads the text of `access/audiences.yaml`. Throws an `Error` that says what is wrong with it. */
export function readAudiences(yaml: string): AudienceRules[] {
  const result = audiencesSchema.safeParse(parse(yaml));
  if (result.success) return result.data;
  throw new Error(`access/audiences.yaml: ${z.prettifyError(result.error)}`);
}

/** Seconds of a session as the file writes it: `PT24H` is 86400. */
export function sessionSeconds(duration: string): number {
  const [, days, hours, minutes] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3_600 + Number(minutes ?? 0) * 60;
}
