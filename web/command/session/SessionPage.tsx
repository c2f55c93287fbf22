import { useSuspenseQuery } from "@tanstack/react-query";
import { showSession } from "#capabilities/joint-session/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { ByPlace, ByRule, Changes, TierRow } from "./Counts.tsx";
import { Inputs } from "./Inputs.tsx";
import { Minutes } from "./Minutes.tsx";
import { Publish, Pushes } from "./Publish.tsx";
import { Samples } from "./Samples.tsx";
import { Seats } from "./Seats.tsx";
import { TONE } from "./tone.ts";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

/** The others sign while this page is open: a draft asks every two seconds, a published list rests. */
const DRAFT_POLL_MS = 2_000;

export function Page({ location }: PageProps) {
  const word = useWords(words);
  const format = useFormat();
  const { data: session } = useSuspenseQuery({
    ...query(showSession, { id: location.parts[0] ?? "" }),
    refetchInterval: ({ state }) => (state.data?.state === "draft" ? DRAFT_POLL_MS : false),
  });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.sessions()}>{word.back}</a>
        </p>
        <PageHead
          title={`${word.title} · ${session.listNumber}`}
          lead={
            <span className="row">
              <Pill tone={TONE[session.state]}>{word.state[session.state]}</Pill>
              {format.day(session.day)}
              <span>{`${word.cutOff} ${format.moment(session.cutOffAt)}`}</span>
              {session.publishedAt !== null && (
                <span>{`${word.publishedAt} ${format.moment(session.publishedAt)}`}</span>
              )}
            </span>
          }
          actions={<Publish session={session} />}
        />
      </div>
      <TierRow session={session} />
      <Seats session={session} />
      {session.pushes.length > 0 && <Pushes session={session} />}
      <div className="columns columns-even">
        <div className="page-stack">
          <Changes session={session} />
          <ByRule session={session} />
        </div>
        <div className="page-stack">
          <Basis session={session} />
          <ByPlace session={session} />
        </div>
      </div>
      <Samples session={session} />
      <Inputs session={session} />
      <Minutes key={session.id} session={session} />
    </div>
  );
}

/** By which rules, on which engine, and the hash that a replay must give again. */
function Basis({ session }: { readonly session: Session }) {
  const word = useWords(words);
  const { count } = useFormat();
  const { id, version, titleZh, titleEn } = session.ruleSet;
  const title = useLanguage() === "zh" ? titleZh : titleEn;
  return (
    <Panel title={word.basis}>
      <Facts>
        <Fact name={word.ruleSet}>
          <a href={paths.ruleSet(id, version)}>{`${title} · v${version}`}</a>
        </Fact>
        <Fact name={word.managed}>
          {count(session.managed)}
          <span className="quiet">{` ${word.managedNote}`}</span>
        </Fact>
        <Fact name={word.engine}>{session.engine}</Fact>
        <Fact name={word.hash}>
          <span className="mono" title={session.rankedSha256}>
            {session.rankedSha256.slice(0, 16)}
          </span>
        </Fact>
      </Facts>
    </Panel>
  );
}
