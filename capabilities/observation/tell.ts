/**
 * Everybody who held the old status hears that it has ended (features.md e9): who helps at the home, and the employer whom the
 * person let know. Never a colour, a word about health, a name or a place: whose home it is they know.
 */
import { employersOf } from "#capabilities/enterprises/employers.ts";
import { tellAccount } from "#capabilities/residents/notices.ts";
import type { Acting, InHand } from "./record.ts";

const HELPER = {
  zh: "您帮忙的一户人家，请您帮忙的事已经结束。谢谢您。",
  en: "At a home that you help, what you were asked for has ended. Thank you.",
  link: "/observation",
} as const;
const EMPLOYER = {
  zh: "名册上有一位同意核对的员工，原来的安排已经结束。请按今天的上岗名单办理。",
  en: "For one of your staff who agreed to be checked the arrangement has ended. Follow today's list.",
  link: "/enterprise/",
} as const;

/** As the clockwork, before the team is disbanded. */
export async function tellWhoRelied(ctx: Acting, { row, team }: InHand, personKey: string | null): Promise<void> {
  const helpers = team.seats.flatMap(({ resident_id }) => resident_id ?? []);
  const employers = personKey === null ? [] : await employersOf(ctx, personKey);
  const how = { isOnPage: true, isMessage: true };
  for (const id of new Set(helpers))
    await tellAccount(ctx, id, { kind: "service", ...HELPER, subject: `${row.id}/ended` }, how);
  for (const id of new Set(employers))
    await tellAccount(ctx, id, { kind: "enterprise", ...EMPLOYER, subject: `${row.id}/ended` }, how);
}
