import { useState } from "react";
import type { z } from "zod";
import {
  askVolunteer,
  confirmService,
  deliverService,
  handBackService,
  reopenService,
  type ServiceRequest,
  takeService,
  withdrawService,
} from "#capabilities/services/contract.ts";
import { volunteerCopy } from "#capabilities/volunteers/contract.ts";
import { matching } from "#capabilities/volunteers/rules/match.ts";
import { isWaitingForGoods } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Signature } from "../../shared/Signature.tsx";
import { WithReason } from "../parts/WithReason.tsx";
import { useCopies } from "../store/copies.ts";
import { give, useGiven } from "../store/give.ts";
import { attachWords } from "../words-attach.ts";
import { serviceWords } from "./words.ts";

type Props = { readonly id: string; readonly service: z.output<typeof ServiceRequest> };

/** What may be done with a request now; a step that is on its way is not offered twice. */
export function ServiceSteps({ id, service }: Props) {
  const w = useWords(serviceWords);
  const { onItsWay, refusedHere } = useWords(attachWords);
  const given = [
    useGiven(takeService),
    useGiven(deliverService),
    useGiven(handBackService),
    useGiven(confirmService),
    useGiven(reopenService),
    useGiven(withdrawService),
    useGiven(askVolunteer),
  ]
    .flat()
    .filter(({ body }) => body.requestId === id);
  const last = given.at(-1);
  if (last !== undefined)
    return (
      <p className="pad quiet" role="status">
        {last.refusal === null ? onItsWay : refusedHere}
      </p>
    );
  const requestId = id;
  switch (service.state) {
    case "REQUESTED":
      return (
        <>
          {service.mayVolunteer && <Volunteers id={id} service={service} />}
          <div className="dock">
            <WithReason label={w.withdraw} onSay={(reason) => void give(withdrawService, { requestId, reason })} />
            <button type="button" className="button button-main" onClick={() => void give(takeService, { requestId })}>
              {w.take}
            </button>
          </div>
        </>
      );
    case "TAKEN":
      return service.isTakenByMe ? <AtTheDoor id={id} isWaiting={isWaitingForGoods(service.goods)} /> : null;
    case "DELIVERED":
      return (
        <div className="dock">
          {!service.isTakenByMe && (
            <>
              <WithReason label={w.reopen} onSay={(reason) => void give(reopenService, { requestId, reason })} />
              <button
                type="button"
                className="button button-main"
                onClick={() => void give(confirmService, { requestId, how: "called" })}
              >
                {w.called}
              </button>
            </>
          )}
        </div>
      );
    default:
      return null;
  }
}

type AtTheDoorProps = { readonly id: string; readonly isWaiting: boolean };

/** It is there: with a signature it is confirmed in the same step, without one the asker confirms later. */
function AtTheDoor({ id: requestId, isWaiting }: AtTheDoorProps) {
  const w = useWords(serviceWords);
  const [signature, setSignature] = useState<string | null>(null);
  const onDeliver = () => void give(deliverService, signature === null ? { requestId } : { requestId, signature });
  const handBack = (
    <WithReason label={w.handBack} onSay={(reason) => void give(handBackService, { requestId, reason })} />
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
        <Signature label={w.signature} value={signature} onChange={setSignature} />
      </div>
      <div className="dock">
        {handBack}
        <button type="button" className="button button-main" onClick={onDeliver}>
          {signature === null ? w.deliver : w.deliverSigned}
        </button>
      </div>
    </>
  );
}

/** Volunteers who fit, as this phone knows them: the same rule as the server's. */
function Volunteers({ id: requestId, service }: Props) {
  const w = useWords(serviceWords);
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
              onClick={() => void give(askVolunteer, { requestId, volunteerId: one.id })}
            >
              {`${one.name} · ${w.volunteer(one.number)} · ${w.inHand(one.inHand)}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
