// What an answer means that is no yes.

export const BUSY = new Set([409, 429, 503]);

// The line is there, and what came over it was no yes: somebody must sign in, there is too much, or the house has a fault.
export class NotTaken extends Error {
  constructor({ status, redirected }) {
    super(String(status));
    this.why = redirected ? "person" : BUSY.has(status) || status === 413 ? "busy" : "server";
  }
}
