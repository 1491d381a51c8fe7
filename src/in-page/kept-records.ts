/** What keeping records of one kind depends on. */
export interface Keeping<Value> {
  /** The name of the database, and of the channel between tabs. */
  name: string;
  /** What was kept, when it is a record and can be trusted. */
  read: (kept: unknown) => Value | undefined;
  /** The record to go by, given what is on disk and what this tab knows of it. */
  newest: (kept: Value, known: Value) => Value;
}

/** What became of a change: the outcome, and whether the browser could keep it. */
export interface Kept<Outcome> {
  outcome: Outcome;
  /** False when storage is full or switched off: then the record lives in this tab alone. */
  kept: boolean;
}

/** What another tab did to a record. */
export interface ChangeElsewhere {
  id: string;
  removed: boolean;
}

/**
 * Records kept in this browser. A change reads the newest record and writes its successor in one
 * transaction, so two tabs never overwrite each other, and answers only once it is on disk. When
 * the browser keeps nothing, the records of this tab go on in memory.
 */
export class KeptRecords<Value extends { id: string }> {
  readonly #keeping: Keeping<Value>;
  /** Nothing where the browser keeps nothing. */
  readonly #database: Promise<IDBDatabase | undefined>;
  readonly #channel: BroadcastChannel;
  /** What this tab knows, which is all there is when the browser keeps nothing. */
  readonly #known = new Map<string, Value>();

  constructor(keeping: Keeping<Value>) {
    this.#keeping = keeping;
    this.#database = openRecords(keeping.name);
    this.#channel = new BroadcastChannel(keeping.name);
    this.onChangeElsewhere(({ id, removed }) => removed && this.#known.delete(id));
  }

  /** Calls back when another tab has changed or removed a record. */
  onChangeElsewhere(notify: (change: ChangeElsewhere) => void): void {
    this.#channel.addEventListener('message', ({ data }) => notify(data as ChangeElsewhere));
  }

  /** Every readable record, in no order. */
  async list(): Promise<Value[]> {
    const database = await this.#database;
    const kept = database ? await readAll(database).catch(() => []) : [];
    const records = new Map<string, Value>();
    for (const value of kept) {
      const record = this.#keeping.read(value);
      if (record) records.set(record.id, record);
    }
    for (const { id } of this.#known.values()) {
      const record = this.#newest(id, records.get(id));
      if (record) records.set(id, record);
    }
    return [...records.values()];
  }

  /** Applies a change to the newest record and keeps what comes out, when something does. */
  async change<Outcome extends { record?: Value | undefined }>(
    id: string,
    apply: (latest: Value | undefined) => Outcome,
  ): Promise<Kept<Outcome>> {
    let made: Outcome | undefined;
    let kept = true;
    try {
      const database = await this.#database;
      if (!database) throw new Error('This browser keeps nothing.');
      await write(database, async (records) => {
        const stored = this.#keeping.read(await answer(records.get(id)));
        made = apply(this.#newest(id, stored));
        if (made.record) records.put(made.record);
      });
    } catch {
      kept = false;
    }
    const outcome = made ?? apply(this.#known.get(id));
    if (outcome.record) {
      this.#known.set(id, outcome.record);
      this.#tell({ id, removed: false });
    }
    return { outcome, kept };
  }

  /** Removes a record, here and for other tabs. False when the browser still has it on disk. */
  async remove(id: string): Promise<boolean> {
    try {
      const database = await this.#database;
      if (database) await write(database, async (records) => void records.delete(id));
    } catch {
      return false;
    }
    this.#known.delete(id);
    this.#tell({ id, removed: true });
    return true;
  }

  #newest(id: string, stored: Value | undefined): Value | undefined {
    const known = this.#known.get(id);
    return stored && known ? this.#keeping.newest(stored, known) : (stored ?? known);
  }

  #tell(change: ChangeElsewhere): void {
    this.#channel.postMessage(change);
  }
}

const STORE = 'records';

/** Asynchronous also in what it throws: where storage is switched off, `indexedDB` may be missing. */
async function openRecords(name: string): Promise<IDBDatabase | undefined> {
  try {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
    return await answer(opening);
  } catch {
    return undefined;
  }
}

async function readAll(database: IDBDatabase): Promise<unknown[]> {
  return answer(database.transaction(STORE).objectStore(STORE).getAll());
}

/** Carries out one transaction. Rejects when nothing of it came onto the disk. */
async function write(
  database: IDBDatabase,
  change: (records: IDBObjectStore) => Promise<void>,
): Promise<void> {
  const transaction = database.transaction(STORE, 'readwrite', { durability: 'strict' });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  await Promise.all([change(transaction.objectStore(STORE)), done]);
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
