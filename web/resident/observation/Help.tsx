import { useState } from "react";
import { v7 } from "uuid";
import { askForHelp } from "#capabilities/observation/contract-mine.ts";
import type { Goods } from "#capabilities/supplies/rules/items.ts";
import { SERVICES, type Service } from "#capabilities/visits/rules/answers.ts";
import { GoodsPicker } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { Choice, TextArea, TextField } from "../parts/fields.tsx";
import { Refused, useDeed } from "../parts/states.tsx";
import { act } from "../store/ask.ts";
import type { OfMine } from "./of-mine.ts";
import { observedWords } from "./words.ts";

/** Something to be brought, or a doctor at once. */
export function Help({ of, again }: OfMine) {
  const w = useWords(observedWords);
  const [kind, setKind] = useState<Service | null>(null);
  const [form, setForm] = useState({ words: "", door: "" });
  const [goods, setGoods] = useState<Goods>([]);
  const [said, setSaid] = useState<"asked" | "urgent" | null>(null);
  const asking = useDeed(async (isUrgent: boolean) => {
    const supplies = goods.length === 0 ? {} : { goods: [...goods] };
    const errand =
      isUrgent || kind === null ? null : { kind, words: form.words.trim(), door: form.door.trim(), ...supplies };
    await act(askForHelp, { id: of.id }, { id: v7(), errand, isUrgent });
    setSaid(isUrgent ? "urgent" : "asked");
    setKind(null);
    setGoods([]);
    setForm({ ...form, words: "" });
    await again();
  });
  const isWhole = kind !== null && form.words.trim() !== "" && form.door.trim() !== "";
  return (
    <section className="card" aria-label={w.help}>
      <h2>{w.help}</h2>
      {said !== null && (
        <p className="notice" role="status">
          {said === "urgent" ? w.urgentSent(of.abnormalMinutes) : w.asked}
        </p>
      )}
      <Choice
        label={w.helpKind}
        options={SERVICES.map((value) => ({ value, word: w.service[value] }))}
        value={kind}
        onChange={setKind}
      />
      {kind !== null && (
        <>
          <TextArea
            label={w.helpWords}
            hint={w.helpWordsHint}
            value={form.words}
            onChange={(words) => setForm({ ...form, words })}
            maxLength={500}
          />
          <GoodsPicker value={goods} onChange={setGoods} />
          <TextField label={w.door} maxLength={120} value={form.door} onChange={(door) => setForm({ ...form, door })} />
        </>
      )}
      <Refused error={asking.error} />
      <div className="row">
        <button
          type="button"
          className="button button-main"
          disabled={!isWhole || asking.isBusy}
          onClick={() => asking.run(false)}
        >
          {w.askFor}
        </button>
        {of.state !== "PROPOSED" && (
          <button
            type="button"
            className="button button-danger"
            disabled={asking.isBusy}
            onClick={() => asking.run(true)}
          >
            {w.urgent}
          </button>
        )}
      </div>
    </section>
  );
}
