import { Modal } from "antd";
import { useState } from "react";
import { proposePurpose } from "#capabilities/purposes/contract.ts";
import { AIMS, type Aim } from "#capabilities/purposes/rules/purposes.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Refused } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { words } from "./words.ts";

const EMPTY = { id: "", titleZh: "", titleEn: "", lawTitle: "", lawArticle: "", kinds: "", days: "30" };

export function ProposeDialog({ onClose }: { readonly onClose: () => void }) {
  const word = useWords(words);
  const [typed, setTyped] = useState(EMPTY);
  const [aim, setAim] = useState<Aim>("movement");
  const propose = useAct(
    () =>
      send(
        proposePurpose,
        {},
        {
          id: typed.id.trim(),
          eventId: "covid-19",
          aim,
          titleZh: typed.titleZh,
          titleEn: typed.titleEn,
          legalBasis: [{ title: typed.lawTitle, article: typed.lawArticle }],
          dataKinds: typed.kinds
            .split(/[,，、]/)
            .map((kind) => kind.trim())
            .filter((kind) => kind !== ""),
          retentionDays: Number(typed.days),
        },
      ),
    { done: word.proposed, onDone: onClose },
  );
  const field = (name: keyof typeof EMPTY) => (
    <label className="field">
      <span>{word[name]}</span>
      <input
        className="input"
        maxLength={200}
        value={typed[name]}
        onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
      />
    </label>
  );
  const isWhole = Object.entries(typed).every(([name, value]) => name === "lawArticle" || value.trim() !== "");
  return (
    <Modal
      open
      width={620}
      title={word.proposeTitle}
      okText={word.propose}
      cancelText={word.cancel}
      okButtonProps={{ disabled: !isWhole, loading: propose.isPending }}
      onOk={() => propose.mutate(undefined)}
      onCancel={onClose}
    >
      <div className="stack">
        {field("id")}
        <label className="field">
          <span>{word.aim}</span>
          <select
            className="input"
            value={aim}
            onChange={({ target }) => setAim(AIMS.find((one) => one === target.value) ?? aim)}
          >
            {AIMS.map((one) => (
              <option key={one} value={one}>
                {word.aims[one]}
              </option>
            ))}
          </select>
        </label>
        {field("titleZh")}
        {field("titleEn")}
        {field("lawTitle")}
        {field("lawArticle")}
        {field("kinds")}
        {field("days")}
        {propose.error !== null && <Refused error={propose.error} />}
      </div>
    </Modal>
  );
}
