/**
 * Where a refused command is put right: by its kind, the section's screen that opens it again. A form begins with what was typed
 * (store/mend.ts, `useMended`); a step is done again at its record. Kinds by name, not by contract: those come with the sections,
 * and the first load stays small (fixes.test.ts holds the two together).
 */
import { paths } from "./paths.ts";
import { startMending } from "./store/mend.ts";
import type { OutboxItem } from "./store/shapes.ts";

type Body = Readonly<Record<string, unknown>>;
/** The section, and the pieces of the address below it. */
type Where = readonly [section: string, ...rest: string[]];

const at = (body: Body, field: string): string[] => (typeof body[field] === "string" ? [body[field]] : []);
const record =
  (section: string, field: string) =>
  (body: Body): Where => [section, ...at(body, field)];
const ofDoor =
  (deed: string) =>
  (body: Body): Where => ["households", "door", ...at(body, "doorId"), deed];
const observed =
  (act: string) =>
  (body: Body): Where => ["observation", ...at(body, "observationId"), act];

export const FIXES: Readonly<Record<string, (body: Body, id: string) => Where>> = {
  "households/add-door": () => ["households", "add"],
  "households/set-door": ofDoor("edit"),
  "households/move-in": (body) => ["households", "door", ...at(body, "doorId"), "move-in", ...at(body, "householdId")],
  "households/set-landlord": ofDoor("landlord"),
  "households/remove-door": (body) => ["households", "door", ...at(body, "doorId")],
  "households/landlord-reported": (body) => ["households", "door", ...at(body, "doorId")],
  "households/move-out": () => ["households", "mend"],
  "households/correct-person": () => ["households", "mend"],
  "campaigns/mark-door": () => ["campaigns", "mend"],
  "campaigns/move-doors": () => ["campaigns", "mend"],
  "campaigns/found-door": record("campaigns", "campaignId"),
  "campaigns/zero-report": record("campaigns", "campaignId"),
  "neighbours/propose-head": record("units", "unitId"),
  "neighbours/move-doors": () => ["units", "mend"],
  "neighbours/form-units": () => ["units"],
  "neighbours/give-notice": () => ["units"],
  "neighbours/renew-head": () => ["units"],
  "neighbours/end-head": () => ["units"],
  "clues/gather": () => ["clues", "new"],
  "clues/accept": record("clues", "clueId"),
  "clues/decline": record("clues", "clueId"),
  "clues/report-back": record("clues", "clueId"),
  "disputes/find": () => ["disputes", "new"],
  ...Object.fromEntries(
    ["consent", "mediate", "raise", "agree", "court", "perform", "fail"].map((step) => [
      `disputes/${step}`,
      record("disputes", "disputeId"),
    ]),
  ),
  "services/request": () => ["services", "new"],
  ...Object.fromEntries(
    ["take", "hand-back", "deliver", "confirm", "reopen", "withdraw", "ask-volunteer"].map((step) => [
      `services/${step}`,
      record("services", "requestId"),
    ]),
  ),
  "observation/notify": observed("notice"),
  "observation/check": observed("check"),
  "observation/climb": observed("ladder"),
  "observation/abnormal": observed("abnormal"),
  "observation/handle": observed("handle"),
  "observation/receive": observed("receive"),
  "observation/sign-release": observed("sign"),
  "observation/end": observed("end"),
  "observation/care": observed("care"),
  "observation/reach": observed("reach"),
  "forms/submit": (_, id) => ["forms", "again", id],
  "publicity/receipt": record("publicity", "itemId"),
  "safety/self-check": () => ["safety", "check"],
  "safety/ask-equipment": () => ["safety", "equipment"],
  "safety/receive-equipment": () => ["safety", "equipment"],
  "tasks/cannot-do": (body) => ["safety", "cannot", ...at(body, "taskId")],
  "safety/withdraw": () => ["safety", "leave"],
};

/** The screen where the item is put right, and what makes it begin with what was typed; null: there is none. */
export function fixOf(item: OutboxItem): { readonly path: string; readonly begin: () => void } | null {
  const { id, command } = item;
  const where = command.kind === "command" ? FIXES[command.name] : undefined;
  if (where === undefined || command.kind !== "command") return null;
  const [section, ...rest] = where((command.body ?? {}) as Body, id);
  return { path: paths.section(section, ...rest), begin: () => startMending(item, section) };
}
