/**
 * Group commit: what arrives while a transaction is under way is written together in the next one, so that one flush to
 * disk serves many. Bounded: what does not fit is told to come again. A transaction that fails on its data is written
 * again in halves, down to the one piece at fault: that one is refused, and sinks no other.
 */

export type GroupCommit<Part, Answer> = {
  /** Transactions under way at once: while one waits for the disk, the next one works. */
  readonly transactions: number;
  /** Parts that wait at most: the next is refused with `busy`. */
  readonly waiting: number;
  /** Tries of a transaction that lost a race. */
  readonly tries: number;
  /** SQLSTATEs of a lost race: the same again may succeed. */
  readonly races: ReadonlySet<string>;
  /** SQLSTATEs that lie in the data: it would fail again, whatever it was sent with. */
  readonly ofTheData: RegExp;
  /** The parts of the next transaction, in the order of their coming; at least one of those that wait. */
  readonly choose: (waiting: readonly Part[]) => readonly Part[];
  /** Writes the parts in one transaction; answers in order. */
  readonly write: (parts: readonly Part[]) => Promise<readonly Answer[]>;
  /** A part cut in two, and its two answers joined; null: it is one piece. */
  readonly cut: (part: Part) => { readonly halves: readonly [Part, Part]; readonly join: Join<Answer> } | null;
  /** The answer to a piece that is at fault. */
  readonly refuse: (part: Part) => Answer;
  readonly busy: () => Error;
  /** Told of each transaction that is written again in halves. */
  readonly onSplit: (code: string, parts: number) => void;
};
type Join<Answer> = (first: Answer, second: Answer) => Answer;

type Waiting<Part, Answer> = {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  readonly part: Part;
};

/** The way to write one part: resolves with its answer once it is durable. Rejects with `busy` when too many wait. */
export function makeGroupCommit<Part extends object, Answer>(
  options: GroupCommit<Part, Answer>,
): (part: Part) => Promise<Answer> {
  let waiting: Waiting<Part, Answer>[] = [];
  let running = 0;
  const take = (): Waiting<Part, Answer>[] => {
    const chosen = new Set<Part>(waiting.length === 0 ? [] : options.choose(waiting.map((one) => one.part)));
    const taken = waiting.filter((one) => chosen.has(one.part));
    waiting = waiting.filter((one) => !chosen.has(one.part));
    return taken;
  };
  const work = async () => {
    for (let batch = take(); batch.length > 0; batch = take()) {
      try {
        const parts = batch.map((one) => one.part);
        const answers = await writeOrSplit(options, parts);
        for (const [at, one] of batch.entries()) {
          const answer = answers[at];
          if (answer === undefined) one.reject(new Error("a part was left unanswered"));
          else one.resolve(answer);
        }
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    running--;
  };
  return (part) =>
    new Promise((resolve, reject) => {
      if (waiting.length >= options.waiting) return reject(options.busy());
      waiting.push({ part, resolve, reject });
      if (running >= options.transactions) return;
      running++;
      // What comes in the same turn of the event loop comes along.
      setImmediate(() => void work());
    });
}

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

async function writeOrSplit<Part, Answer>(
  options: GroupCommit<Part, Answer>,
  parts: readonly Part[],
  attempt = 1,
): Promise<readonly Answer[]> {
  try {
    return await options.write(parts);
  } catch (error) {
    const code = codeOf(error);
    if (options.races.has(code) && attempt < options.tries) return writeOrSplit(options, parts, attempt + 1);
    if (!options.ofTheData.test(code)) throw error;
    options.onSplit(code, parts.length);
    return writeApart(options, parts);
  }
}

async function writeApart<Part, Answer>(
  options: GroupCommit<Part, Answer>,
  parts: readonly Part[],
): Promise<readonly Answer[]> {
  const [only] = parts;
  if (only === undefined) return [];
  if (parts.length > 1) {
    const middle = Math.ceil(parts.length / 2);
    const first = await writeOrSplit(options, parts.slice(0, middle));
    return [...first, ...(await writeOrSplit(options, parts.slice(middle)))];
  }
  const cut = options.cut(only);
  if (cut === null) return [options.refuse(only)];
  const [first, second] = [await writeOrSplit(options, [cut.halves[0]]), await writeOrSplit(options, [cut.halves[1]])];
  const [a, b] = [first[0], second[0]];
  if (a === undefined || b === undefined) throw new Error("half of a part was left unanswered");
  return [cut.join(a, b)];
}

/** Requests of several items each: those at the head of the queue that hold at most `most` items together; at least one. */
export function chooseByItems<Part extends { readonly items: readonly unknown[] }>(most: number) {
  return (waiting: readonly Part[]): readonly Part[] => {
    let items = 0;
    let parts = 0;
    for (const part of waiting) {
      if (parts > 0 && items + part.items.length > most) break;
      items += part.items.length;
      parts++;
    }
    return waiting.slice(0, parts);
  };
}

/** A request cut in two by its items, with the answers one after the other; null when it has one item or none. */
export function cutItems<Item, Part extends { readonly items: readonly Item[] }, One>(part: Part) {
  if (part.items.length < 2) return null;
  const middle = Math.ceil(part.items.length / 2);
  const halves: readonly [Part, Part] = [
    { ...part, items: part.items.slice(0, middle) },
    { ...part, items: part.items.slice(middle) },
  ];
  return { halves, join: (first: readonly One[], second: readonly One[]): readonly One[] => [...first, ...second] };
}
