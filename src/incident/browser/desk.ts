import { type Clock, clocksOf } from '../clocks.ts';
import type { IncidentKit } from '../kit.ts';
import { type Circumstances, type Outcome, updateIncident } from '../operations.ts';
import type { Actor, Change, IncidentRecord } from '../record.ts';
import { type IncidentState, stateOf } from '../state.ts';
import type { RecordStore } from './store.ts';

/** What the panels of the page draw: one incident as it stands. */
export interface Shown {
  record: IncidentRecord;
  state: IncidentState;
  clocks: Clock[];
}

/** The incident that is open on the page, and the way to change it. */
export class Desk {
  readonly kit: IncidentKit;
  /** Who acts. Technical Support may do every operation; nothing is asked for at the start. */
  actor: Actor = { name: '', role: 'policy-technical-support' };
  readonly #store: RecordStore;
  readonly #draw: (shown: Shown) => void;
  readonly #say: (text: string, isProblem: boolean) => void;
  #record: IncidentRecord | undefined;

  constructor(
    kit: IncidentKit,
    store: RecordStore,
    draw: (shown: Shown) => void,
    say: (text: string, isProblem: boolean) => void,
  ) {
    this.kit = kit;
    this.#store = store;
    this.#draw = draw;
    this.#say = say;
  }

  get record(): IncidentRecord | undefined {
    return this.#record;
  }

  /** The open incident at this moment, if there is one. */
  look(): Shown | undefined {
    if (!this.#record) return undefined;
    const state = stateOf(this.#record);
    const clocks = clocksOf(state, this.kit.rulebook, Date.now());
    return { record: this.#record, state, clocks };
  }

  show(record: IncidentRecord): void {
    this.#record = record;
    location.hash = record.id;
    this.refresh();
  }

  /** Puts the open incident away; it stays kept. */
  leave(): void {
    this.#record = undefined;
  }

  refresh(): void {
    const shown = this.look();
    if (shown) this.#draw(shown);
  }

  /**
   * Carries out an operation on the newest record of an incident, and says what came of it.
   * Gives whether it went through.
   */
  async perform(
    id: string,
    operation: (latest: IncidentRecord | undefined, circumstances: Circumstances) => Outcome,
    said: string,
  ): Promise<boolean> {
    const { rulebook } = this.kit;
    const { outcome, kept } = await this.#store.change(id, (latest) =>
      operation(latest, { rulebook, now: Date.now(), by: this.actor }),
    );
    if (!outcome.record) {
      this.#say(`Stopped. ${outcome.halt}`, true);
      return false;
    }
    this.show(outcome.record);
    this.#say(kept ? said : NOT_KEPT, !kept);
    return true;
  }

  /** Carries out an operation on the open incident. */
  async act(
    operation: (record: IncidentRecord, circumstances: Circumstances) => Outcome,
    said: string,
  ): Promise<boolean> {
    const open = this.#record;
    if (!open) return false;
    return this.perform(
      open.id,
      (latest, circumstances) => operation(latest ?? open, circumstances),
      said,
    );
  }

  update(change: Change, said: string): Promise<boolean> {
    return this.act((record, circumstances) => updateIncident(record, change, circumstances), said);
  }

  /** Says why something was not done. */
  refuse(why: string): void {
    this.#say(why, true);
  }

  /** Takes over what another tab did to the open incident. */
  async follow(id: string): Promise<void> {
    if (this.#record?.id !== id) return;
    const record = await this.#store.get(id);
    if (record && this.#record?.id === id) {
      this.#record = record;
      this.refresh();
    }
  }
}

const NOT_KEPT =
  'This browser could not keep it: storage is full or switched off. It is in this tab only. Export the record now.';
