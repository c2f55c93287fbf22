import { Button } from "antd";
import { useState } from "react";
import { v7 } from "uuid";
import { propose } from "#capabilities/codes/contract.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words } from "./words.ts";

/** As the server checks it (capabilities/codes/contract.ts). */
const REASON = 20;
const HOURS = 72;
const EMPTY = { personKey: "", kind: "hand-yellow", eventId: "", reason: "", hours: "24" } as const;

/** One person at a time, with event and reason: no lists. */
export function ProposeForm() {
  const word = useWords(words);
  const [form, setForm] = useState<Readonly<Record<keyof typeof EMPTY, string>>>(EMPTY);
  const set = (name: keyof typeof EMPTY) => (value: string) => setForm({ ...form, [name]: value });
  const proposing = useAct(
    () =>
      send(
        propose,
        {},
        {
          ...form,
          id: v7(),
          personKey: form.personKey.trim(),
          kind: form.kind === "hand-red" ? "hand-red" : "hand-yellow",
          hours: Number(form.hours),
        },
      ),
    { done: word.done, onDone: () => setForm(EMPTY) },
  );
  const isWhole =
    form.personKey.trim().length === 36 && form.eventId.trim().length >= 3 && form.reason.trim().length >= REASON;
  return (
    <form
      className="filters filters-apart"
      onSubmit={(event) => {
        event.preventDefault();
        proposing.mutate(undefined);
      }}
    >
      <Text label={word.person} value={form.personKey} onChange={set("personKey")} />
      <label className="field">
        <span>{word.kind}</span>
        <select className="input" value={form.kind} onChange={({ target }) => set("kind")(target.value)}>
          <option value="hand-yellow">{word.kinds["hand-yellow"]}</option>
          <option value="hand-red">{word.kinds["hand-red"]}</option>
        </select>
      </label>
      <Text label={word.event} value={form.eventId} onChange={set("eventId")} />
      <Text label={word.reason} value={form.reason} onChange={set("reason")} />
      <label className="field">
        <span>{word.hours}</span>
        <input
          className="input input-small"
          type="number"
          min={1}
          max={HOURS}
          value={form.hours}
          onChange={({ target }) => set("hours")(target.value)}
        />
      </label>
      <Button type="primary" htmlType="submit" disabled={!isWhole} loading={proposing.isPending}>
        {word.proposeOk}
      </Button>
    </form>
  );
}

type TextProps = { readonly label: string; readonly value: string; readonly onChange: (value: string) => void };

const Text = ({ label, value, onChange }: TextProps) => (
  <label className="field">
    <span>{label}</span>
    <input className="input" maxLength={500} value={value} onChange={({ target }) => onChange(target.value)} />
  </label>
);
