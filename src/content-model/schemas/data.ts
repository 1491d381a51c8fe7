import { z } from 'zod';
import { LOCALES } from '../vocabulary.ts';
import { id, isoDuration, prose, severityId } from './primitives.ts';

/** Text per locale; English is always there. */
export const localText = z.strictObject({ en: prose, nl: prose.optional() });

/** Where a value comes from: a source document's id and the place in it. */
const source = z.strictObject({ document: id, place: prose });

/** A length of time with a lower and an upper end, and how people say it. */
const durationRange = z.strictObject({
  min: isoDuration,
  max: isoDuration,
  text: localText,
  /** Counted in working days of the business rather than around the clock. */
  business: z.boolean().default(false),
});

export const sourcesSchema = z.array(z.strictObject({ id, title: prose }));

export const organisationsSchema = z.array(
  z.strictObject({ id, name: prose, description: localText }),
);

export const rolesSchema = z.array(
  z.strictObject({
    id,
    organisation: id,
    name: localText,
    responsibility: localText.optional(),
    person: prose.optional().describe('Only where a source names one.'),
    email: z.email().optional(),
    source: source.optional(),
  }),
);

export const servicesSchema = z.array(
  z.strictObject({
    id,
    name: prose,
    description: localText,
    statusPage: z.url().optional(),
    tenant: id.optional(),
    source: source.optional(),
  }),
);

export const tenantsSchema = z.array(
  z.strictObject({ id, name: prose, description: localText, example: z.boolean().default(false) }),
);

export const alertsSchema = z.array(
  z.strictObject({
    id,
    name: prose,
    sender: prose.describe('The system that raises it.'),
    assumed: z.boolean().default(false).describe('true where no source names the alert itself.'),
    source: source.optional(),
  }),
);

const severityLevel = z.strictObject({
  id: severityId,
  name: localText,
  definition: localText.optional(),
  response: durationRange.optional(),
  /** How to reach people, or what else the level asks for. */
  action: localText.optional(),
  examples: z.array(localText).default([]),
  /** Conditions, any one of which makes it this level. */
  conditions: z.array(z.strictObject({ id, text: localText })).default([]),
});

export const severitiesSchema = z.array(
  z.strictObject({
    id,
    organisation: id,
    title: localText,
    source,
    /** Read from the most severe down; the first level that applies decides. */
    levels: z.array(severityLevel).min(1),
    /** Questions that lead to a level, in the order in which to ask them. */
    questions: z.array(z.strictObject({ id, ask: localText, leadsTo: localText })).default([]),
    advice: localText.optional(),
  }),
);

export const serviceLevelsSchema = z.array(
  z.strictObject({
    id,
    organisation: id,
    title: localText,
    source,
    tiers: z.array(
      z.strictObject({
        id,
        name: localText,
        clients: localText,
        response: z.record(severityId, durationRange),
        resolution: z.record(severityId, durationRange),
        availability: z.number().describe('Uptime, in percent.'),
        support: localText,
      }),
    ),
  }),
);

export const escalationSchema = z.array(
  z.strictObject({
    id,
    organisation: id,
    title: localText,
    source,
    steps: z.array(
      z.strictObject({
        severities: z.array(severityId).min(1),
        after: isoDuration.describe('How long after the incident is declared. PT0S is at once.'),
        when: localText,
        to: z.array(id).describe('Role ids.'),
        how: localText.optional(),
      }),
    ),
  }),
);

export const operationsSchema = z.array(
  z.strictObject({
    id,
    organisation: id,
    title: localText,
    purpose: localText,
    source,
    allowedRoles: z.array(id).min(1),
    required: z.array(z.strictObject({ name: prose, note: localText.optional() })),
    optional: z.array(
      z.strictObject({ name: prose, default: prose.optional(), note: localText.optional() }),
    ),
    steps: z.array(localText).min(1),
    halts: z.array(localText).min(1),
  }),
);

export const routesSchema = z.array(
  z.strictObject({
    route: z.string().regex(/^\/[^\s]*$/, {
      error: 'write a path that starts with a slash, for example /admin/users',
    }),
    name: localText,
    area: z.enum(['admin', 'employee', 'client', 'api']),
    assumed: z.boolean().default(false).describe('true where no source names the route.'),
    source: source.optional(),
  }),
);

export const glossarySchema = z.array(
  z.strictObject({ id, term: localText, definition: localText, see: z.string().optional() }),
);

/** What a fact's value is: how it is compared and shown. */
export const FACT_UNITS = ['duration', 'percent', 'count', 'money', 'address', 'text'] as const;

export const factsSchema = z.array(
  z.strictObject({
    id,
    value: z.union([z.string(), z.number()]).describe('PT24H for a duration, 50 for a count.'),
    unit: z.enum(FACT_UNITS),
    text: localText.optional().describe('How it is written. Needed unless the unit tells it.'),
    about: localText.describe('What the value is, in a few words.'),
    owner: id,
    source,
    mentions: z
      .partialRecord(z.enum(LOCALES), z.array(prose))
      .default({})
      .describe(
        'Phrases that give this value without a mark; {value} stands for the value: "valid for {value}".',
      ),
  }),
);

/** The files of `content/data/`, each with the schema of what it holds. */
export const DATA_FILES = {
  sources: sourcesSchema,
  organisations: organisationsSchema,
  roles: rolesSchema,
  services: servicesSchema,
  tenants: tenantsSchema,
  alerts: alertsSchema,
  severities: severitiesSchema,
  'service-levels': serviceLevelsSchema,
  escalation: escalationSchema,
  operations: operationsSchema,
  routes: routesSchema,
  glossary: glossarySchema,
  facts: factsSchema,
} as const;
export type DataFileName = keyof typeof DATA_FILES;
export type SiteData = { [Name in DataFileName]: z.infer<(typeof DATA_FILES)[Name]> };
