/** Alarms of codes: written at once, with an audit entry, each thing once. */
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import * as store from "./store.ts";
import type { CodesContext } from "./types.ts";

export type AlarmKind =
  | "decision-unsound"
  | "evidence-unsound"
  | "withdrawal-unsound"
  | "held"
  | "release-overdue"
  | "hand-review";

export type Alarm = {
  readonly kind: AlarmKind;
  readonly objectId: string;
  readonly personKey: string | null;
  readonly place: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Raises an alarm for the auditor; does nothing when this thing has one. */
export async function alarm(ctx: CodesContext, raised: Alarm): Promise<void> {
  const isNew = await store.raiseAlarm(ctx.sql, { ...raised, id: newId(), at: ctx.now });
  if (!isNew) return;
  ctx.services.log("codes-alarm", { kind: raised.kind, place: raised.place });
  await audit(ctx, {
    action: "codes.alarm",
    objectKind: raised.kind,
    objectId: raised.objectId,
    place: raised.place,
    detail: raised.detail,
  });
}

/** The alarm of a code whose record fails its check, or whose projection does not match it. */
export const alarmOfCode = (
  ctx: CodesContext,
  code: { readonly personKey: string; readonly seq: number; readonly place: string; readonly says: string },
): Promise<void> =>
  alarm(ctx, {
    kind: "decision-unsound",
    objectId: `${code.personKey}/${code.seq}`,
    personKey: code.personKey,
    place: code.place,
    detail: { says: code.says },
  });
