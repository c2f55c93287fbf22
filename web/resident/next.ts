/** Where to go after signing in: another entrance may send its visitor here and get him back, and nobody else may. */

/** Entrances that send people here to sign in. */
const BACK_TO = "/enterprise/";

/**
 * The address to go back to that `?next=` names, or null: it is not of this origin, or not of an entrance that uses this
 * sign-in. `origin` is the page's own. What is returned is the path as the browser will understand it, not as it was typed.
 */
export function nextOf(search: string, origin: string): string | null {
  const next = new URLSearchParams(search).get("next");
  if (next === null || !next.startsWith(BACK_TO) || !URL.canParse(next, origin)) return null;
  const url = new URL(next, origin);
  // After reading: `/enterprise/../` leads elsewhere.
  if (url.origin !== origin || !url.pathname.startsWith(BACK_TO)) return null;
  return url.pathname + url.search + url.hash;
}

/** The link to the sign-in that comes back to `here`, a path of this origin with its hash. */
export const signInThenBack = (here: string): string => `/resident/?${new URLSearchParams({ next: here })}#/sign-in`;
