import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { checkRecord, continues } from '../exchange.ts';
import type { Outcome } from '../operations.ts';
import type { IncidentRecord } from '../record.ts';
import type { Rulebook } from '../rulebook.ts';

interface Schema extends DBSchema {
  records: { key: string; value: IncidentRecord };
}

/** What became of a change: the outcome, and whether the browser could keep it. */
export interface Kept {
  outcome: Outcome;
  /** False when storage is full or switched off: then the record lives in this tab alone. */
  kept: boolean;
}

/**
 * The incidents kept in this browser. A change reads the newest record and writes its successor in
 * one transaction, so two tabs never overwrite each other, and answers only once it is on disk.
 */
export class RecordStore {
  readonly #rulebook: Rulebook;
  readonly #database: Promise<IDBPDatabase<Schema> | undefined>;
  readonly #channel = new BroadcastChannel('incidents');
  /** What this tab knows, which is all there is when the browser keeps nothing. */
  readonly #known = new Map<string, IncidentRecord>();

  constructor(rulebook: Rulebook) {
    this.#rulebook = rulebook;
    this.#database = openDB<Schema>('incidents', 1, {
      upgrade: (database) => {
        database.createObjectStore('records', { keyPath: 'id' });
      },
    }).catch(() => undefined);
  }

  /** Calls back when another tab has changed an incident. */
  onChangeElsewhere(notify: (id: string) => void): void {
    this.#channel.addEventListener('message', ({ data }) => notify(String(data)));
  }

  /** Every readable record, the latest declared first. */
  async list(): Promise<IncidentRecord[]> {
    const database = await this.#database;
    const stored: unknown[] = (await database?.getAll('records').catch(() => [])) ?? [];
    const records = new Map<string, IncidentRecord>();
    for (const value of stored) {
      const { record } = checkRecord(value, this.#rulebook);
      if (record) records.set(record.id, record);
    }
    for (const record of this.#known.values()) {
      records.set(record.id, longer(records.get(record.id), record));
    }
    return [...records.values()].sort((one, other) => declared(other).localeCompare(declared(one)));
  }

  async get(id: string): Promise<IncidentRecord | undefined> {
    return (await this.list()).find((record) => record.id === id);
  }

  /** Applies a change to the newest record of an incident and keeps what comes out. */
  async change(id: string, apply: (latest: IncidentRecord | undefined) => Outcome): Promise<Kept> {
    let outcome: Outcome | undefined;
    let kept = true;
    try {
      const database = await this.#database;
      if (!database) throw new Error('This browser keeps nothing.');
      const transaction = database.transaction('records', 'readwrite', { durability: 'strict' });
      const stored = checkRecord(await transaction.store.get(id), this.#rulebook).record;
      outcome = apply(newest(stored, this.#known.get(id)));
      if (outcome.record) await transaction.store.put(outcome.record);
      await transaction.done;
    } catch {
      kept = false;
      outcome ??= apply(this.#known.get(id));
    }
    if (outcome.record) {
      this.#known.set(id, outcome.record);
      this.#channel.postMessage(id);
    }
    return { outcome, kept };
  }
}

const declared = ({ entries }: IncidentRecord) => entries[0]?.at ?? '';

function newest(stored?: IncidentRecord, known?: IncidentRecord): IncidentRecord | undefined {
  return known ? longer(stored, known) : stored;
}

/** The stored record, unless the other one goes on where it ends. */
function longer(stored: IncidentRecord | undefined, other: IncidentRecord): IncidentRecord {
  return !stored || continues(other, stored) ? other : stored;
}
