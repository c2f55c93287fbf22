import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { downloadAttachment, giveOpinion, showAppeal, triageAppeal } from "#capabilities/appeals/contract-desk.ts";
import { APPEAL_KINDS, type AppealKind } from "#capabilities/appeals/rules/states.ts";
import { addressOf, query, send } from "../../shared/api.ts";
import { ColourMark } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { DecideAppeal } from "./DecideAppeal.tsx";
import type { Appeal } from "./types.ts";
import { words } from "./words.ts";

/** One appeal: the evidence in plain words, the holder's words and proof, its clock, what was done. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { data: one } = useSuspenseQuery({ ...query(showAppeal, { id: location.parts[0] ?? "" }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.appeals()}>{word.back}</a>
        </p>
        <PageHead
          title={`${word.appealTitle} ${one.id.slice(-8)}`}
          lead={
            <span className="row">
              <Pill tone={one.outcome === null ? "accent" : "plain"}>{word.states[one.state]}</Pill>
              {one.isOverdue && <Pill tone="bad">{word.late}</Pill>}
              {one.isSuspending && <Pill tone="warning">{word.suspended}</Pill>}
              <a href={paths.person(one.personKey)}>{`${word.person} ${one.personKey.slice(0, 8)}`}</a>
            </span>
          }
          actions={<Deeds one={one} />}
        />
        {!one.mayDecide && one.outcome === null && <p className="quiet">{word.healthOnly}</p>}
      </div>
      <div className="columns">
        <div className="page-stack">
          <EvidencePanel one={one} />
          <Panel title={word.words}>
            <p>{one.words}</p>
            {one.attachments.length > 0 && <h3>{word.attachments}</h3>}
            <ul className="list-plain">
              {one.attachments.map(({ n, bytes }) => (
                <li key={n}>
                  <a href={addressOf(downloadAttachment, { id: one.id, n })}>
                    {word.attachment(String(n), String(Math.ceil(bytes / 1024)))}
                  </a>
                </li>
              ))}
            </ul>
          </Panel>
        </div>
        <div className="page-stack">
          <AppealFacts one={one} />
          <History one={one} />
        </div>
      </div>
    </div>
  );
}

function Deeds({ one }: { readonly one: Appeal }) {
  const word = useWords(words);
  const { post } = useMe();
  const [asks, setAsks] = useState<"triage" | "decide" | "opinion" | null>(null);
  const [kind, setKind] = useState<AppealKind>(one.kind);
  const close = () => setAsks(null);
  const triage = useAct((text: string) => send(triageAppeal, { id: one.id }, { kind, words: text }), {
    done: word.done,
    onDone: close,
  });
  const opinion = useAct((text: string) => send(giveOpinion, { id: one.id }, { words: text }), {
    done: word.done,
    onDone: close,
  });
  const isNew = one.state === "RECEIVED" || one.state === "OWNED";
  return (
    <span className="row">
      {isNew && post.role !== "auditor" && <Button onClick={() => setAsks("triage")}>{word.triage}</Button>}
      {one.mayDecide && (
        <Button type="primary" onClick={() => setAsks("decide")}>
          {word.decide}
        </Button>
      )}
      {one.state === "OMBUDSMAN" && post.role === "auditor" && (
        <Button onClick={() => setAsks("opinion")}>{word.opinion}</Button>
      )}
      {asks === "triage" && (
        <ReasonDialog
          title={word.triage}
          okText={word.triage}
          isPending={triage.isPending}
          onOk={(text) => triage.mutate(text)}
          onClose={close}
        >
          <fieldset>
            <legend>{word.kind}</legend>
            {APPEAL_KINDS.map((each) => (
              <label key={each} className="row">
                <input type="radio" name="kind" checked={each === kind} onChange={() => setKind(each)} />
                {word.kinds[each]}
              </label>
            ))}
          </fieldset>
        </ReasonDialog>
      )}
      {asks === "opinion" && (
        <ReasonDialog
          title={word.words10}
          okText={word.opinion}
          isPending={opinion.isPending}
          onOk={(text) => opinion.mutate(text)}
          onClose={close}
        />
      )}
      {asks === "decide" && <DecideAppeal one={one} onClose={close} />}
    </span>
  );
}

function EvidencePanel({ one }: { readonly one: Appeal }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  return (
    <Panel title={word.evidence}>
      {one.evidence.length === 0 && <p className="quiet">{word.noEvidence}</p>}
      <ul className="list-plain">
        {one.evidence.map((piece) => (
          <li key={piece.id}>
            <span className="row">
              <ColourMark colour={piece.colour} size="small" />
              <b>{piece.reason[language]}</b>
              {piece.isSuspended && <Pill tone="warning">{word.isSuspended}</Pill>}
              {piece.isWithdrawn && <Pill tone="good">{word.withdrawn}</Pill>}
            </span>
            <span className="quiet">
              {`${piece.class} · ${piece.source[language]} · ${word.from} ${moment(piece.since)}`}
              {piece.until !== null && ` ${word.until} ${moment(piece.until)}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function AppealFacts({ one }: { readonly one: Appeal }) {
  const word = useWords(words);
  const { moment } = useFormat();
  return (
    <Panel>
      <Facts>
        <Fact name={word.kind}>{word.kinds[one.kind]}</Fact>
        <Fact name={word.channel}>{word.channels[one.channel]}</Fact>
        <Fact name={word.owner}>
          <PlaceLine code={one.ownerArea} />
        </Fact>
        <Fact name={word.received}>{moment(one.receivedAt)}</Fact>
        {one.dueAt !== null && (
          <Fact name={word.due}>
            <span className={one.isOverdue ? "number-late" : undefined}>{moment(one.dueAt)}</span>
          </Fact>
        )}
        <Fact name={word.last}>{moment(one.lastDueAt)}</Fact>
        {one.escalatedTo !== null && (
          <Fact name={word.escalated}>
            <PlaceLine code={one.escalatedTo} />
          </Fact>
        )}
      </Facts>
    </Panel>
  );
}

function History({ one }: { readonly one: Appeal }) {
  const word = useWords(words);
  const { moment } = useFormat();
  return (
    <Panel title={word.history}>
      <ol className="timeline">
        {one.steps.map((step) => (
          <li key={`${step.at} ${step.step}`}>
            <time className="quiet" dateTime={step.at}>
              {moment(step.at)}
            </time>
            <span>
              <b>{word.steps[step.step] ?? step.step}</b>
              {step.byOrganisation !== null && ` · ${step.byOrganisation}`}
              {step.words !== null && <span className="quiet">{` ${step.words}`}</span>}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
