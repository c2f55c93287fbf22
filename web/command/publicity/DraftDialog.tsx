import { Modal } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { draftPublicity, type listPublicity } from "#capabilities/publicity/contract.ts";
import { KINDS, type Kind } from "#capabilities/publicity/rules/publicity.ts";
import { daysLater } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { publicityWords } from "./words.ts";

type Item = z.output<(typeof listPublicity)["result"]>["items"][number];
type Props = { readonly area: string; readonly replaces?: Item; readonly onClose: () => void };

const VALID_FOR_DAYS = 30;
const TEXTS = ["titleZh", "titleEn", "bodyZh", "bodyEn", "legalBasis"] as const;

/** A new text, or the next version of one; it goes out when somebody else approves it. */
export function DraftDialog({ area, replaces, onClose }: Props) {
  const w = useWords(publicityWords);
  const [kind, setKind] = useState<Kind>(replaces?.kind ?? "notice");
  const [place, setPlace] = useState(area);
  const [text, setText] = useState({
    titleZh: replaces?.titleZh ?? "",
    titleEn: replaces?.titleEn ?? "",
    bodyZh: replaces?.bodyZh ?? "",
    bodyEn: replaces?.bodyEn ?? "",
    legalBasis: replaces?.legalBasis ?? "",
  });
  const [from, setFrom] = useState<string>(platformToday());
  const [until, setUntil] = useState<string>(daysLater(platformToday(), VALID_FOR_DAYS));
  const isWhole = TEXTS.every((name) => text[name].trim().length >= 2) && from !== "" && until > from;
  const saving = useAct(
    () =>
      send(
        draftPublicity,
        { area: place },
        {
          ...text,
          kind,
          validFrom: `${from}T00:00:00+08:00`,
          validUntil: `${until}T00:00:00+08:00`,
          replaces: replaces?.id ?? null,
        },
      ),
    { done: w.done, onDone: onClose },
  );
  return (
    <Modal
      open
      width={680}
      title={replaces === undefined ? w.draft : w.replace}
      okText={w.save}
      cancelText={w.cancel}
      okButtonProps={{ disabled: !isWhole, loading: saving.isPending }}
      onOk={() => saving.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        <label className="field">
          <span>{w.kindLabel}</span>
          <select
            className="input"
            value={kind}
            onChange={({ target }) => setKind(KINDS.find((one) => one === target.value) ?? "notice")}
          >
            {KINDS.map((one) => (
              <option key={one} value={one}>
                {w.kind[one]}
              </option>
            ))}
          </select>
        </label>
        {replaces === undefined && <PlacePicker label={w.area} value={place} within={area} onChange={setPlace} />}
        {TEXTS.map((name) => (
          <label key={name} className="field">
            <span>{w[name]}</span>
            <textarea
              className="text-area"
              rows={name.startsWith("body") ? 4 : 1}
              maxLength={name.startsWith("body") ? 4000 : name === "legalBasis" ? 300 : 100}
              value={text[name]}
              onChange={({ target }) => setText({ ...text, [name]: target.value })}
            />
          </label>
        ))}
        <div className="filters">
          <label className="field">
            <span>{w.from}</span>
            <input className="input" type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
          </label>
          <label className="field">
            <span>{w.until}</span>
            <input className="input" type="date" value={until} onChange={({ target }) => setUntil(target.value)} />
          </label>
        </div>
      </div>
    </Modal>
  );
}
