import {
  askVolunteer,
  confirmService,
  deliverService,
  handBackService,
  reopenService,
  takeService,
  withdrawService,
} from "#capabilities/services/contract.ts";
import { volunteerCopy } from "#capabilities/volunteers/contract.ts";
import { matching } from "#capabilities/volunteers/rules/match.ts";
import { isWaitingForGoods } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Signature } from "../../shared/Signature.tsx";
import { useStepForm } from "../parts/kept-form.ts";
import { WithReason } from "../parts/WithReason.tsx";
import { useCopies } from "../store/copies.ts";
import { useRefused, useStep } from "../store/steps.ts";
import type { ServiceView } from "./overlay.ts";
import { serviceWords } from "./words.ts";

type Props = { readonly id: string; readonly service: ServiceView };

const saidIn = (refused: { readonly id: string; readonly body: { readonly reason: string } } | null) =>
  refused === null ? null : { id: refused.id, body: refused.body.reason };

/** What may be done with a request now: each step follows those that are on their way already. */
export function ServiceSteps({ id, service }: Props) {
  switch (service.state) {
    case "REQUESTED":
      return <Requested id={id} service={service} />;
    case "TAKEN":
      return service.isTakenByMe ? <AtTheDoor id={id} isWaiting={isWaitingForGoods(service.goods)} /> : null;
    case "DELIVERED":
      return service.isTakenByMe ? null : <Delivered id={id} />;
    default:
      return null;
  }
}

const ofRequest =
  (requestId: string) =>
  (body: { readonly requestId: string }): boolean =>
    body.requestId === requestId;

function Requested({ id: requestId, service }: Props) {
  const w = useWords(serviceWords);
  const say = useStep("requestId", requestId);
  const taken = useRefused(takeService, ofRequest(requestId));
  const withdrawn = useRefused(withdrawService, ofRequest(requestId));
  return (
    <>
      {service.mayVolunteer && <Volunteers id={requestId} service={service} />}
      <div className="dock">
        <WithReason
          label={w.withdraw}
          name={`withdraw-${requestId}`}
          refused={saidIn(withdrawn)}
          onSay={(reason) => say(withdrawService, { requestId, reason }, withdrawn)}
        />
        <button
          type="button"
          className="button button-main"
          onClick={() => void say(takeService, { requestId }, taken)}
        >
          {w.take}
        </button>
      </div>
    </>
  );
}

/** Somebody else took it there: whoever calls the asker confirms it, or opens it again. */
function Delivered({ id: requestId }: { readonly id: string }) {
  const w = useWords(serviceWords);
  const say = useStep("requestId", requestId);
  const reopened = useRefused(reopenService, ofRequest(requestId));
  const confirmed = useRefused(confirmService, ofRequest(requestId));
  return (
    <div className="dock">
      <WithReason
        label={w.reopen}
        name={`reopen-${requestId}`}
        refused={saidIn(reopened)}
        onSay={(reason) => say(reopenService, { requestId, reason }, reopened)}
      />
      <button
        type="button"
        className="button button-main"
        onClick={() => void say(confirmService, { requestId, how: "called" }, confirmed)}
      >
        {w.called}
      </button>
    </div>
  );
}

type AtTheDoorProps = { readonly id: string; readonly isWaiting: boolean };
const UNSIGNED: { readonly signature: string | null } = { signature: null };

/** It is there: with a signature it is confirmed in the same step, without one the asker confirms later. */
function AtTheDoor({ id: requestId, isWaiting }: AtTheDoorProps) {
  const w = useWords(serviceWords);
  const say = useStep("requestId", requestId);
  const delivered = useRefused(deliverService, ofRequest(requestId));
  const back = useRefused(handBackService, ofRequest(requestId));
  const [{ signature }, change, clear] = useStepForm(`deliver-${requestId}`, UNSIGNED, {
    refused: delivered,
    typed: (body) => ({ signature: body.signature ?? null }),
  });
  const onDeliver = async () => {
    await say(deliverService, signature === null ? { requestId } : { requestId, signature }, delivered);
    clear();
  };
  const handBack = (
    <WithReason
      label={w.handBack}
      name={`hand-back-${requestId}`}
      refused={saidIn(back)}
      onSay={(reason) => say(handBackService, { requestId, reason }, back)}
    />
  );
  if (isWaiting)
    return (
      <>
        <p className="pad" role="status">
          {w.waitForGoods}
        </p>
        <div className="dock">{handBack}</div>
      </>
    );
  return (
    <>
      <div className="pad">
        <Signature label={w.signature} value={signature} onChange={(path) => change({ signature: path })} />
      </div>
      <div className="dock">
        {handBack}
        <button type="button" className="button button-main" onClick={() => void onDeliver()}>
          {signature === null ? w.deliver : w.deliverSigned}
        </button>
      </div>
    </>
  );
}

/** Volunteers who fit, as this phone knows them: the same rule as the server's. */
function Volunteers({ id: requestId, service }: Props) {
  const w = useWords(serviceWords);
  const say = useStep("requestId", requestId);
  const asked = useRefused(askVolunteer, ofRequest(requestId));
  const all = [...useCopies(volunteerCopy)].map(([id, one]) => ({ ...one, id }));
  const fit = matching(all, service, platformNow()).slice(0, 5);
  return (
    <section className="pad" aria-label={w.askVolunteer}>
      <h2>{w.askVolunteer}</h2>
      {service.askedVolunteer !== null && <p role="status">{w.asked}</p>}
      {fit.length === 0 && <p className="quiet">{w.noVolunteer}</p>}
      <ul className="cards">
        {fit.map((one) => (
          <li key={one.id} className="card">
            <button
              type="button"
              className="button button-wide"
              onClick={() => void say(askVolunteer, { requestId, volunteerId: one.id }, asked)}
            >
              {`${one.name} · ${w.volunteer(one.number)} · ${w.inHand(one.inHand)}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
