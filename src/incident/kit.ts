import type { z } from 'zod';
import type { Repository } from '../authoring/github-urls.ts';
import type { placeholderSchema } from '../content-model/schemas/placeholders.ts';
import type { Rulebook } from './rulebook.ts';

/** Everything the incident page needs, handed over when it is opened: after that, no network. */
export interface IncidentKit {
  rulebook: Rulebook;
  runbooks: RunbookCard[];
  /** The steps of the response procedure, in order. */
  procedure: { id: string; title: string; text: string; href: string }[];
  messages: MessageTemplate[];
  repository: Repository;
  /** The folder of the content in the repository. */
  contentFolder: string;
}

/** A runbook as it is worked through during an incident. */
export interface RunbookCard {
  title: string;
  path: string;
  /** Ids of the alerts it answers. */
  alerts: string[];
  steps: string[];
}

/** A message with blanks: they stand in its text as `⟦Blank client-name⟧`. */
export interface MessageTemplate {
  id: string;
  title: string;
  channel: 'email' | 'chat';
  subject?: string;
  /** The name of the role that sends it. */
  sender: string;
  placeholders: z.infer<typeof placeholderSchema>[];
  text: string;
}
