import { Button } from "antd";
import { useState } from "react";
import { askPersons } from "#capabilities/reports/contract.ts";
import { LIST_PURPOSES, type ListPurpose } from "#capabilities/reports/rules/persons.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { words } from "./words.ts";

/** Shortest reason that the API takes. */
const REASON = 10;

type Props = { readonly templateId: string; readonly area: string; readonly day: string };

/** Asks for a list of persons by the chosen template: for what, and why. */
export function AskPersons({ templateId, area, day }: Props) {
  const word = useWords(words);
  const [purpose, setPurpose] = useState<ListPurpose>(LIST_PURPOSES[0]);
  const [reason, setReason] = useState("");
  const asking = useAct(() => send(askPersons, { templateId }, { area, day, purpose, reason: reason.trim() }), {
    done: word.asked,
    onDone: () => setReason(""),
  });
  const missing = REASON - reason.trim().length;
  return (
    <section aria-label={word.askPersons}>
      <h3>{word.askPersons}</h3>
      <div className="filters">
        <label className="field">
          <span>{word.purpose}</span>
          <select
            className="input input-small"
            value={purpose}
            onChange={({ target }) => setPurpose(LIST_PURPOSES.find((one) => one === target.value) ?? purpose)}
          >
            {LIST_PURPOSES.map((one) => (
              <option key={one} value={one}>
                {word.purposes[one]}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span>{word.reason}</span>
          <input className="input" maxLength={300} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        <Button disabled={missing > 0} loading={asking.isPending} onClick={() => asking.mutate(undefined)}>
          {word.ask}
        </Button>
      </div>
      {reason !== "" && missing > 0 && (
        <p className="quiet" role="status">
          {word.reasonShort(missing)}
        </p>
      )}
    </section>
  );
}
