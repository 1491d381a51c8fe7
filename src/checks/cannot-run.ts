/** Something that was asked for could not be looked at, so the result is no result. */
export class CannotRun extends Error {
  /** What to do about it. */
  readonly help: string;

  constructor(message: string, help: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CannotRun';
    this.help = help;
  }
}
