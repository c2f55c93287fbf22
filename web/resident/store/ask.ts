/** Answers of the server that stay readable without it: shown from the phone at once, asked again behind. */
import { useCallback, useEffect, useState } from "react";
import type { z } from "zod";
import type { Route } from "#kernel/route.ts";
import { isoInstant } from "#kernel/time.ts";
import { addressOf, ask, send } from "../../shared/api.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { learnClock, platformNow } from "./clock.ts";
import { keep, markReached, readLocal, useLocal } from "./local.ts";

export type Answered<R> = {
  /** What is known, perhaps from before; null: nothing yet. */
  readonly data: R | null;
  /** When `data` came, ISO. */
  readonly at: string | null;
  readonly error: unknown;
  readonly isAsking: boolean;
  readonly again: () => Promise<void>;
};

type AnyZ = z.ZodType;

export const nameOf = (route: { readonly path: string }, params: unknown): string => addressOf(route, params);

const inFlight = new Map<string, Promise<unknown>>();
/** How often each question was asked, and the number of the asking whose answer is kept. */
const turns = new Map<string, { asked: number; kept: number }>();

/** Asks now and keeps the answer; the same question twice at a time is one request. */
export async function refresh<P extends AnyZ, B extends AnyZ, R extends AnyZ>(
  route: Route<P, B, R>,
  params: z.input<P>,
): Promise<z.output<R>> {
  const running = inFlight.get(nameOf(route, params));
  return running === undefined ? askAnew(route, params) : (running as Promise<z.output<R>>);
}

/** Asks in any case: after a deed, an answer that was on its way before it is of yesterday, and must not come last. */
function askAnew<P extends AnyZ, B extends AnyZ, R extends AnyZ>(
  route: Route<P, B, R>,
  params: z.input<P>,
): Promise<z.output<R>> {
  const name = nameOf(route, params);
  const turn = turns.get(name) ?? { asked: 0, kept: 0 };
  turns.set(name, turn);
  const own = ++turn.asked;
  const asking = reached(ask(route, params))
    .then(async (value) => {
      heedClock(value);
      if (own < turn.kept) return value;
      turn.kept = own;
      await keep(name, value, isoInstant(platformNow()));
      return value;
    })
    .finally(() => {
      if (inFlight.get(name) === asking) inFlight.delete(name);
    });
  inFlight.set(name, asking);
  return asking;
}

/** Does what a route does, and notes whether the server was reached. */
export const act = <P extends AnyZ, B extends AnyZ, R extends AnyZ>(
  route: Route<P, B, R>,
  params: z.input<P>,
  body?: z.input<B>,
): Promise<z.output<R>> => reached(send(route, params, body));

async function reached<T>(request: Promise<T>): Promise<T> {
  try {
    const value = await request;
    markReached(true);
    return value;
  } catch (error) {
    if (error instanceof Unreachable) markReached(false);
    else if (isRefusal(error)) markReached(error.status < 500);
    throw error;
  }
}

/** An answer that says what time it is sets this phone's idea of it. */
function heedClock(value: unknown): void {
  if (typeof value !== "object" || value === null || !("now" in value) || typeof value.now !== "string") return;
  void keep("clock", learnClock(value.now), value.now);
}

/** What a GET route answers: the kept answer first, the fresh one as soon as it is there. */
export function useAnswer<P extends AnyZ, B extends AnyZ, R extends AnyZ>(
  route: Route<P, B, R>,
  params: z.input<P> | null,
): Answered<z.output<R>> {
  const name = params === null ? "" : nameOf(route, params);
  const kept = useLocal((local) => local.kept[name]);
  const [state, setState] = useState<{ name: string; error: unknown; isAsking: boolean }>({
    name,
    error: null,
    isAsking: true,
  });
  const text = JSON.stringify(params);
  const load = useCallback(
    async (asking: typeof refresh) => {
      if (name === "") return;
      setState({ name, error: null, isAsking: true });
      try {
        await asking(route, JSON.parse(text));
        setState({ name, error: null, isAsking: false });
      } catch (error) {
        setState({ name, error, isAsking: false });
      }
    },
    [route, name, text],
  );
  useEffect(() => void load(refresh), [load]);
  const again = useCallback(() => load(askAnew), [load]);
  return {
    data: (kept?.value ?? null) as z.output<R> | null,
    at: kept?.at ?? null,
    error: state.name === name ? state.error : null,
    isAsking: state.isAsking && state.name === name,
    again,
  };
}

/** What is kept of a route's answer, without asking. */
export const keptAnswer = <P extends AnyZ, B extends AnyZ, R extends AnyZ>(
  route: Route<P, B, R>,
  params: z.input<P>,
): z.output<R> | null => (readLocal().kept[nameOf(route, params)]?.value ?? null) as z.output<R> | null;
