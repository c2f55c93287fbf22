import { useState } from "react";
import type { z } from "zod";
import {
  deliverErrand,
  handBackErrand,
  listMyErrands,
  type MyVolunteer,
  registerVolunteer,
  showMyVolunteer,
  takeErrand,
  type VolunteerErrand,
  withdrawVolunteer,
} from "#capabilities/volunteers/contract.ts";
import { SKILLS, type Skill, SLOTS, type Slot } from "#capabilities/volunteers/rules/skills.ts";
import { useFormat } from "../../shared/format.ts";
import { GoodsLines } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { Facts, Several, TextField } from "../parts/fields.tsx";
import { type Picked, PlacePicker } from "../parts/PlacePicker.tsx";
import { Screen } from "../parts/Screen.tsx";
import { Missing, Refused, useDeed } from "../parts/states.tsx";
import { paths } from "../paths.ts";
import { act, useAnswer } from "../store/ask.ts";
import { Tick } from "./ServicesScreen.tsx";
import { serviceWords } from "./words.ts";

type Me = z.output<typeof MyVolunteer>;
type Errand = z.output<typeof VolunteerErrand>;
type Again = { readonly again: () => Promise<void> };

/** Being a volunteer: the proof for the door, errands that fit, what is in hand; withdrawn by one press. */
export function VolunteerScreen() {
  const w = useWords(serviceWords);
  const me = useAnswer(showMyVolunteer, {});
  const [left, setLeft] = useState<number | null>(null);
  const volunteer = me.data?.volunteer ?? null;
  const leaving = useDeed(async () => {
    setLeft((await act(withdrawVolunteer, {})).handedBack);
    await me.again();
  });
  return (
    <Screen title={w.volunteer} back={paths.services}>
      <Missing of={me} />
      {left !== null && volunteer === null && <p role="status">{w.left(left)}</p>}
      {volunteer !== null && (
        <>
          <section className="card" aria-label={w.proof}>
            <h2>{w.proof}</h2>
            <Facts
              of={[
                [w.number, volunteer.number],
                [w.name, volunteer.name],
              ]}
            />
            <p className="hint">{w.proofHow}</p>
          </section>
          <Errands />
        </>
      )}
      {me.data !== null && <Offer key={volunteer?.id ?? "new"} of={volunteer} again={me.again} />}
      <Refused error={leaving.error} />
      {volunteer !== null && (
        <button type="button" className="button" disabled={leaving.isBusy} onClick={() => leaving.run()}>
          {w.leave}
        </button>
      )}
    </Screen>
  );
}

function Errands() {
  const w = useWords(serviceWords);
  const errands = useAnswer(listMyErrands, {});
  return (
    <>
      <Missing of={errands} />
      {(errands.data?.mine.length ?? 0) > 0 && <h2>{w.inHand}</h2>}
      {errands.data?.mine.map((one) => (
        <InHand key={one.id} one={one} again={errands.again} />
      ))}
      <h2>{w.errands}</h2>
      {errands.data?.open.length === 0 && <p>{w.noErrands}</p>}
      {errands.data?.open.map((one) => (
        <Open key={one.id} one={one} again={errands.again} />
      ))}
    </>
  );
}

function Open({ one, again }: { readonly one: Errand } & Again) {
  const w = useWords(serviceWords);
  const { moment } = useFormat();
  const [feelsWell, setWell] = useState(false);
  const taking = useDeed(async () => {
    await act(takeErrand, { id: one.id }, { feelsWell });
    await again();
  });
  return (
    <article className="card" aria-label={w.kind[one.kind]}>
      <h3>{`${w.kind[one.kind]} · ${w.dueBy(moment(one.dueAt))}`}</h3>
      {one.isAskedOfMe && <p>{w.askedYou}</p>}
      <Tick word={w.well} value={feelsWell} onChange={setWell} />
      <Refused error={taking.error} />
      <button
        type="button"
        className="button button-main"
        disabled={taking.isBusy || !feelsWell}
        onClick={() => taking.run()}
      >
        {w.take}
      </button>
    </article>
  );
}

function InHand({ one, again }: { readonly one: Errand } & Again) {
  const w = useWords(serviceWords);
  const { moment } = useFormat();
  const [why, setWhy] = useState<string | null>(null);
  const doing = useDeed(async (what: "deliver" | "back") => {
    if (what === "deliver") await act(deliverErrand, { id: one.id }, {});
    else await act(handBackErrand, { id: one.id }, { reason: why ?? "" });
    await again();
  });
  return (
    <article className="card" aria-label={w.kind[one.kind]}>
      <h3>{`${w.kind[one.kind]} · ${w.dueBy(moment(one.dueAt))}`}</h3>
      <p>{one.words}</p>
      {one.goods !== undefined && <GoodsLines goods={one.goods} />}
      {one.isContactless && <p>{w.contactless}</p>}
      {one.contact !== null && <p>{one.contact.door}</p>}
      {one.contact?.phone != null && <a href={`tel:${one.contact.phone}`}>{w.call}</a>}
      <Refused error={doing.error} />
      {why !== null && <TextField label={w.why} value={why} onChange={setWhy} maxLength={200} />}
      {one.state === "TAKEN" && (
        <div className="row">
          <button
            type="button"
            className="button"
            disabled={doing.isBusy || (why !== null && why.trim().length < 2)}
            onClick={() => (why === null ? setWhy("") : doing.run("back"))}
          >
            {w.handBack}
          </button>
          <button
            type="button"
            className="button button-main"
            disabled={doing.isBusy}
            onClick={() => doing.run("deliver")}
          >
            {w.delivered}
          </button>
        </div>
      )}
    </article>
  );
}

function Offer({ of, again }: { readonly of: Me | null } & Again) {
  const w = useWords(serviceWords);
  const [place, setPlace] = useState<Picked | null>(of === null ? null : { code: of.place, name: "" });
  const [skills, setSkills] = useState<readonly Skill[]>(of?.skills ?? []);
  const [slots, setSlots] = useState<readonly Slot[]>(of?.slots ?? []);
  const [agrees, setAgrees] = useState(of !== null);
  const saving = useDeed(async () => {
    if (place === null) return;
    await act(registerVolunteer, {}, { place: place.code, skills: [...skills], slots: [...slots], agrees: true });
    await again();
  });
  const isReady = place !== null && skills.length > 0 && slots.length > 0 && agrees;
  return (
    <form className="card" aria-label={w.volunteer} onSubmit={(event) => event.preventDefault()}>
      <p>{w.volunteerLead}</p>
      <PlacePicker label={w.where} value={place} onChange={setPlace} atLeast="village" atMost="grid" startsHome />
      <Several
        label={w.canDo}
        options={SKILLS.map((value) => ({ value, word: w.skill[value] }))}
        value={skills}
        onChange={setSkills}
      />
      <Several
        label={w.when}
        options={SLOTS.map((value) => ({ value, word: w.slot[value] }))}
        value={slots}
        onChange={setSlots}
      />
      <Tick word={w.agree} value={agrees} onChange={setAgrees} />
      <Refused error={saving.error} />
      <button
        type="button"
        className="button button-main"
        disabled={saving.isBusy || !isReady}
        onClick={() => saving.run()}
      >
        {of === null ? w.register : w.change}
      </button>
    </form>
  );
}
