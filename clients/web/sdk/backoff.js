/** Pauses that double, each shortened at random so that many clients do not come back at once. */
export class Backoff {
  #first;
  #max;
  #next;

  /** @param {number} firstMs @param {number} maxMs */
  constructor(firstMs, maxMs) {
    this.#first = firstMs;
    this.#max = maxMs;
    this.#next = firstMs;
  }

  next() {
    const pause = this.#next;
    this.#next = Math.min(this.#max, pause * 2);
    return Math.round(pause * (0.5 + Math.random() / 2));
  }

  reset() {
    this.#next = this.#first;
  }
}
