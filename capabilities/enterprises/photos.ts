/** Photos as evidence: sniffed, sealed, and opened one at a time. */
import { pictureType } from "#kernel/media.ts";
import { common } from "#kernel/problem.ts";
import type { Answer, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { sendMedia } from "#platform/media.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { readBytes } from "./file/bytes.ts";
import { type Acting, happened, mustManage, mustSee, presentPhoto } from "./present.ts";
import { CHECK_IDS } from "./rules/plan.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import { mayStep } from "./rules/steps.ts";
import * as store from "./store-application.ts";

const PHOTO_BYTES = 2 * 1024 * 1024;
const PHOTOS_AT_MOST = 10;

async function picture(ctx: OpenContext, body: unknown) {
  try {
    const bytes = await readBytes(body, PHOTO_BYTES);
    const mediaType = pictureType(bytes);
    if (mediaType === null) throw new Problem(enterpriseProblems["not-a-photo"]);
    return { bytes, mediaType };
  } catch (error) {
    // What was not read of the body must not be taken for the next request.
    ctx.reply.header("connection", "close");
    throw error;
  }
}

async function keep(
  ctx: Acting,
  application: store.ApplicationRow,
  of: { item: string; takenBy: "enterprise" | "township"; bytes: Buffer; mediaType: string },
) {
  const photos = await store.photosOf(ctx.sql, application.id);
  if (photos.filter((one) => one.taken_by === of.takenBy).length >= PHOTOS_AT_MOST) {
    throw new Problem(enterpriseProblems["too-many-photos"]);
  }
  const { sealingKey } = ctx.services.keys;
  const row: store.PhotoRow = {
    county: application.county,
    id: newId(),
    item: of.item,
    media_type: of.mediaType,
    bytes: of.bytes.length,
    taken_by: of.takenBy,
    at: ctx.now,
  };
  const sealed = seal(sealingKey, of.bytes.toString("base64"), row.id);
  await store.insertPhoto(ctx.sql, { ...row, resumptionId: application.id, sealed, keyId: sealingKeyId(sealingKey) });
  return { photo: presentPhoto(row) };
}

export const add: OpenAnswer<typeof contract.addPhoto> = async (ctx, { enterpriseId, item }, body) => {
  const { bytes, mediaType } = await picture(ctx, body);
  if (!CHECK_IDS.some((id) => id === item)) throw new Problem(common["not-found"]);
  return asActor(ctx.services.db, ctx.actor, async (sql) => {
    await mustManage({ sql }, enterpriseId);
    const application = await store.latestApplication(sql, enterpriseId, true);
    if (application === null || mayStep("save", application.state, null) !== "ok") {
      throw new Problem(enterpriseProblems["wrong-state"]);
    }
    return keep({ ...ctx, sql }, application, { item, takenBy: "enterprise", bytes, mediaType });
  });
};

export const addOnSite: OpenAnswer<typeof contract.addSitePhoto> = async (ctx, { enterpriseId, item }, body) => {
  const { bytes, mediaType } = await picture(ctx, body);
  return asActor(ctx.services.db, ctx.actor, async (sql) => {
    await mustSee({ sql }, enterpriseId);
    const application = await store.latestApplication(sql, enterpriseId, true);
    if (application === null) throw new Problem(common["not-found"]);
    const may = mayStep("help", application.state, ctx.actor.area);
    if (may !== "ok") throw new Problem(enterpriseProblems[may]);
    const answer = await keep({ ...ctx, sql }, application, { item, takenBy: "township", bytes, mediaType });
    await happened({ ...ctx, sql }, application, { kind: "site-photo", detail: { item } });
    return answer;
  });
};

export const remove: Answer<typeof contract.removePhoto> = async (ctx, { enterpriseId, photoId }) => {
  await mustManage(ctx, enterpriseId);
  const application = await store.latestApplication(ctx.sql, enterpriseId, true);
  if (application === null || mayStep("save", application.state, null) !== "ok") {
    throw new Problem(enterpriseProblems["wrong-state"]);
  }
  const isDone = await store.removePhotoRow(ctx.sql, application.id, photoId, ctx.now);
  if (!isDone) throw new Problem(common["not-found"]);
  return {};
};

async function send(ctx: OpenContext, of: { enterpriseId: string; photoId: string; isMine: boolean }): Promise<void> {
  const row = await asActor(ctx.services.db, ctx.actor, async (sql) => {
    await (of.isMine ? mustManage({ sql }, of.enterpriseId) : mustSee({ sql }, of.enterpriseId));
    const found = await store.sealedPhoto(sql, of.enterpriseId, of.photoId);
    if (found !== null && !of.isMine) {
      const deed = { action: "resumption.photo.open", objectKind: "enterprise", objectId: of.enterpriseId };
      await audit({ ...ctx, sql }, { ...deed, place: found.place, detail: { photoId: of.photoId } });
    }
    return found;
  });
  if (row === null) throw new Problem(common["not-found"]);
  const bytes = Buffer.from(unseal(ctx.services.keys.sealingKey, row.sealed, of.photoId), "base64");
  await sendMedia(ctx.reply, { type: row.media_type, bytes, name: "photo" });
}

export const openMine: OpenAnswer<typeof contract.openMyPhoto> = (ctx, params) =>
  send(ctx, { ...params, isMine: true });
export const open: OpenAnswer<typeof contract.openPhoto> = (ctx, params) => send(ctx, { ...params, isMine: false });
