import type { z } from "zod";
import {
  agreeDispute,
  confirmDispute,
  consentDispute,
  failDispute,
  mediateDispute,
  performDispute,
  raiseDispute,
} from "#capabilities/disputes/contract.ts";
import { REFERRALS, type Referral } from "#capabilities/disputes/rules/steps.ts";
import { dayOf } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Signature } from "../../shared/Signature.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useStepForm } from "../parts/kept-form.ts";
import { Text } from "../parts/Text.tsx";
import { WithReason } from "../parts/WithReason.tsx";
import { useRefused, useStep } from "../store/steps.ts";
import type { DisputeView } from "./overlay.ts";
import { disputeWords } from "./words.ts";

type Props = { readonly id: string; readonly one: DisputeView };

/** What may follow now. */
export function DisputeSteps({ id, one }: Props) {
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
          <Mediating id={id} />
        </>
      );
    case "AGREED":
    case "CONFIRMED":
      return (
        <>
          <Fail id={id} />
          <AfterAgreement id={id} one={one} />
        </>
      );
    default:
      return null;
  }
}

const saidIn = <B,>(refused: { readonly id: string; readonly body: B } | null, words: (body: B) => string) =>
  refused === null ? null : { id: refused.id, body: words(refused.body) };

/** A sitting, or on to the level above. */
function Mediating({ id: disputeId }: { readonly id: string }) {
  const w = useWords(disputeWords);
  const say = useStep("disputeId", disputeId);
  const isThis = (body: { readonly disputeId: string }) => body.disputeId === disputeId;
  const raised = useRefused(raiseDispute, isThis);
  const sat = useRefused(mediateDispute, isThis);
  return (
    <div className="dock">
      <WithReason
        label={w.raise}
        name={`raise-${disputeId}`}
        refused={saidIn(raised, ({ reason }) => reason)}
        onSay={(reason) => say(raiseDispute, { disputeId, reason }, raised)}
      />
      <WithReason
        label={w.mediate}
        ask={w.mediateAsk}
        maxLength={2000}
        isMain
        name={`mediate-${disputeId}`}
        refused={saidIn(sat, ({ record }) => record)}
        onSay={(record) => say(mediateDispute, { disputeId, record }, sat)}
      />
    </div>
  );
}

/** The court's word, and that it was done. */
function AfterAgreement({ id: disputeId, one }: Props) {
  const w = useWords(disputeWords);
  const say = useStep("disputeId", disputeId);
  const isThis = (body: { readonly disputeId: string }) => body.disputeId === disputeId;
  const asked = useRefused(confirmDispute, isThis);
  const performed = useRefused(performDispute, isThis);
  const what = one.courtAppliedOn === null ? "applied" : "confirmed";
  const on = dayOf(platformNow());
  return (
    <div className="dock">
      {one.state === "AGREED" && (
        <button
          type="button"
          className="button"
          onClick={() => void say(confirmDispute, { disputeId, what, on }, asked)}
        >
          {what === "applied" ? w.applied : w.confirmed}
        </button>
      )}
      <button
        type="button"
        className="button button-main"
        onClick={() => void say(performDispute, { disputeId }, performed)}
      >
        {w.perform}
      </button>
    </div>
  );
}

type ConsentProps = {
  readonly id: string;
  readonly side: "a" | "b";
  readonly name: string;
  readonly isGiven: boolean;
};

const UNSIGNED: { readonly signature: string | null } = { signature: null };

/** A side agrees: signed on the screen, or told. */
function Consent({ id: disputeId, side, name, isGiven }: ConsentProps) {
  const w = useWords(disputeWords);
  const say = useStep("disputeId", disputeId);
  const refused = useRefused(consentDispute, (body) => body.disputeId === disputeId && body.side === side);
  const [{ signature }, change, clear] = useStepForm(`consent-${disputeId}-${side}`, UNSIGNED, {
    refused,
    typed: (body) => ({ signature: body.signature ?? null }),
  });
  if (isGiven) return <p className="pad">{`${name}：${w.consented}`}</p>;
  const consent = async () => {
    await say(consentDispute, { disputeId, side, ...(signature === null ? {} : { signature }) }, refused);
    clear();
  };
  return (
    <section className="pad" aria-label={w.consents(name)}>
      <Signature label={w.signHere(name)} value={signature} onChange={(path) => change({ signature: path })} />
      <button type="button" className="button" onClick={() => void consent()}>
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
  const say = useStep("disputeId", disputeId);
  const refused = useRefused(agreeDispute, (body) => body.disputeId === disputeId);
  const [typed, change, clear] = useStepForm<Agreement, z.input<typeof agreeDispute.body>>(
    `agree-${disputeId}`,
    NO_AGREEMENT,
    {
      refused,
      typed: (body) => ({
        ...{ form: body.form, terms: body.terms },
        ...(body.form === "written" ? { signatureA: body.signatureA, signatureB: body.signatureB } : {}),
      }),
    },
  );
  const { form, terms, signatureA, signatureB } = typed;
  const isReady = terms.trim().length >= 2 && (form === "oral" || (signatureA !== null && signatureB !== null));
  const onSave = async () => {
    const body = { disputeId, terms: terms.trim() };
    if (form === "oral") await say(agreeDispute, { ...body, form }, refused);
    else if (signatureA !== null && signatureB !== null)
      await say(agreeDispute, { ...body, form, signatureA, signatureB }, refused);
    // Kept until it is safe in the outbox; refused, it comes back from there.
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
      <button type="button" className="button button-main" disabled={!isReady} onClick={() => void onSave()}>
        {w.save}
      </button>
    </section>
  );
}

type Failing = { readonly to: Referral | null; readonly isOpen: boolean };
const NOT_FAILING: Failing = { to: null, isOpen: false };

function Fail({ id: disputeId }: { readonly id: string }) {
  const w = useWords(disputeWords);
  const say = useStep("disputeId", disputeId);
  const refused = useRefused(failDispute, (body) => body.disputeId === disputeId);
  const [{ to, isOpen }, change, clear] = useStepForm<Failing, z.input<typeof failDispute.body>>(
    `fail-${disputeId}`,
    NOT_FAILING,
    { refused, typed: ({ referredTo }) => ({ to: referredTo, isOpen: true }) },
  );
  const fail = async (reason: string) => {
    if (to === null) return;
    await say(failDispute, { disputeId, referredTo: to, reason }, refused);
    clear();
  };
  if (!isOpen)
    return (
      <p className="pad">
        <button type="button" className="button" onClick={() => change({ isOpen: true })}>
          {w.fail}
        </button>
      </p>
    );
  return (
    <section className="pad" aria-label={w.fail}>
      <OneOf
        label={w.failTo}
        options={REFERRALS}
        words={w.referral}
        value={to}
        onChange={(one) => change({ to: one })}
      />
      {to !== null && (
        <WithReason
          label={w.fail}
          ask={w.failWhy}
          name={`fail-${disputeId}`}
          refused={saidIn(refused, ({ reason }) => reason)}
          onSay={fail}
        />
      )}
    </section>
  );
}
