import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Signed } from "../../shared/Signature.tsx";
import { Bar } from "../parts/Bar.tsx";
import { OnTheWay } from "../parts/OnTheWay.tsx";
import { paths } from "../paths.ts";
import { DisputeSteps } from "./DisputeSteps.tsx";
import { useDisputes } from "./here.ts";
import { disputeWords } from "./words.ts";

/** One dispute: what it is about, where it stands, and what may follow. */
export function OneDispute({ id }: { readonly id: string }) {
  const w = useWords(disputeWords);
  const { moment } = useFormat();
  const one = useDisputes().get(id);
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
      <OnTheWay field="disputeId" id={id} />
      <DisputeSteps id={id} one={one} />
    </>
  );
}
