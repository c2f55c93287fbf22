/** The routes of phones: fetch an attestation, register a phone, see and revoke phones. */
import type { z } from "zod";
import { shortCodeOf } from "#capabilities/checkpoints/rules/short-code.ts";
import { common } from "#kernel/problem.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Answer, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { type Answered, attest, NO_DEVICE, type Question } from "./attest.ts";
import type * as contract from "./contract.ts";
import { credentialProblems, type PublicJwk, type Shown } from "./contract.ts";
import { coseKeyOf, deviceOf } from "./device-key.ts";
import { refreshAt } from "./rules/refresh.ts";
import { devicesOf, liveCodeIds, readmitDevice, revokeDeviceRow } from "./store-attestations.ts";
import { listCodes } from "./store-changes.ts";

/** Phones at once of one person's code. */
const DEVICES_AT_MOST = 5;

export const show: OpenAnswer<typeof contract.showAttestation> = async (ctx, { personKey, device, sameAs }) => {
  const asked = questionOf(ctx, personKey, device ?? NO_DEVICE, null);
  return shownOf(asked, await attest(ctx.services, asked), sameAs ?? null, ctx.now);
};

export const register: OpenAnswer<typeof contract.registerDevice> = async (ctx, { personKey }, { key }) => {
  const publicKey = publicKeyIn(key);
  const device = deviceOf(publicKey);
  const asked = questionOf(ctx, personKey, device, publicKey);
  await asActor(ctx.services.db, ctx.actor, async (sql) => {
    const phones = await devicesOf(sql, personKey);
    const known = phones.find((one) => one.device === device);
    const others = phones.filter((one) => one.device !== device && one.revoked_at === null);
    if (others.length >= DEVICES_AT_MOST) throw new Problem(credentialProblems["too-many-devices"]);
    if (known !== undefined && known.revoked_at !== null)
      await readmitDevice(sql, personKey, device, ctx.actor.accountId);
  });
  return shownOf(asked, await attest(ctx.services, asked), null, ctx.now);
};

export const devices: Answer<typeof contract.listDevices> = async ({ sql, actor }, { personKey }) => {
  const phones = await devicesOf(sql, personKey);
  return {
    items: phones.map((one) => ({
      device: one.device,
      registeredAt: isoInstant(one.registered_at),
      isRevoked: one.revoked_at !== null,
      isOwn: one.resident_id === actor.accountId,
    })),
  };
};

export const revoke: Answer<typeof contract.revokeDevice> = async ({ sql, now }, { personKey, device }) => {
  const phone = (await devicesOf(sql, personKey)).find((one) => one.device === device);
  if (phone === undefined || phone.revoked_at !== null) throw new Problem(credentialProblems["device-unknown"]);
  await revokeDeviceRow(sql, personKey, device, now);
  await listCodes(sql, personKey, await liveCodeIds(sql, personKey, device, now), now);
  return { device };
};

/** The route has compared the session's epoch: null, it is not asked again. */
const questionOf = (ctx: OpenContext, personKey: string, device: string, newKey: Uint8Array | null): Question => ({
  residentId: ctx.actor.accountId,
  personKey,
  device,
  epoch: null,
  newKey,
});

/** What the phone gets; throws the problem of a refusal. */
export function shownOf(
  { device }: Pick<Question, "device">,
  answered: Answered,
  sameAs: number | null,
  now: Instant,
): z.input<typeof Shown> {
  const form = device === NO_DEVICE ? "refreshed" : "phone";
  const own = device === NO_DEVICE ? null : device;
  switch (answered.state) {
    case "signed-out":
      throw new Problem(common["not-signed-in"]);
    case "no-code":
      throw new Problem(credentialProblems["no-code"]);
    case "device-unknown":
      throw new Problem(credentialProblems["device-unknown"]);
    case "busy":
      throw new Problem(credentialProblems.busy);
    case "unconfirmed":
      return { ...UNCONFIRMED, now: isoInstant(now), form, device: own, refreshAt: isoInstant(now) };
    case "confirmed":
      break;
    default:
      return answered satisfies never;
  }
  const { said, codeId, token, isShortStay, issuedAt, expiresAt } = answered.told;
  const { colour } = said;
  return {
    state: "confirmed",
    now: isoInstant(now),
    form,
    device: own,
    attestation: sameAs === codeId ? null : Buffer.from(token).toString("base64url"),
    codeId,
    shortCode: shortCodeOf(codeId),
    colour,
    rule: said.rule,
    isShortStay,
    since: isoOrNull(said.since),
    until: isoOrNull(said.until),
    decidedAt: isoOrNull(said.at),
    issuedAt: isoInstant(issuedAt),
    expiresAt: isoInstant(expiresAt),
    refreshAt: isoInstant(refreshAt({ form, codeId, colour, issuedAt, expiresAt, until: said.until })),
  };
}

const UNCONFIRMED = {
  state: "unconfirmed",
  attestation: null,
  codeId: null,
  shortCode: null,
  colour: null,
  rule: null,
  isShortStay: false,
  since: null,
  until: null,
  decidedAt: null,
  issuedAt: null,
  expiresAt: null,
} as const;

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

function publicKeyIn(jwk: z.output<typeof PublicJwk>): Uint8Array {
  const key = coseKeyOf(jwk);
  if (key === null) throw new Problem(credentialProblems["unusable-key"]);
  return key;
}
