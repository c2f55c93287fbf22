import { Button } from "antd";
import { useState } from "react";
import {
  addSitePhoto,
  checkOnSite,
  decideApplication,
  nameHelper,
  revoke,
} from "#capabilities/enterprises/contract.ts";
import { dayOf, daysLater, instant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { upload } from "../../shared/upload.ts";
import { useAct } from "../kit/act.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import type { Shown } from "./types.ts";
import { words } from "./words.ts";

const DEEDS = ["fit", "mend", "approve", "return", "reject", "revoke", "helper"] as const;
type Deed = (typeof DEEDS)[number];
/** A problem is to be mended within so many days when nobody says another day. */
const MEND_WITHIN_DAYS = 2;

/** What this post may do now, each with its reason on record. */
export function Steps({ shown }: { readonly shown: Shown }) {
  const w = useWords(words);
  const [deed, setDeed] = useState<Deed | null>(null);
  const [text, setText] = useState("");
  const [phone, setPhone] = useState("");
  const enterpriseId = shown.enterprise.id;
  const version = shown.application?.version ?? 0;
  const acting = useAct(
    async ({ what, reason }: { what: Deed; reason: string }) => {
      const more = text.trim() === "" ? null : text.trim();
      if (what === "helper") return send(nameHelper, { enterpriseId }, { name: reason, phone });
      if (what === "revoke") return send(revoke, { enterpriseId }, { version, reason });
      if (what === "fit" || what === "mend") {
        const dueOn = daysLater(dayOf(instant(shown.now)), MEND_WITHIN_DAYS);
        const problems = what === "mend" && more !== null ? [{ text: more, dueOn }] : [];
        return send(checkOnSite, { enterpriseId }, { version, outcome: what, remark: reason, problems });
      }
      return send(decideApplication, { enterpriseId }, { version, decision: what, reason, conditions: more });
    },
    {
      done: w.done,
      onDone: () => {
        setDeed(null);
        setText("");
      },
    },
  );
  const sending = useAct(
    (file: File) => upload(addSitePhoto, { enterpriseId, item: "site" }, { file, onProgress: () => undefined }),
    { done: w.done },
  );
  const may = (what: Deed): boolean => {
    if (what === "fit" || what === "mend") return shown.may.includes("check") || shown.may.includes("late-check");
    if (what === "helper") return false;
    return shown.may.includes(what === "revoke" ? "revoke" : "decide");
  };
  const label = (what: Deed): string => (what === "helper" ? w.nameHelper : w[what]);
  const hasText = deed === "mend" || deed === "approve";
  return (
    <>
      {shown.may.includes("help") && (
        <label className="file-button">
          <span>{w.addPhoto}</span>
          <input
            type="file"
            className="visually-hidden"
            accept="image/jpeg,image/png,image/webp"
            onChange={({ target }) => {
              const file = target.files?.[0];
              if (file) sending.mutate(file);
              target.value = "";
            }}
          />
        </label>
      )}
      {DEEDS.filter(may).map((what) => (
        <Button
          key={what}
          type={what === "fit" || what === "approve" ? "primary" : "default"}
          danger={what === "revoke" || what === "reject"}
          onClick={() => setDeed(what)}
        >
          {label(what)}
        </Button>
      ))}
      {shown.may.includes("help") && (
        <HelperForm onName={(reason) => acting.mutate({ what: "helper", reason })} phone={phone} onPhone={setPhone} />
      )}
      {deed !== null && (
        <ReasonDialog
          title={`${label(deed)} · ${shown.enterprise.name}`}
          okText={label(deed)}
          isPending={acting.isPending}
          isDanger={deed === "revoke" || deed === "reject"}
          isWhole={deed !== "mend" || text.trim().length >= 2}
          onOk={(reason) => acting.mutate({ what: deed, reason })}
          onClose={() => setDeed(null)}
        >
          {hasText && (
            <label className="field">
              <span>{deed === "mend" ? w.problemText : w.conditions}</span>
              <input className="input" maxLength={500} value={text} onChange={({ target }) => setText(target.value)} />
            </label>
          )}
        </ReasonDialog>
      )}
    </>
  );
}

type HelperProps = {
  readonly phone: string;
  readonly onPhone: (phone: string) => void;
  readonly onName: (name: string) => void;
};

function HelperForm({ phone, onPhone, onName }: HelperProps) {
  const w = useWords(words);
  const [name, setName] = useState("");
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) return <Button onClick={() => setOpen(true)}>{w.nameHelper}</Button>;
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        onName(name.trim());
        setOpen(false);
      }}
    >
      <label className="field">
        <span>{w.helperName}</span>
        <input className="input" value={name} onChange={({ target }) => setName(target.value)} />
      </label>
      <label className="field">
        <span>{w.helperPhone}</span>
        <input className="input" value={phone} onChange={({ target }) => onPhone(target.value)} />
      </label>
      <Button htmlType="submit" disabled={name.trim().length < 2 || phone.length < 5}>
        {w.nameHelper}
      </Button>
    </form>
  );
}
