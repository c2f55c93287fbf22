import { useEffect, useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import {
  askMyService,
  confirmMyService,
  listMyServices,
  type MyService,
  withdrawMyService,
} from "#capabilities/services/contract.ts";
import { SERVICE_KINDS, type ServiceKind } from "#capabilities/services/rules/kinds.ts";
import type { Goods } from "#capabilities/supplies/rules/items.ts";
import { useFormat } from "../../shared/format.ts";
import { GoodsLines, GoodsPicker } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { Choice, TextArea, TextField } from "../parts/fields.tsx";
import { type Picked, PlacePicker } from "../parts/PlacePicker.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { serviceWords } from "./words.ts";

type Mine = z.output<typeof MyService>;

/** Who waits at the door sees within a minute that it was brought; a phone in a pocket asks for nothing. */
const LOOK_EVERY_MS = 30_000;

/** Asking for help at home, following it, confirming that it was done; the way to being a volunteer. */
export function ServicesScreen() {
  const w = useWords(serviceWords);
  const mine = useAnswer(listMyServices, {});
  const { again } = mine;
  useEffect(() => {
    const look = () => void (document.visibilityState === "visible" && again());
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [again]);
  return (
    <Screen title={w.title} back={paths.mine}>
      <section aria-label={w.mine}>
        <h2>{w.mine}</h2>
        <Missing of={mine} />
        {mine.data?.services.length === 0 && <p>{w.none}</p>}
        {mine.data?.services.map((one) => (
          <OneOfMine key={one.id} one={one} again={mine.again} />
        ))}
      </section>
      <Ask again={mine.again} />
      <a className="link-row" href={paths.volunteer}>
        {w.volunteer}
      </a>
    </Screen>
  );
}

function OneOfMine({ one, again }: { readonly one: Mine; readonly again: () => Promise<void> }) {
  const w = useWords(serviceWords);
  const { moment } = useFormat();
  const [whyNot, setWhyNot] = useState<string | null>(null);
  const { id } = one;
  const doing = useDeed(async (what: "done" | "not" | "withdraw") => {
    if (what === "withdraw") await act(withdrawMyService, { id });
    else
      await act(confirmMyService, { id }, what === "done" ? { isDone: true } : { isDone: false, reason: whyNot ?? "" });
    setWhyNot(null);
    await again();
  });
  const isOpen = one.state === "REQUESTED" || one.state === "TAKEN";
  return (
    <article className="card" aria-label={w.kind[one.kind]}>
      <h3>{`${w.kind[one.kind]} · ${w.state[one.state]}`}</h3>
      <p>{one.words}</p>
      {one.goods !== undefined && <GoodsLines goods={one.goods} />}
      {isOpen && <p>{one.isOverdue ? w.late : w.dueBy(moment(one.dueAt))}</p>}
      {one.takenBy !== null && one.takenBy.name !== null && one.state !== "WITHDRAWN" && (
        <p>{one.takenBy.is === "post" ? w.byPost(one.takenBy.name) : w.byVolunteer(one.takenBy.name)}</p>
      )}
      <Refused error={doing.error} />
      {one.state === "DELIVERED" && whyNot === null && (
        <div className="row">
          <button type="button" className="button" onClick={() => setWhyNot("")}>
            {w.isNot}
          </button>
          <button
            type="button"
            className="button button-main"
            disabled={doing.isBusy}
            onClick={() => doing.run("done")}
          >
            {w.isDone}
          </button>
        </div>
      )}
      {whyNot !== null && (
        <>
          <TextField label={w.whyNot} value={whyNot} onChange={setWhyNot} maxLength={200} />
          <div className="row">
            <button type="button" className="button" onClick={() => setWhyNot(null)}>
              {w.cancel}
            </button>
            <button
              type="button"
              className="button button-main"
              disabled={doing.isBusy || whyNot.trim().length < 2}
              onClick={() => doing.run("not")}
            >
              {w.send}
            </button>
          </div>
        </>
      )}
      {isOpen && (
        <button type="button" className="button" disabled={doing.isBusy} onClick={() => doing.run("withdraw")}>
          {w.withdraw}
        </button>
      )}
    </article>
  );
}

function Ask({ again }: { readonly again: () => Promise<void> }) {
  const w = useWords(serviceWords);
  const [id, setId] = useState(() => v7());
  const [kind, setKind] = useState<ServiceKind | null>(null);
  const [words, setWords] = useState("");
  const [door, setDoor] = useState("");
  const [phone, setPhone] = useState("");
  const [place, setPlace] = useState<Picked | null>(null);
  const [mayVolunteer, setMayVolunteer] = useState(false);
  const [isContactless, setContactless] = useState(true);
  const [goods, setGoods] = useState<Goods>([]);
  const [isTold, setTold] = useState(false);
  const lacks = [
    ...(kind === null ? [w.what] : []),
    ...(words.trim() === "" ? [w.words] : []),
    ...(place === null ? [w.place] : []),
    ...(door.trim() === "" ? [w.door] : []),
  ];
  const asking = useDeed(async () => {
    if (kind === null || place === null) return;
    const reach = phone.trim().length < 5 ? {} : { phone: phone.trim() };
    const errand = { words: words.trim(), door: door.trim(), ...reach };
    const supplies = goods.length === 0 ? {} : { goods: [...goods] };
    await act(askMyService, {}, { id, place: place.code, kind, errand, mayVolunteer, isContactless, ...supplies });
    setId(v7());
    setKind(null);
    setWords("");
    setGoods([]);
    setTold(false);
    await again();
  });
  return (
    <form className="card" aria-label={w.ask} onSubmit={(event) => event.preventDefault()}>
      <h2>{w.ask}</h2>
      <Choice
        label={w.what}
        hint={w.medicineHint}
        options={SERVICE_KINDS.map((value) => ({ value, word: w.kind[value] }))}
        value={kind}
        onChange={setKind}
      />
      <TextArea label={w.words} hint={w.wordsHint} value={words} onChange={setWords} maxLength={500} />
      <GoodsPicker value={goods} onChange={setGoods} />
      <PlacePicker label={w.place} value={place} onChange={setPlace} atLeast="village" atMost="grid" startsHome />
      <TextField label={w.door} value={door} onChange={setDoor} maxLength={120} />
      <TextField label={w.phone} value={phone} onChange={setPhone} maxLength={30} type="tel" inputMode="tel" />
      <Tick word={w.mayVolunteer} value={mayVolunteer} onChange={setMayVolunteer} />
      <Tick word={w.contactless} value={isContactless} onChange={setContactless} />
      {isTold && lacks.length > 0 && (
        <p className="wrong" role="alert">
          {w.missing + lacks.join("、")}
        </p>
      )}
      <Refused error={asking.error} />
      <button
        type="button"
        className="button button-main"
        disabled={asking.isBusy}
        onClick={() => (lacks.length > 0 ? setTold(true) : asking.run())}
      >
        {w.submit}
      </button>
    </form>
  );
}

type TickProps = { readonly word: string; readonly value: boolean; readonly onChange: (value: boolean) => void };

export function Tick({ word, value, onChange }: TickProps) {
  return (
    <label className="choice">
      <input type="checkbox" checked={value} onChange={(event) => onChange(event.target.checked)} />
      <span>{word}</span>
    </label>
  );
}
