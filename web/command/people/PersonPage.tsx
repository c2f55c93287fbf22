import { useSuspenseQuery } from "@tanstack/react-query";
import { showPerson } from "#capabilities/people/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { Tier } from "../../shared/Tier.tsx";
import { EvidenceList } from "../kit/Evidence.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { words as sessionWords } from "../session/words.ts";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { IdentityPanel } from "./IdentityPanel.tsx";
import { Contacts, History, Tasks, Visits } from "./Records.tsx";
import { SessionLink } from "./SessionLink.tsx";
import type { Person } from "./types.ts";
import { words } from "./words.ts";

/** One resident by key: why, until when, what was done. The name stays sealed until it is opened for a purpose. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const personKey = location.parts[0] ?? "";
  const { data: person } = useSuspenseQuery({ ...query(showPerson, { personKey }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.people()}>{word.back}</a>
        </p>
        <PageHead
          title={`${word.person} ${person.personKey.slice(0, 8)}`}
          lead={
            <span className="row">
              {person.standing && <Tier tier={person.standing.tier} />}
              <span className="mono">{person.personKey}</span>
              <a href={paths.codes({ view: "person", key: person.personKey })}>{word.code}</a>
            </span>
          }
        />
      </div>
      <div className="columns">
        <div className="page-stack">
          <Standing person={person} />
          <Tasks person={person} />
          <Visits person={person} />
          <History person={person} />
        </div>
        <div className="page-stack">
          <Contacts person={person} />
          {post.role === "operator" && <IdentityPanel key={personKey} personKey={personKey} />}
        </div>
      </div>
    </div>
  );
}

function Standing({ person: { standing } }: { readonly person: Person }) {
  const word = useWords(words);
  const { source } = useWords(sessionWords);
  const language = useLanguage();
  const format = useFormat();
  return (
    <Panel title={word.standing}>
      {standing === null ? (
        <Nothing>{word.notListed}</Nothing>
      ) : (
        <Facts>
          <Fact name={word.why}>
            <ul className="reasons">
              {standing.reasons.map((reason) => (
                <li key={reason.rule}>{reason[language]}</li>
              ))}
            </ul>
          </Fact>
          {standing.latestExposureAt !== null && (
            <Fact name={word.lastExposure}>{format.moment(standing.latestExposureAt)}</Fact>
          )}
          {standing.expiresAt !== null && <Fact name={word.until}>{format.moment(standing.expiresAt)}</Fact>}
          <Fact name={word.place}>
            <PlaceLine code={standing.place} />
          </Fact>
          {standing.placeSource !== null && (
            <Fact name={word.source}>{source[standing.placeSource] ?? standing.placeSource}</Fact>
          )}
          <Fact name={word.listNumber}>
            <SessionLink id={standing.sessionId}>{standing.listNumber}</SessionLink>
            {standing.managed && <Pill tone="accent">{word.inCare}</Pill>}
          </Fact>
          {standing.evidence.length > 0 && (
            <Fact name={word.evidence}>
              <EvidenceList evidence={standing.evidence} />
            </Fact>
          )}
        </Facts>
      )}
    </Panel>
  );
}
