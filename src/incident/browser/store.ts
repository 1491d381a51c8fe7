import { type ChangeElsewhere, type Kept, KeptRecords } from '../../in-page/kept-records.ts';
import { readRecord, rejoin } from '../exchange.ts';
import type { Outcome } from '../operations.ts';
import type { IncidentRecord } from '../record.ts';
import type { Rulebook } from '../rulebook.ts';

/** The incidents kept in this browser. */
export class RecordStore {
  readonly #records: KeptRecords<IncidentRecord>;

  constructor(rulebook: Rulebook) {
    this.#records = new KeptRecords({
      name: 'incidents',
      read: (kept) => readRecord(kept).record,
      newest: (stored, known) => rejoin(stored, known, rulebook),
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
