import { newRayId } from './sessions.ts';

/**
 * One sign-in or sign-out, in the form in which Access's own log has it:
 * https://developers.cloudflare.com/api/resources/zero_trust/subresources/access/subresources/logs/
 */
export interface AuditEntry {
  action: 'login' | 'logout';
  allowed: boolean;
  app_domain: string;
  app_uid: string;
  connection: string;
  country: string;
  created_at: string;
  ip_address: string;
  ray_id: string;
  user_email: string;
}

const MOST_KEPT = 1_000;

/** Who signed in and out, and who tried. */
export class AuditLog {
  readonly #entries: AuditEntry[] = [];
  readonly #now: () => number;
  readonly #application: { app_domain: string; app_uid: string };

  constructor(now: () => number, application: { app_domain: string; app_uid: string }) {
    this.#now = now;
    this.#application = application;
  }

  add(entry: Pick<AuditEntry, 'action' | 'allowed' | 'connection' | 'user_email'>): void {
    this.#entries.unshift({
      ...entry,
      ...this.#application,
      country: 'nl',
      created_at: `${new Date(this.#now()).toISOString().slice(0, 19)}Z`,
      ip_address: '127.0.0.1',
      ray_id: newRayId(),
    });
    this.#entries.splice(MOST_KEPT);
  }

  /** The newest first. */
  entries(): readonly AuditEntry[] {
    return this.#entries;
  }
}
