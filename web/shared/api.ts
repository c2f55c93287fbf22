/** The typed client: path, parameters, body and answer all follow from the contract's route. */
import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Route } from "#kernel/route.ts";
import { Refusal, Unreachable } from "./refusal.ts";

export const API = "/api/v1";

type Values = Readonly<Record<string, unknown>>;

/** The address of a route with its parameters: those of the path in their place, the others as a query. */
export function addressOf(route: { readonly path: string }, params: unknown): string {
  const values: Values = typeof params === "object" && params !== null ? { ...params } : {};
  const used = new Set<string>();
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    used.add(name);
    return encodeURIComponent(String(values[name] ?? ""));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (used.has(name) || value === undefined || value === null || value === "") continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return API + path + (text === "" ? "" : `?${text}`);
}

/** A signed-out browser goes to the sign-in page and comes back to where it was. */
export function goSignIn(): void {
  if (location.pathname === "/") return;
  const here = location.pathname + location.search + location.hash;
  location.assign(`/?next=${encodeURIComponent(here)}`);
}

let whenSignedOut = goSignIn;

/** What happens when the server says "not signed in"; a phone says so instead of leaving a half-typed form. */
export function onSignedOut(handler: () => void): void {
  whenSignedOut = handler;
}

/** The body of an answer, or a thrown Refusal when it is a problem. */
export async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const value: unknown = isJson && text !== "" ? JSON.parse(text) : null;
  if (response.ok) return value;
  const refusal = new Refusal(response.status, typeof value === "object" && value !== null ? { ...value } : {});
  if (refusal.code === "common/not-signed-in") whenSignedOut();
  throw refusal;
}

async function call(
  route: { readonly method: string; readonly path: string },
  params: unknown,
  body: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(addressOf(route, params), {
      method: route.method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Unreachable("no answer", { cause });
  }
  return readAnswer(response);
}

/** What a GET route answers, asked once. The server has checked it against the contract's schema. */
export const ask = <P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, B, R>,
  params: z.input<P>,
  signal?: AbortSignal,
): Promise<z.output<R>> => call(route, params, undefined, signal) as Promise<z.output<R>>;

/** A query over a GET route: its key is the route and its parameters, its answer is what the contract promises. */
export const query = <P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, B, R>,
  params: z.input<P>,
) =>
  queryOptions({
    queryKey: [route.path, params],
    queryFn: ({ signal }): Promise<z.output<R>> => ask(route, params, signal),
  });

/** Does what a route does. Throws Refusal or Unreachable. */
export const send = <P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, B, R>,
  params: z.input<P>,
  body?: z.input<B>,
): Promise<z.output<R>> => call(route, params, body) as Promise<z.output<R>>;
