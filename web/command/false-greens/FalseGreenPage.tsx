import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { type CasePage, showCase, triageCase } from "#capabilities/false-greens/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { DecideCase } from "./DecideCase.tsx";
import { words } from "./words.ts";

type Case = z.output<typeof CasePage>;

/** One case: declared beside observed with both sources, what may be harmless about it, what was done. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { data: one } = useSuspenseQuery({ ...query(showCase, { id: location.parts[0] ?? "" }), staleTime: 30_000 });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.falseGreens()}>{word.back}</a>
        </p>
        <PageHead
          title={`${word.caseTitle} ${one.id.slice(-8)}`}
          lead={
            <span className="row">
              <Pill tone={one.outcome === null ? "accent" : "plain"}>{word.states[one.state]}</Pill>
              {one.outcome !== null && <Pill>{word.outcomes[one.outcome]}</Pill>}
              <a href={paths.person(one.personKey)}>{`${word.person} ${one.personKey.slice(0, 8)}`}</a>
            </span>
          }
          actions={<Deeds one={one} />}
        />
        {one.isRefiled && <p role="status">{word.refiled}</p>}
        {!one.mayDecide && one.outcome === null && <p className="quiet">{word.healthOnly}</p>}
      </div>
      <div className="columns">
        <div className="page-stack">
          {one.findings.map((finding) => (
            <FindingPanel key={finding.id} finding={finding} />
          ))}
        </div>
        <div className="page-stack">
          <CaseFacts one={one} />
          <History one={one} />
        </div>
      </div>
    </div>
  );
}

function Deeds({ one }: { readonly one: Case }) {
  const word = useWords(words);
  const { post } = useMe();
  const [asks, setAsks] = useState<"triage" | "decide" | null>(null);
  const close = () => setAsks(null);
  const triage = useAct((reason: string) => send(triageCase, { id: one.id }, { reason }), {
    done: word.done,
    onDone: close,
  });
  const mayTriage = one.state === "SUSPECTED" && post.role !== "auditor" && post.role !== "police-officer";
  return (
    <span className="row">
      {mayTriage && <Button onClick={() => setAsks("triage")}>{word.triage}</Button>}
      {one.mayDecide && (
        <Button type="primary" onClick={() => setAsks("decide")}>
          {word.decide}
        </Button>
      )}
      {asks === "triage" && (
        <ReasonDialog
          title={word.triage}
          okText={word.triage}
          isPending={triage.isPending}
          onOk={(reason) => triage.mutate(reason)}
          onClose={close}
        />
      )}
      {asks === "decide" && <DecideCase id={one.id} state={one.state} onClose={close} />}
    </span>
  );
}

function FindingPanel({ finding }: { readonly finding: Case["findings"][number] }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  return (
    <Panel
      title={`${finding.rule} ${finding.name[language]}`}
      side={
        <span className="quiet">
          {finding.isShadow ? word.shadow : `${word.strength} ${finding.strength.toFixed(2)}`}
        </span>
      }
    >
      <div className="columns">
        {(["declared", "observed"] as const).map((side) => (
          <div key={side}>
            <h3>{word[side]}</h3>
            <p>{finding[side].says[language]}</p>
            <p className="quiet">
              {`${word.source}：${word.sources[finding[side].source] ?? finding[side].source}`}
              {finding[side].at !== null && ` · ${moment(finding[side].at)}`}
            </p>
          </div>
        ))}
      </div>
      <Points title={word.benign} points={finding.benign.map((point) => point[language])} />
      <Points title={word.lowered} points={finding.lowered.map((point) => point[language])} />
    </Panel>
  );
}

function Points({ title, points }: { readonly title: string; readonly points: readonly string[] }) {
  if (points.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
    </>
  );
}

function CaseFacts({ one }: { readonly one: Case }) {
  const word = useWords(words);
  const { moment } = useFormat();
  return (
    <Panel title={word.facts}>
      <Facts>
        <Fact name={word.place}>
          <PlaceLine code={one.place} />
        </Fact>
        <Fact name={word.opened}>{moment(one.openedAt)}</Fact>
        {one.dueAt !== null && (
          <Fact name={word.due}>
            <span className={one.isOverdue ? "number-late" : undefined}>{moment(one.dueAt)}</span>
          </Fact>
        )}
        <Fact name={word.closes}>{moment(one.closesAt)}</Fact>
        {one.fieldResult !== null && <Fact name={word.field}>{word.fields[one.fieldResult]}</Fact>}
        {one.taskId !== null && (
          <Fact name={word.task}>
            <a href={paths.task(one.taskId)}>{one.taskId.slice(-8)}</a>
          </Fact>
        )}
      </Facts>
    </Panel>
  );
}

function History({ one }: { readonly one: Case }) {
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
