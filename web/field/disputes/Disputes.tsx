import { useState } from "react";
import { findDispute } from "#capabilities/disputes/contract.ts";
import { DISPUTE_CATEGORIES, type DisputeCategory } from "#capabilities/disputes/rules/steps.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { GridHere, useOwnPlace } from "../parts/GridHere.tsx";
import { useMendedForm } from "../parts/kept-form.ts";
import { Text } from "../parts/Text.tsx";
import { go, paths } from "../paths.ts";
import { give, useGiven } from "../store/give.ts";
import { useWaiting } from "../store/steps.ts";
import { attachWords } from "../words-attach.ts";
import { useDisputes } from "./here.ts";
import { OneDispute } from "./OneDispute.tsx";
import { disputeWords } from "./words.ts";

const HOME = paths.section("disputes");

/** Mediation at the door: the list, writing one down, its steps; all without a network. */
export function Disputes({ rest: [first] }: { readonly rest: readonly string[] }) {
  if (first === "new") return <NewDispute />;
  return first === undefined ? <DisputeList /> : <OneDispute id={first} />;
}

function DisputeList() {
  const w = useWords(disputeWords);
  const { onItsWay, refusedHere } = useWords(attachWords);
  const { moment } = useFormat();
  const refused = useGiven(findDispute).filter(({ refusal }) => refusal !== null);
  const waits = useWaiting();
  const all = [...useDisputes()].sort(([, a], [, b]) => ((a.dueAt ?? "9") < (b.dueAt ?? "9") ? -1 : 1));
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      {all.length + refused.length === 0 && <p className="empty">{w.none}</p>}
      <ul className="cards">
        {refused.map(({ id, body }) => (
          <li key={id} className="card card-done">
            <div className="card-link">
              <div className="card-main">{w.category[body.category]}</div>
              <div className="card-foot">{refusedHere}</div>
            </div>
          </li>
        ))}
        {all.map(([id, one]) => (
          <li key={id} className="card">
            <a className="card-link" href={paths.section("disputes", id)}>
              <div className="card-main">
                {`${w.category[one.category]} · ${one.partyA.name} / ${one.partyB.name}`}
                <span className="chevron" aria-hidden="true" />
              </div>
              <div>{one.matter}</div>
              <div className="card-foot">
                <span>{`${w.state[one.state]} · ${w.level[one.level]}`}</span>
                {waits("disputeId", id) && <span>{onItsWay}</span>}
                {one.endedAt === null && one.agreedAt === null && one.dueAt !== null && (
                  <span className="due">{w.dueBy(moment(one.dueAt))}</span>
                )}
              </div>
            </a>
          </li>
        ))}
      </ul>
      <div className="dock">
        <a className="button button-main" href={paths.section("disputes", "new")}>
          {w.add}
        </a>
      </div>
    </>
  );
}

type Form = {
  readonly place: string | null;
  readonly category: DisputeCategory | null;
  readonly matter: string;
  readonly nameA: string;
  readonly phoneA: string;
  readonly nameB: string;
  readonly phoneB: string;
};

const partyOf = (name: string, phone: string) =>
  phone.trim().length < 5 ? { name: name.trim() } : { name: name.trim(), phone: phone.trim() };

function NewDispute() {
  const w = useWords(disputeWords);
  const { missing } = useWords(attachWords);
  const [form, change, clear] = useMendedForm<Form, typeof findDispute.body>(
    "dispute",
    { place: useOwnPlace(), category: null, matter: "", nameA: "", phoneA: "", nameB: "", phoneB: "" },
    {
      command: findDispute,
      typed: ({ place, category, matter, partyA: a, partyB: b }) => ({
        ...{ place, category, matter, nameA: a.name, phoneA: a.phone ?? "" },
        ...{ nameB: b.name, phoneB: b.phone ?? "" },
      }),
    },
  );
  const [isTold, setTold] = useState(false);
  const { place, category, matter, nameA, phoneA, nameB, phoneB } = form;
  const lacks = [
    ...(category === null ? [w.what] : []),
    ...(matter.trim().length < 2 ? [w.matter] : []),
    ...(nameA.trim() === "" ? [w.partyA] : []),
    ...(nameB.trim() === "" ? [w.partyB] : []),
  ];
  const onSubmit = async () => {
    if (lacks.length > 0 || category === null || place === null) return setTold(true);
    const parties = { partyA: partyOf(nameA, phoneA), partyB: partyOf(nameB, phoneB) };
    await give(findDispute, { place, category, matter: matter.trim(), ...parties });
    clear();
    go(HOME, { instead: true });
  };
  return (
    <>
      <Bar title={w.newTitle} back={HOME} />
      <form className="report" onSubmit={(event) => event.preventDefault()}>
        <p className="quiet">{w.lead}</p>
        <GridHere value={place} onChange={(at) => change({ place: at })} />
        <OneOf
          label={w.what}
          options={DISPUTE_CATEGORIES}
          words={w.category}
          value={category}
          onChange={(one) => change({ category: one })}
        />
        <Text label={w.matter} value={matter} onChange={(text) => change({ matter: text })} maxLength={2000} rows={3} />
        <Text label={w.partyA} value={nameA} onChange={(text) => change({ nameA: text })} maxLength={60} />
        <Text
          label={w.phoneOf(w.partyA)}
          value={phoneA}
          onChange={(text) => change({ phoneA: text })}
          maxLength={30}
          type="tel"
        />
        <Text label={w.partyB} value={nameB} onChange={(text) => change({ nameB: text })} maxLength={60} />
        <Text
          label={w.phoneOf(w.partyB)}
          value={phoneB}
          onChange={(text) => change({ phoneB: text })}
          maxLength={30}
          type="tel"
        />
        <div className="dock">
          {isTold && lacks.length > 0 && (
            <p className="form-fault" role="alert">
              {missing(lacks.join("、"))}
            </p>
          )}
          <button type="button" className="button button-main" onClick={() => void onSubmit()}>
            {w.submit}
          </button>
        </div>
      </form>
    </>
  );
}
