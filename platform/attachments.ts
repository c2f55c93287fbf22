/**
 * Photos and voice notes of any record: judged by their bytes, sealed (AES-256-GCM, bound to the row), opened one at a time
 * with an entry in the audit log, erased at their time. Who may attach to which record is the record's capability's to say
 * (capabilities/attachments); who may open is a list of roles on the row, which row-level security reads.
 */
import type { Role } from "#kernel/actor.ts";
import { hasMetadata, type PictureType, pictureType, type SoundType, soundType } from "#kernel/media.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context, Services } from "./answer.ts";
import { audit } from "./audit.ts";
import { asActor, type Sql, systemActor } from "./database.ts";
import { seal, sealingKeyId, unseal } from "./seal.ts";

export type Medium = "photo" | "voice";
export type MediaType = Exclude<PictureType, "image/png"> | SoundType;

/** A photo of 1280 px as JPEG is some 250 kB; a minute of speech in Opus some 200 kB. The table checks the same. */
export const BYTES_AT_MOST: Readonly<Record<Medium, number>> = { photo: 400 * 1024, voice: 300 * 1024 };
/** More than a record needs is a mistake or a flood. */
export const ATTACHMENTS_AT_MOST = 6;

/** Roughly where: thousandths of a degree, some hundred metres. */
export type RoughPosition = { readonly latitudeThousandths: number; readonly longitudeThousandths: number };

export type Attached = {
  readonly county: string;
  readonly id: string;
  readonly medium: Medium;
  readonly mediaType: MediaType;
  readonly bytes: number;
  readonly takenAt: Instant | null;
  readonly position: RoughPosition | null;
  readonly at: Instant;
  readonly byPost: string;
};

export type Judged =
  | { readonly type: MediaType }
  | { readonly refused: "too-large" | "wrong-type" | "carries-metadata" };

/** What the bytes are, or why they are not taken. */
export function judge(bytes: Buffer, medium: Medium): Judged {
  if (bytes.length === 0) return { refused: "wrong-type" };
  if (bytes.length > BYTES_AT_MOST[medium]) return { refused: "too-large" };
  if (medium === "voice") {
    const type = soundType(bytes);
    return type === null ? { refused: "wrong-type" } : { type };
  }
  const type = pictureType(bytes);
  if (type === null || type === "image/png") return { refused: "wrong-type" };
  return hasMetadata(bytes, type) ? { refused: "carries-metadata" } : { type };
}

export type Keeping = {
  readonly id: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly place: string;
  readonly medium: Medium;
  readonly mediaType: MediaType;
  readonly bytes: Buffer;
  readonly takenAt: Instant | null;
  readonly position: RoughPosition | null;
  readonly readers: readonly Role[];
  readonly keepUntil: Instant;
};

const boundTo = (id: string): string => `attachment ${id}`;

/** Keeps one, sealed; the same id again changes nothing. False: the record has as many as it may. */
export async function keepAttachment(
  ctx: Pick<Context, "sql" | "actor" | "now" | "services">,
  one: Keeping,
): Promise<boolean> {
  const { sql, actor, now } = ctx;
  const there = await attachmentsOf(sql, one.objectKind, [one.objectId]);
  if (there.length >= ATTACHMENTS_AT_MOST) return there.some(({ id }) => id === one.id);
  const { sealingKey } = ctx.services.keys;
  const sealed = seal(sealingKey, one.bytes.toString("base64"), boundTo(one.id));
  await sql`
    insert into attachment (county, id, object_kind, object_id, place, medium, media_type, bytes, sealed, key_id, taken_at,
                            latitude_thousandths, longitude_thousandths, by_post, readers, at, keep_until)
    values (${one.place.slice(0, 6)}, ${one.id}, ${one.objectKind}, ${one.objectId}, ${one.place}, ${one.medium},
            ${one.mediaType}, ${one.bytes.length}, ${sealed}, ${sealingKeyId(sealingKey)}, ${one.takenAt},
            ${one.position?.latitudeThousandths ?? null}, ${one.position?.longitudeThousandths ?? null},
            ${actor.postId}, ${[...one.readers]}, ${now}, ${one.keepUntil})
        on conflict (id, county) do nothing`;
  const deed = { action: "attachment.keep", objectKind: one.objectKind, objectId: one.objectId, place: one.place };
  await audit(ctx, { ...deed, detail: { attachmentId: one.id, medium: one.medium, bytes: one.bytes.length } });
  return true;
}

type Row = {
  readonly county: string;
  readonly id: string;
  readonly object_id: string;
  readonly medium: Medium;
  readonly media_type: MediaType;
  readonly bytes: number;
  readonly taken_at: Instant | null;
  readonly latitude_thousandths: number | null;
  readonly longitude_thousandths: number | null;
  readonly by_post: string;
  readonly at: Instant;
};

/** What belongs to these records, oldest first, as far as the actor may open it. Reads attachment_by_object. */
export async function attachmentsOf(
  sql: Sql,
  objectKind: string,
  objectIds: readonly string[],
): Promise<(Attached & { readonly objectId: string })[]> {
  const rows = await sql<Row[]>`
    select county, id, object_id, medium, media_type, bytes, taken_at, latitude_thousandths, longitude_thousandths,
           by_post, at
      from attachment where object_id = any (${[...objectIds]}::uuid[]) and object_kind = ${objectKind}
     order by at, id limit ${objectIds.length * ATTACHMENTS_AT_MOST}`;
  return rows.map((row) => ({
    county: row.county,
    id: row.id,
    objectId: row.object_id,
    medium: row.medium,
    mediaType: row.media_type,
    bytes: row.bytes,
    takenAt: row.taken_at,
    position: positionOf(row),
    at: row.at,
    byPost: row.by_post,
  }));
}

const positionOf = ({ latitude_thousandths: latitude, longitude_thousandths: longitude }: Row): RoughPosition | null =>
  latitude === null || longitude === null ? null : { latitudeThousandths: latitude, longitudeThousandths: longitude };

/** Opens one, and writes down who did; null: none, or none of the actor's to open. Reads attachment_pkey. */
export async function openAttachment(
  ctx: Pick<Context, "sql" | "actor" | "now" | "services">,
  county: string,
  id: string,
): Promise<{ readonly mediaType: MediaType; readonly medium: Medium; readonly bytes: Buffer } | null> {
  type Sealed = Pick<Row, "medium" | "media_type" | "object_id"> & {
    readonly object_kind: string;
    readonly place: string;
    readonly sealed: Buffer;
  };
  const [row] = await ctx.sql<Sealed[]>`
    select medium, media_type, object_kind, object_id, place, sealed
      from attachment where id = ${id} and county = ${county}`;
  if (row === undefined) return null;
  const deed = { action: "attachment.open", objectKind: row.object_kind, objectId: row.object_id, place: row.place };
  await audit(ctx, { ...deed, detail: { attachmentId: id, medium: row.medium } });
  const bytes = Buffer.from(unseal(ctx.services.keys.sealingKey, row.sealed, boundTo(id)), "base64");
  return { mediaType: row.media_type, medium: row.medium, bytes };
}

/** Erased in one turn at most: some 300 MB. */
const ERASED_AT_ONCE = 1_000;

/** One turn of the clockwork: what has been kept long enough is erased. Reads attachment_by_end. */
export function eraseAttachmentsOnce(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const { count } = await sql`
      delete from attachment where (id, county) in (
        select id, county from attachment where keep_until <= ${now} order by keep_until limit ${ERASED_AT_ONCE})`;
    if (count === 0) return 0;
    const { province } = services.settings;
    const deed = { action: "attachment.erase", objectKind: "place", objectId: province, place: province };
    await audit({ sql, actor, now }, { ...deed, detail: { erased: count } });
    return count;
  });
}
