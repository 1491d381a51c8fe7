import { type ChangeElsewhere, type Kept, KeptRecords } from '../../in-page/kept-records.ts';
import { continues, readRecord } from '../exchange.ts';
import type { Outcome } from '../operations.ts';
import type { IncidentRecord } from '../record.ts';

/** The incidents kept in this browser. */
export class RecordStore {
  readonly #records: KeptRecords<IncidentRecord>;

  constructor() {
    this.#records = new KeptRecords({
      name: 'incidents',
      read: (kept) => readRecord(kept).record,
      newest: longer,
    });
  }

  /** Calls back when another tab has changed an incident. */
  onChangeElsewhere(notify: (id: string) => void): void {
    this.#records.onChangeElsewhere(({ id }: ChangeElsewhere) => notify(id));
  }

  /** Every readable record, the latest declared first. */
  async list(): Promise<IncidentRecord[]> {
    const records = await this.#records.list();
    return records.sort((one, other) => declared(other).localeCompare(declared(one)));
  }

  async get(id: string): Promise<IncidentRecord | undefined> {
    return (await this.list()).find((record) => record.id === id);
  }

  /** Applies a change to the newest record of an incident and keeps what comes out. */
  change(
    id: string,
    apply: (latest: IncidentRecord | undefined) => Outcome,
  ): Promise<Kept<Outcome>> {
    return this.#records.change(id, apply);
  }
}

const declared = ({ entries }: IncidentRecord) => entries[0]?.at ?? '';

/** The stored record, unless the other one goes on where it ends. */
function longer(stored: IncidentRecord, other: IncidentRecord): IncidentRecord {
  return continues(other, stored) ? other : stored;
}
