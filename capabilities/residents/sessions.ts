/** Finding the resident who acts in a request. */
import type { FastifyRequest } from "fastify";
import type { Actor } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Services } from "#platform/answer.ts";
import { makeEpochReader } from "./epochs.ts";
import { readResidentToken } from "./token.ts";

export const RESIDENT_COOKIE = "wangge_resident";

/** The token of the request: the cookie, or a bearer token of a client that is no browser. */
export const residentTokenIn = (request: FastifyRequest): string | null =>
  /^Bearer ([\w-]{78})$/.exec(request.headers.authorization ?? "")?.[1] ?? request.cookies[RESIDENT_COOKIE] ?? null;

/** The actor that a resident is: no area, so that row-level security shows the persons of the account only. */
export const residentActor = (residentId: string): Actor => ({
  postId: residentId,
  accountId: residentId,
  role: "resident",
  // No code of a place starts with 0.
  area: "0" as PlaceCode,
  department: null,
  displayName: "",
  terminalId: null,
});

/** How a server finds the resident: the token proves itself, the account's epoch says whether it still counts. */
export function makeAuthenticateResident({
  db,
  keys,
  clock,
}: Services): (request: FastifyRequest) => Promise<Actor | null> {
  const epochOf = makeEpochReader(db);
  return async (request) => {
    const token = residentTokenIn(request);
    const read = token === null ? null : readResidentToken(keys.residentKey, token, clock());
    if (read === null || (await epochOf(read.residentId)) !== read.epoch) return null;
    return residentActor(read.residentId);
  };
}
