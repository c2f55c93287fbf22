/** Whoever asked is told how it goes: in his notices, and by a message when it is his turn to say something. */
import { asSystem } from "#capabilities/residents/as-system.ts";
import { tellAccount, tellHolders } from "#capabilities/residents/notices.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Inside } from "./request.ts";
import * as store from "./store.ts";

/** No name, door or thing: the notice lies on a locked screen. */
const SAID = {
  taken: {
    zh: "您的居家求助已有人接单，正在办理。",
    en: "Somebody has taken your request for help and is doing it.",
  },
  "handed-back": {
    zh: "接单的人办不了您的求助，正在另找人办。",
    en: "Whoever took your request cannot do it; somebody else is being found.",
  },
  delivered: {
    zh: "您的居家求助已经送到，请打开“居家求助”确认；没有收到也请在那里说。",
    en: "What you asked for is there. Open your requests and confirm, or say that it did not come.",
  },
  confirmed: {
    zh: "您的居家求助已记为办好。如果不是这样，请马上再提一次求助或拨打社区电话。",
    en: "Your request is recorded as done. If that is not so, ask again or ring your community at once.",
  },
  reopened: {
    zh: "您的居家求助没有办好，已重新找人办理。",
    en: "Your request was not done; it is open again.",
  },
  withdrawn: {
    zh: "您的居家求助已由工作人员取消，原因请看“居家求助”或询问社区。",
    en: "Your request was withdrawn by staff; ask your community why.",
  },
  allotted: {
    zh: "您申请的生活物资已经配发，送到时会再通知您。",
    en: "The supplies that you asked for have been allotted; you will hear when they are at the door.",
  },
} as const;
export type Told = keyof typeof SAID;

/** In the transaction of the step; nothing for what a worker wrote down for a door without a person. */
export async function tellAsker(ctx: Inside, row: store.RequestRow, what: Told): Promise<void> {
  const { asked_by_resident: residentId, person_key: personKey } = row;
  const notice = {
    kind: "service" as const,
    ...SAID[what],
    link: "/services",
    subject: `${row.id} ${what} ${isoInstant(ctx.now)}`,
  };
  if (residentId === null && personKey === null) return;
  await asSystem(ctx, async (inside) => {
    if (personKey !== null) await tellHolders(inside, [{ ...notice, personKey }]);
    if (residentId !== null)
      await tellAccount(inside, residentId, notice, { isOnPage: personKey === null, isMessage: what === "delivered" });
  });
}

/** A volunteer whom a worker asked. */
export const tellVolunteer = (ctx: Inside, row: store.RequestRow, volunteerId: string): Promise<void> =>
  asSystem(ctx, async (inside) => {
    const residentId = await store.residentOfVolunteer(inside.sql, volunteerId);
    if (residentId === null) return;
    const notice = {
      kind: "service" as const,
      zh: "网格员请您帮忙办一件事，请打开“当志愿者”查看。",
      en: "A grid worker asks for your help as a volunteer; see your page.",
      link: "/volunteer",
      subject: `${row.id} asked ${isoInstant(ctx.now)}`,
    };
    await tellAccount(inside, residentId, notice, { isOnPage: true, isMessage: false });
  });
