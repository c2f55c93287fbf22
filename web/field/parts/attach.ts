/** Photos and voice notes on the phone: made small, kept with the form, sent after the record that they belong to. */
import { v7 } from "uuid";
import { addAttachment } from "#capabilities/attachments/contract.ts";
import { isoInstant } from "#kernel/time.ts";
import { platformNow } from "../../shared/me.ts";
import { base64Of, redrawn } from "../../shared/picture.ts";
import { give } from "../store/give.ts";

/** One that was taken and not sent yet. */
export type Taken = {
  /** Of its command: pressed twice is sent once. */
  readonly id: string;
  readonly medium: "photo" | "voice";
  readonly mediaType: string;
  /** Base64. */
  readonly data: string;
  readonly seconds?: number;
  readonly takenAt?: string;
  readonly position?: Position;
};
export type Position = { readonly latitudeThousandths: number; readonly longitudeThousandths: number };

/** As the server's limits (platform/attachments.ts): 400 kB a photo, 300 kB a recording, six a record. */
const PHOTO_BYTES = 400 * 1024;
export const VOICE_BYTES = 300 * 1024;
export const TAKEN_AT_MOST = 6;

/** The first of these that is small enough is taken: text on a notice is still legible in the last. */
const SIZES = [
  { longest: 1280, quality: 0.8 },
  { longest: 1280, quality: 0.6 },
  { longest: 1024, quality: 0.55 },
  { longest: 800, quality: 0.5 },
] as const;

/** What the worker agreed to say besides: when and roughly where. Null: nothing. */
export type Agreed = { readonly position: Position | null } | null;

const asAgreed = (agreed: Agreed) =>
  agreed === null
    ? {}
    : { takenAt: isoInstant(platformNow()), ...(agreed.position === null ? {} : { position: agreed.position }) };

/** A photo drawn anew and small enough; null: it is no picture that this browser can read. */
export async function takenPhoto(file: Blob, agreed: Agreed): Promise<Taken | null> {
  for (const size of SIZES) {
    const blob = await redrawn(file, size).catch(() => null);
    if (blob === null) return null;
    if (blob.size <= PHOTO_BYTES)
      return { id: v7(), medium: "photo", mediaType: blob.type, data: await base64Of(blob), ...asAgreed(agreed) };
  }
  return null;
}

export async function takenVoice(blob: Blob, seconds: number, agreed: Agreed): Promise<Taken | null> {
  if (blob.size === 0 || blob.size > VOICE_BYTES) return null;
  const mediaType = blob.type.split(";")[0] ?? "";
  return { id: v7(), medium: "voice", mediaType, data: await base64Of(blob), seconds, ...asAgreed(agreed) };
}

type Behind = { readonly objectKind: string; readonly objectId: string; readonly after: string };

/** One as a command that follows the one which makes its record. */
export const takenCommand = ({ id, medium, data, takenAt, position }: Taken, { after, ...of }: Behind) => ({
  id,
  after,
  body: {
    ...of,
    medium,
    data,
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(position === undefined ? {} : { position: { ...position } }),
  },
});

/** Puts them into the outbox, each after the command that makes their record. */
export async function giveTaken(taken: readonly Taken[], of: Behind): Promise<void> {
  for (const one of taken) {
    const { id, after, body } = takenCommand(one, of);
    await give(addAttachment, body, { id, after });
  }
}

/** A worker waits in a stairwell for no satellite. */
const POSITION_WITHIN_MS = 8_000;

/** Roughly where this phone is, to some hundred metres; null: not known, or not allowed. Asked once, never followed. */
export const roughPosition = (): Promise<Position | null> =>
  new Promise((resolve) => {
    if (!("geolocation" in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitudeThousandths: Math.round(coords.latitude * 1000),
          longitudeThousandths: Math.round(coords.longitude * 1000),
        }),
      () => resolve(null),
      { enableHighAccuracy: false, timeout: POSITION_WITHIN_MS, maximumAge: 60_000 },
    );
  });
