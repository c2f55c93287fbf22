import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { findVisitor } from "#capabilities/checkpoints/contract.ts";
import type { VisitorForm } from "#capabilities/checkpoints/rules/shapes.ts";
import { normaliseNumber } from "#kernel/identity.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Field, Frame, textOf } from "../parts/Frame.tsx";
import { Sign } from "../parts/Sign.tsx";
import { Temperature } from "../parts/Temperature.tsx";
import { recordVisitor } from "../store/acts.ts";
import { go, here, say, setHere } from "../store/local.ts";
import type { Told } from "../store/shapes.ts";
import { words } from "../words.ts";

type Found = z.output<typeof findVisitor.result>["found"][number];
type Ready = { readonly visitorId: string; readonly form: VisitorForm | null };

/** Whoever has no code and no phone: found again, or taken in by the form; then the thermometer. */
export function Visitor() {
  const w = useWords(words);
  const [ready, setReady] = useState<Ready | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const record = async (tenths: number | null) => {
    if (ready === null) return;
    const after = await recordVisitor(ready.visitorId, ready.form, tenths);
    setHere({ person: null });
    if (after.step === "rest-and-recheck") setTold(after);
    else {
      go("gate");
      say(w.registered);
    }
  };
  if (told !== null)
    return (
      <Frame title={w.visitorTitle}>
        <Sign outcome={told.outcome} step={told.step} why="no-code" colour={null} />
        <button type="button" className="act act-main" onClick={() => go("gate")}>
          {w.next}
        </button>
      </Frame>
    );
  return (
    <Frame title={w.visitorTitle}>
      {ready === null ? (
        <>
          <Again onFound={(visitorId) => setReady({ visitorId, form: null })} />
          <Form onReady={(form) => setReady({ visitorId: v7(), form })} />
        </>
      ) : (
        <Temperature onPick={(tenths) => void record(tenths)} />
      )}
    </Frame>
  );
}

function Again({ onFound }: { readonly onFound: (visitorId: string) => void }) {
  const w = useWords(words);
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { shift } = here().kept;
    if (shift === undefined) return;
    const body = { name: textOf(form, "name"), lastFour: textOf(form, "lastFour").toUpperCase() };
    const answer = await send(findVisitor, { checkpointId: shift.checkpointId }, body).catch(() => ({ found: [] }));
    setFound(answer.found);
  };
  return (
    <form className="part" onSubmit={(event) => void onSubmit(event)} aria-label={w.cameBefore}>
      <h2>{w.cameBefore}</h2>
      <div className="pair">
        <Field label={w.name} name="name" isRequired max={60} />
        <Field label={w.lastFour} name="lastFour" isRequired max={4} />
      </div>
      <button type="submit" className="act">
        {w.find}
      </button>
      {found?.length === 0 && <p role="status">{w.notFound}</p>}
      {found?.map((one) => (
        <button key={one.visitorId} type="button" className="act act-main" onClick={() => onFound(one.visitorId)}>
          {w.cameAgain(one.maskedName, one.from)}
        </button>
      ))}
    </form>
  );
}

const ID_TYPES = ["111", "414", "516", "511", "553", "990"] as const;

function Form({ onReady }: { readonly onReady: (form: VisitorForm) => void }) {
  const w = useWords(words);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const idNumber = normaliseNumber(textOf(form, "idNumber"));
    const phone = textOf(form, "phone");
    onReady({
      name: textOf(form, "name"),
      idType: idNumber.length < 4 ? null : (ID_TYPES.find((one) => one === textOf(form, "idType")) ?? "990"),
      idNumber: idNumber.length < 4 ? null : idNumber,
      phone: phone === "" ? null : phone,
      from: textOf(form, "from"),
      toSee: textOf(form, "toSee"),
      isChild: form.get("isChild") !== null,
    });
  };
  return (
    <form className="part" onSubmit={onSubmit} aria-label={w.visitorTitle}>
      <Field label={w.name} name="name" isRequired max={60} />
      <label className="field">
        <span>{w.idType}</span>
        <select className="input" name="idType" defaultValue="111">
          {Object.entries(w.idTypes).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Field label={w.idNumber} name="idNumber" max={40} />
      <Field label={w.phone} name="phone" inputMode="tel" max={30} />
      <Field label={w.from} name="from" />
      <Field label={w.toSee} name="toSee" />
      <label className="check">
        <input type="checkbox" name="isChild" />
        <span>{w.isChild}</span>
      </label>
      <button type="submit" className="act act-main">
        {w.temperature}
      </button>
    </form>
  );
}
