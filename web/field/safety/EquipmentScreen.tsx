import { useQuery } from "@tanstack/react-query";
import { askEquipment, listMyEquipment, receiveEquipment } from "#capabilities/safety/contract.ts";
import { ASKED_AT_MOST, ITEMS, type Item } from "#capabilities/safety/rules/equipment.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { safetyWords } from "./words.ts";

const LOOK_EVERY_MS = 10_000;

type Asked = { readonly item: Item | null; readonly number: string };
const NOTHING: Asked = { item: null, number: "" };

/** Ask by item and number; confirm what is in hand. */
export function EquipmentScreen() {
  const w = useWords(safetyWords);
  const { item: names } = useWords(sharedSafetyWords);
  const [{ item, number }, change, clear] = useMendedForm<Asked, typeof askEquipment.body>("equipment", NOTHING, {
    command: askEquipment,
    typed: ({ item, quantity }) => ({ item, number: String(quantity) }),
  });
  const quantity = /^\d{1,4}$/.test(number) ? Number(number) : 0;
  const isWhole = item !== null && quantity >= 1 && quantity <= ASKED_AT_MOST;
  const onAsk = async () => {
    if (item === null || !isWhole) return;
    await give(askEquipment, { item, quantity });
    clear();
  };
  return (
    <>
      <Bar title={w.equipment} back={paths.section("safety")} />
      <Requests />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <OneOf label={w.what} options={ITEMS} words={names} value={item} onChange={(one) => change({ item: one })} />
        <label className="field">
          <span>{w.howMany}</span>
          <input
            className="input"
            inputMode="numeric"
            maxLength={4}
            value={number}
            onChange={({ target }) => change({ number: target.value })}
          />
        </label>
      </form>
      <div className="dock">
        <button type="button" className="button button-main" disabled={!isWhole} onClick={() => void onAsk()}>
          {w.ask}
        </button>
      </div>
    </>
  );
}

function Requests() {
  const w = useWords(safetyWords);
  const names = useWords(sharedSafetyWords);
  const { count } = useFormat();
  const asked = useGiven(askEquipment);
  const received = useGiven(receiveEquipment).map(({ body }) => body.requestId);
  const { data } = useQuery({ ...query(listMyEquipment, {}), refetchInterval: LOOK_EVERY_MS, retry: false });
  const known = new Set(data?.requests.map(({ id }) => id));
  const waiting = asked.filter(({ id }) => !known.has(id));
  return (
    <section aria-label={w.requests}>
      <h2 className="list-title">{w.requests}</h2>
      {data === undefined && waiting.length === 0 && <p className="quiet pad">{w.online}</p>}
      {data?.requests.length === 0 && waiting.length === 0 && <p className="quiet pad">{w.noRequests}</p>}
      <ul className="entries">
        {waiting.map(({ id, body }) => (
          <li key={id} className="entry">
            <strong>{`${names.item[body.item as Item]} · ${w.asked(count(body.quantity))}`}</strong>
            <p className="entry-why">{w.onItsWay}</p>
          </li>
        ))}
        {data?.requests.map((one) => (
          <li key={one.id} className="entry">
            <strong>{`${names.item[one.item]} · ${w.asked(count(one.asked))}`}</strong>
            <p>
              {names.request[one.state]}
              {one.allotted !== null && ` · ${w.allotted(count(one.allotted))}`}
              {one.reason !== null && ` · ${one.reason}`}
            </p>
            {(one.state === "allotted" || one.state === "handed-over") && !received.includes(one.id) && (
              <button
                type="button"
                className="button button-wide"
                onClick={() => void give(receiveEquipment, { requestId: one.id })}
              >
                {w.receive}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
