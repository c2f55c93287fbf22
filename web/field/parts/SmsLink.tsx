import { useEffect, useState } from "react";
import { isoInstant } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { settle, useLocal } from "../store/local.ts";
import type { OutboxItem } from "../store/shapes.ts";
import { smsOf } from "../store/sms.ts";
import { mineWords } from "../words-mine.ts";

/** Opens the phone's own messages with the report composed; whoever presses "send" there is the worker. */
export function SmsLink({ item }: { readonly item: OutboxItem }) {
  const { bySms, smsMade, smsLeaves } = useWords(mineWords);
  const { time } = useFormat();
  const isReached = useLocal((local) => local.isReached);
  const [link, setLink] = useState<string | null>(null);
  const report = item.command.kind === "visit" ? item.command.report : null;
  // A correction is no first report: its letters are not in the message.
  const mayGo = isReached === false && report !== null && report.corrects === undefined;
  useEffect(() => {
    if (!mayGo) return;
    void smsOf(report)
      .then((sms) => setLink(sms === null ? null : `sms:${sms.to}?body=${encodeURIComponent(sms.text)}`))
      .catch(() => undefined);
  }, [mayGo, report]);
  if (!mayGo || link === null) return null;
  const note = () => void settle({ changed: [{ ...item, smsAt: isoInstant(platformNow()) }] }).catch(() => undefined);
  return (
    <>
      <a className="button" href={link} onClick={note}>
        {bySms}
      </a>
      <p className="quiet">{item.smsAt === undefined ? smsLeaves : smsMade(time(item.smsAt))}</p>
    </>
  );
}
