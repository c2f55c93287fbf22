import { useSuspenseQuery } from "@tanstack/react-query";
import { App, Button } from "antd";
import { type FormEvent, useState } from "react";
import { listCheckpoints } from "#capabilities/checkpoints/contract.ts";
import { askLookBack } from "#capabilities/look-backs/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words } from "./words.ts";

const EMPTY = { checkpointId: "", from: "", until: "", event: "", reason: "" };
const REASON_AT_LEAST = 20;

/** Counts first: nothing is sent before another organisation confirms. */
export function Ask({ area }: { readonly area: string }) {
  const word = useWords(words);
  const { count } = useFormat();
  const { message } = App.useApp();
  const { data } = useSuspenseQuery(query(listCheckpoints, { area }));
  const [typed, setTyped] = useState(EMPTY);
  const asking = useAct(
    () =>
      send(
        askLookBack,
        { checkpointId: typed.checkpointId },
        { from: `${typed.from}:00+08:00`, until: `${typed.until}:00+08:00`, event: typed.event, reason: typed.reason },
      ),
    {
      onDone: ({ persons }) => {
        void message.success(word.counted(count(persons)));
        setTyped(EMPTY);
      },
    },
  );
  const isWhole =
    Object.values(typed).every((text) => text.trim() !== "") && typed.reason.trim().length >= REASON_AT_LEAST;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWhole) asking.mutate(undefined);
  };
  const field = (name: "from" | "until" | "event" | "reason", type: "datetime-local" | "text") => (
    <label className="field">
      <span>{word[name]}</span>
      <input
        className="input"
        type={type}
        maxLength={500}
        value={typed[name]}
        onChange={({ target }) => setTyped({ ...typed, [name]: target.value })}
      />
    </label>
  );
  return (
    <form className="stack" onSubmit={submit}>
      <label className="field">
        <span>{word.checkpoint}</span>
        <select
          className="input"
          value={typed.checkpointId}
          onChange={({ target }) => setTyped({ ...typed, checkpointId: target.value })}
        >
          <option value="">{word.choose}</option>
          {data.checkpoints.map(({ id, name, placeName }) => (
            <option key={id} value={id}>
              {`${name}（${placeName}）`}
            </option>
          ))}
        </select>
      </label>
      {field("from", "datetime-local")}
      {field("until", "datetime-local")}
      {field("event", "text")}
      {field("reason", "text")}
      <div>
        <Button htmlType="submit" type="primary" disabled={!isWhole} loading={asking.isPending}>
          {word.count}
        </Button>
      </div>
    </form>
  );
}
