import { useSuspenseQuery } from "@tanstack/react-query";
import type { z } from "zod";
import { showDispute } from "#capabilities/disputes/contract.ts";
import { disputeWords } from "../../field/disputes/words.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Signed } from "../../shared/Signature.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Attachments, Course } from "../kit/record.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

type Dispute = z.output<(typeof showDispute)["result"]>;

/** One dispute: the two sides, the record of each sitting, the agreement with its signatures, what followed. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const names = useWords(disputeWords);
  const [county = "", id = ""] = location.parts;
  const { data: one } = useSuspenseQuery({ ...query(showDispute, { county, id }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.disputes()}>{word.back}</a>
        </p>
        <PageHead
          title={names.category[one.category]}
          lead={
            <span className="row">
              <Pill tone={one.endedAt === null ? "accent" : "plain"}>{names.state[one.state]}</Pill>
              <Pill>{names.level[one.level]}</Pill>
              <PlaceLine code={one.place} />
            </span>
          }
        />
      </div>
      <div className="columns">
        <div className="page-stack">
          <Panel title={word.matter}>
            <p>{one.matter}</p>
          </Panel>
          <Panel title={word.parties}>
            <Facts>
              <Fact name={word.partyA}>
                <Party of={one.partyA} consent={one.consentA} />
              </Fact>
              <Fact name={word.partyB}>
                <Party of={one.partyB} consent={one.consentB} />
              </Fact>
            </Facts>
          </Panel>
          <Panel title={word.agreement}>
            <Agreement of={one} />
          </Panel>
          <Attachments of={one.attachments} title={word.attachments} photo={word.photo} voice={word.voice} />
        </div>
        <div className="page-stack">
          <Panel title={word.followUp}>
            <FollowUp of={one} />
          </Panel>
          <Panel title={word.record}>
            <Course of={one.events} words={word.events} />
          </Panel>
        </div>
      </div>
    </div>
  );
}

type PartyProps = { readonly of: Dispute["partyA"]; readonly consent: Dispute["consentA"] };

function Party({ of, consent }: PartyProps) {
  const word = useWords(words);
  return (
    <>
      {of.name}
      {of.phone !== null && <a href={`tel:${of.phone}`}>{` ${of.phone}`}</a>}
      <p className="quiet">{word.consent[consent ?? "none"]}</p>
    </>
  );
}

/** A signature under a consent stands where a written agreement's will: until there is one, it is called what it is. */
function Agreement({ of }: { readonly of: Dispute }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const sides = [
    [of.partyA.name, of.signatureA],
    [of.partyB.name, of.signatureB],
  ] as const;
  return (
    <div className="stack">
      {of.terms === null ? (
        <p className="quiet">{word.noTerms}</p>
      ) : (
        <Facts>
          <Fact name={word.terms}>{of.terms}</Fact>
          <Fact name={word.form}>{of.form === null ? word.nothing : word.forms[of.form]}</Fact>
          <Fact name={word.agreedAt}>{of.agreedAt === null ? word.nothing : moment(of.agreedAt)}</Fact>
        </Facts>
      )}
      <h3>{of.form === "written" ? word.signatures : word.consentSignatures}</h3>
      <div className="row">
        {sides.map(([name, path]) =>
          path === null ? (
            <p key={name} className="quiet">{`${name}：${word.noSignature}`}</p>
          ) : (
            <Signed key={name} label={name} path={path} />
          ),
        )}
      </div>
    </div>
  );
}

function FollowUp({ of }: { readonly of: Dispute }) {
  const word = useWords(words);
  const names = useWords(disputeWords);
  const { moment, day } = useFormat();
  return (
    <Facts>
      <Fact name={word.due}>{of.dueAt === null || of.agreedAt !== null ? word.nothing : moment(of.dueAt)}</Fact>
      <Fact name={word.courtUntil}>{of.courtUntil === null ? word.nothing : moment(of.courtUntil)}</Fact>
      <Fact name={word.courtApplied}>{of.courtAppliedOn === null ? word.nothing : day(of.courtAppliedOn)}</Fact>
      <Fact name={word.courtConfirmed}>{of.courtConfirmedOn === null ? word.nothing : day(of.courtConfirmedOn)}</Fact>
      <Fact name={word.referred}>{of.referredTo === null ? word.nothing : names.referral[of.referredTo]}</Fact>
      <Fact name={word.ended}>{of.endedAt === null ? word.nothing : moment(of.endedAt)}</Fact>
    </Facts>
  );
}
