import type { ServerResponse } from "node:http";

/** One open connection to a terminal. */
export type Line = {
  readonly raw: ServerResponse;
  readonly accountId: string;
  /** Whose lines are counted together: the terminal, or the post in a browser. */
  readonly owner: string;
  readonly holders: readonly string[];
  /** The version that the other end knows. */
  sent: number;
  readonly endsAt: number;
  readonly slot: number;
};

/** Slots of the wheel; one a second, so that each line is looked after every 20 s. */
export const SLOTS = 20;

/** Who is connected, by holder, owner and heartbeat. A version is kept once a holder, however many lines hear of it. */
export class LineRegister {
  readonly #known = new Map<string, { version: number; readonly lines: Set<Line> }>();
  readonly #byOwner = new Map<string, Set<Line>>();
  readonly #wheel = Array.from({ length: SLOTS }, () => new Set<Line>());
  #size = 0;
  #slot = 0;

  get size(): number {
    return this.#size;
  }

  /** Takes the line in; returns the owner's lines, oldest first. */
  add(given: Omit<Line, "slot">): { line: Line; own: ReadonlySet<Line> } {
    this.#slot = (this.#slot + 1) % SLOTS;
    const line = { ...given, slot: this.#slot };
    this.#size++;
    for (const holder of line.holders) {
      const one = this.#known.get(holder) ?? { version: 0, lines: new Set<Line>() };
      this.#known.set(holder, one);
      one.lines.add(line);
    }
    const own = this.#byOwner.get(line.owner) ?? new Set<Line>();
    this.#byOwner.set(line.owner, own.add(line));
    this.#wheel[line.slot]?.add(line);
    return { line, own };
  }

  remove(line: Line): void {
    const own = this.#byOwner.get(line.owner);
    if (!own?.delete(line)) return;
    this.#size--;
    if (own.size === 0) this.#byOwner.delete(line.owner);
    this.#wheel[line.slot]?.delete(line);
    for (const holder of line.holders) {
      const lines = this.#known.get(holder)?.lines;
      lines?.delete(line);
      if (lines?.size === 0) this.#known.delete(holder);
    }
  }

  isKnown(holder: string): boolean {
    return this.#known.has(holder);
  }

  linesOf(holder: string): Iterable<Line> {
    return this.#known.get(holder)?.lines ?? [];
  }

  inSlot(slot: number): ReadonlySet<Line> {
    return this.#wheel[slot] ?? new Set();
  }

  /** Versions only grow; an older answer of the database that arrives late changes nothing. */
  learn(holder: string, version: number): void {
    const one = this.#known.get(holder);
    if (one) one.version = Math.max(one.version, version);
  }

  versionOf(line: Line): number {
    return line.holders.reduce((sum, holder) => sum + (this.#known.get(holder)?.version ?? 0), 0);
  }

  /** Ends the lines of an account: its terminals come back and are asked again who they are. */
  endAccount(accountId: string): void {
    for (const lines of this.#byOwner.values()) {
      for (const line of lines) if (line.accountId === accountId) line.raw.end();
    }
  }
}
