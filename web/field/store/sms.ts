/** A report as a text message, for where only those get through; checked by a key that the server knows of this vault. */
import { smsBody, smsCheck } from "#capabilities/offline/rules/sms.ts";
import { instant } from "#kernel/time.ts";
import { here } from "./local.ts";
import type { OutboxItem, ReportBody } from "./shapes.ts";
import { openHeader } from "./vault.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

/** Where to and what; null: this server takes no messages, or does not know this vault yet. */
export async function smsOf(report: ReportBody): Promise<{ readonly to: string; readonly text: string } | null> {
  const header = openHeader();
  const to = here().kept.smsNumber;
  if (header === null || !header.isSecretKept || to === undefined) return null;
  const body = smsBody({
    vaultId: header.id,
    reportId: report.id,
    task:
      report.taskId === undefined || report.taskCounty === undefined
        ? null
        : { id: report.taskId, county: report.taskCounty },
    place: report.place,
    toPlace: report.toPlace ?? null,
    visitedAt: instant(report.visitedAt) + (report.clockOffsetMs ?? 0),
    result: report.result,
    manner: report.manner ?? "door",
    spokenTo: report.spokenTo,
    personsMet: report.personsMet ?? 0,
    temperatureTenths: report.temperatureTenths ?? null,
    symptoms: report.symptoms ?? [],
  });
  const raw = await crypto.subtle.digest("SHA-256", bytes(header.token));
  const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const mac = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes(body)));
  return { to, text: `${body} ${smsCheck([...mac])}` };
}

/** What a message could not carry: sent as a correction once the network is back and the message turns out to have come. */
export function isMoreThanSms({ command, smsAt }: OutboxItem): boolean {
  if (smsAt === undefined || command.kind !== "visit") return false;
  const { travel, note, spokenWith, servicesAsked = [], servicesDone = [] } = command.report;
  return (
    [travel, note, spokenWith].some((text) => text !== undefined) || servicesAsked.length + servicesDone.length > 0
  );
}
