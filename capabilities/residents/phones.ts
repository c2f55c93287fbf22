import { isMobile, normalisePhone } from "#kernel/identity.ts";
import { Problem } from "#platform/problem.ts";
import { residentProblems } from "./rules/problems.ts";

/** The phone in normal form; a mainland mobile, or another country's in E.164. Throws `not-a-phone`. */
export function phoneOf(text: string): string {
  const phone = normalisePhone(text);
  if (!isMobile(phone) && !/^\+[1-9]\d{6,14}$/.test(phone)) throw new Problem(residentProblems["not-a-phone"]);
  return phone;
}
