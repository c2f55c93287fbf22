/** Many small questions as one: what arrives while a statement is under way goes out together with the next. */

export type CoalesceOptions = {
  /** Questions in one statement at most. */
  readonly batch: number;
  /** Statements under way at most. */
  readonly atOnce: number;
  /** Questions that wait at most; the next is refused. */
  readonly waiting: number;
  /** How long a first question waits for company, in milliseconds; 0: until the end of this turn of the event loop. */
  readonly linger: number;
};

type Waiting<Q, A> = {
  readonly question: Q;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Returns the way to ask: `run` gets up to `batch` questions and answers in order; when it throws, all of them fail. Null:
 * too many wait already, refuse the caller.
 */
export function makeCoalescer<Q, A>(
  run: (questions: readonly Q[]) => Promise<readonly A[]>,
  options: CoalesceOptions,
): (question: Q) => Promise<A> | null {
  let waiting: Waiting<Q, A>[] = [];
  let underWay = 0;
  let isSet = false;
  const send = () => {
    isSet = false;
    while (waiting.length > 0 && underWay < options.atOnce) {
      const some = waiting.slice(0, options.batch);
      waiting = waiting.slice(options.batch);
      underWay++;
      void answer(some);
    }
  };
  const answer = async (some: readonly Waiting<Q, A>[]) => {
    try {
      const answers = await run(some.map((one) => one.question));
      for (const [at, one] of some.entries()) {
        const found = answers[at];
        if (found === undefined) one.reject(new Error("a question was not answered"));
        else one.resolve(found);
      }
    } catch (error) {
      for (const one of some) one.reject(error);
    } finally {
      underWay--;
      arrange();
    }
  };
  const arrange = () => {
    if (isSet || waiting.length === 0 || underWay >= options.atOnce) return;
    isSet = true;
    if (waiting.length >= options.batch || options.linger === 0) setImmediate(send);
    else setTimeout(send, options.linger);
  };
  return (question) => {
    if (waiting.length >= options.waiting) return null;
    return new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      arrange();
    });
  };
}
