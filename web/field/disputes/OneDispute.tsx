import { useState } from "react";
import type { z } from "zod";
import {
  agreeDispute,
  confirmDispute,
  consentDispute,
  type Dispute,
  disputeCopy,
  failDispute,
  mediateDispute,
  performDispute,
  raiseDispute,
} from "#capabilities/disputes/contract.ts";
import { REFERRALS, type Referral } from "#capabilities/disputes/rules/steps.ts";
import { dayOf } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Signature, Signed } from "../../shared/Signature.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
import { Text } from "../parts/Text.tsx";
import { WithReason } from "../parts/WithReason.tsx";
import { paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { give, useGiven } from "../store/give.ts";
import { attachWords } from "../words-attach.ts";
import { disputeWords } from "./words.ts";

type One = z.output<typeof Dispute>;
type Props = { readonly id: string; readonly one: One };

/** One dispute: what it is about, where it stands, and what may follow. */
export function OneDispute({ id }: { readonly id: string }) {
  const w = useWords(disputeWords);
  const { moment } = useFormat();
  const one = useCopies(disputeCopy).get(id);
  const back = paths.section("disputes");
  if (one === undefined)
    return (
      <>
        <Bar title={w.title} back={back} />
        <p className="empty">{w.gone}</p>
      </>
    );
  return (
    <>
      <Bar title={w.category[one.category]} back={back} />
      <section className="pad">
        <p>
          <strong>{w.state[one.state]}</strong>
          {` · ${w.level[one.level]}`}
          {one.referredTo !== null && ` · ${w.referral[one.referredTo]}`}
        </p>
        <p>{one.matter}</p>
        <p>{`${w.partyA}：${one.partyA.name}　${w.partyB}：${one.partyB.name}`}</p>
        {one.terms !== null && (
          <p>
            <strong>{w.terms}</strong>
            {` ${one.terms}`}
          </p>
        )}
        {one.signatureA !== null && <Signed label={one.partyA.name} path={one.signatureA} />}
        {one.signatureB !== null && <Signed label={one.partyB.name} path={one.signatureB} />}
        {one.state === "AGREED" && one.courtUntil !== null && (
          <p className="quiet">{`${w.court}。${w.courtUntil(moment(one.courtUntil))}`}</p>
        )}
      </section>
      <Steps id={id} one={one} />
    </>
  );
}

function Steps({ id, one }: Props) {
  const w = useWords(disputeWords);
  const { onItsWay, refusedHere } = useWords(attachWords);
  const given = [
    useGiven(consentDispute),
    useGiven(mediateDispute),
    useGiven(raiseDispute),
    useGiven(agreeDispute),
    useGiven(confirmDispute),
    useGiven(performDispute),
    useGiven(failDispute),
  ]
    .flat()
    .filter(({ body }) => body.disputeId === id);
  const last = given.at(-1);
  if (last !== undefined)
    return (
      <p className="pad quiet" role="status">
        {last.refusal === null ? onItsWay : refusedHere}
      </p>
    );
  const disputeId = id;
  const today = dayOf(platformNow());
  const court = (what: "applied" | "confirmed") => void give(confirmDispute, { disputeId, what, on: today });
  switch (one.state) {
    case "FOUND":
      return (
        <>
          <Consent id={id} side="a" name={one.partyA.name} isGiven={one.consentA !== null} />
          <Consent id={id} side="b" name={one.partyB.name} isGiven={one.consentB !== null} />
          <Fail id={id} />
        </>
      );
    case "CONSENTED":
    case "MEDIATING":
      return (
        <>
          {one.state === "MEDIATING" && <Agree id={id} one={one} />}
          <Fail id={id} />
          <div className="dock">
            <WithReason label={w.raise} onSay={(reason) => void give(raiseDispute, { disputeId, reason })} />
            <WithReason
              label={w.mediate}
              ask={w.mediateAsk}
              maxLength={2000}
              isMain
              onSay={(record) => void give(mediateDispute, { disputeId, record })}
            />
          </div>
        </>
      );
    case "AGREED":
    case "CONFIRMED":
      return (
        <>
          <Fail id={id} />
          <div className="dock">
            {one.state === "AGREED" && (
              <button
                type="button"
                className="button"
                onClick={() => court(one.courtAppliedOn === null ? "applied" : "confirmed")}
              >
                {one.courtAppliedOn === null ? w.applied : w.confirmed}
              </button>
            )}
            <button
              type="button"
              className="button button-main"
              onClick={() => void give(performDispute, { disputeId })}
            >
              {w.perform}
            </button>
          </div>
        </>
      );
    default:
      return null;
  }
}

type ConsentProps = {
  readonly id: string;
  readonly side: "a" | "b";
  readonly name: string;
  readonly isGiven: boolean;
};

/** A side agrees: signed on the screen, or told. */
function Consent({ id: disputeId, side, name, isGiven }: ConsentProps) {
  const w = useWords(disputeWords);
  const [signature, setSignature] = useState<string | null>(null);
  if (isGiven) return <p className="pad">{`${name}：${w.consented}`}</p>;
  const signed = signature === null ? {} : { signature };
  return (
    <section className="pad" aria-label={w.consents(name)}>
      <Signature label={w.signHere(name)} value={signature} onChange={setSignature} />
      <button
        type="button"
        className="button"
        onClick={() => void give(consentDispute, { disputeId, side, ...signed })}
      >
        {signature === null ? `${name}：${w.tell}` : w.consents(name)}
      </button>
    </section>
  );
}

type Agreement = {
  readonly form: "oral" | "written";
  readonly terms: string;
  readonly signatureA: string | null;
  readonly signatureB: string | null;
};
const NO_AGREEMENT: Agreement = { form: "oral", terms: "", signatureA: null, signatureB: null };

/** Kept with every touch until it is given: two people have signed it. */
function Agree({ id: disputeId, one }: Props) {
  const w = useWords(disputeWords);
  const [typed, change, clear] = useKeptForm<Agreement>(`agree-${disputeId}`, NO_AGREEMENT);
  const { form, terms, signatureA, signatureB } = typed;
  const isReady = terms.trim().length >= 2 && (form === "oral" || (signatureA !== null && signatureB !== null));
  const onSave = () => {
    const body = { disputeId, terms: terms.trim() };
    if (form === "oral") void give(agreeDispute, { ...body, form });
    else if (signatureA !== null && signatureB !== null)
      void give(agreeDispute, { ...body, form, signatureA, signatureB });
    clear();
  };
  return (
    <section className="report" aria-label={w.agree}>
      <h2>{w.agree}</h2>
      <Text label={w.terms} value={terms} onChange={(text) => change({ terms: text })} maxLength={2000} rows={3} />
      <OneOf
        label={w.form}
        options={["oral", "written"] as const}
        words={{ oral: w.oral, written: w.written }}
        value={form}
        onChange={(how) => change({ form: how })}
      />
      {form === "written" && (
        <>
          <Signature
            label={w.signHere(one.partyA.name)}
            value={signatureA}
            onChange={(path) => change({ signatureA: path })}
          />
          <Signature
            label={w.signHere(one.partyB.name)}
            value={signatureB}
            onChange={(path) => change({ signatureB: path })}
          />
        </>
      )}
      <button type="button" className="button button-main" disabled={!isReady} onClick={onSave}>
        {w.save}
      </button>
    </section>
  );
}

function Fail({ id: disputeId }: { readonly id: string }) {
  const w = useWords(disputeWords);
  const [to, setTo] = useState<Referral | null>(null);
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <p className="pad">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {w.fail}
        </button>
      </p>
    );
  return (
    <section className="pad" aria-label={w.fail}>
      <OneOf label={w.failTo} options={REFERRALS} words={w.referral} value={to} onChange={setTo} />
      {to !== null && (
        <WithReason
          label={w.fail}
          ask={w.failWhy}
          onSay={(reason) => void give(failDispute, { disputeId, referredTo: to, reason })}
        />
      )}
    </section>
  );
}
