/** What a school may know of a pupil (scenario 28): "居家学习至 …", no colour and no reason, shown by the guardian. */
import { currentColours } from "#capabilities/codes/evidence.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoInstant, later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { mustCarry } from "./carried.ts";
import type { showSchoolNote as route } from "./contract-notices.ts";
import { presentPersons } from "./persons.ts";

export const showSchoolNote: Answer<typeof route> = async (ctx, { personKey }) => {
  await mustCarry(ctx, personKey);
  const person = (await presentPersons(ctx)).find((one) => one.personKey === personKey);
  const code = (await currentColours(ctx, [personKey])).get(personKey);
  // Adults have no school note: an employer's view needs their own consent (capabilities/enterprises).
  if (person?.isMinor !== true || code === undefined) throw new Problem(common["not-found"]);
  const about = { name: person.name, asOf: isoInstant(ctx.now) };
  if (code.colour === "green" || code.colour === "pending")
    return { ...about, mayAttend: true, lastDayAtHome: null, zh: "可以到校", en: "May attend school" };
  // `until` is exclusive: midnight ends the day before.
  const lastDay = code.until === null ? null : dayOf(later(code.until, -1));
  return {
    ...about,
    mayAttend: false,
    lastDayAtHome: lastDay,
    zh: lastDay === null ? "居家学习至解除通知之日" : `居家学习至${lastDay}`,
    en: lastDay === null ? "Studies at home until told otherwise" : `Studies at home until ${lastDay}`,
  };
};
