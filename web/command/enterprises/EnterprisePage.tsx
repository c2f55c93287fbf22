import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { openContact, openPhoto, showEnterprise } from "#capabilities/enterprises/contract.ts";
import { INDUSTRIES } from "#capabilities/enterprises/rules/kinds.ts";
import { CHECKS } from "#capabilities/enterprises/rules/plan.ts";
import { addressOf, query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Nothing } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { Problems } from "./Problems.tsx";
import { Steps } from "./Steps.tsx";
import type { Shown } from "./types.ts";
import { words } from "./words.ts";

/** One enterprise: what it applied for, what was found, what this post may do now. No name of its staff is here. */
export function Page({ location }: PageProps) {
  const w = useWords(words);
  const language = useLanguage();
  const { moment, count, day: dayInWords } = useFormat();
  const { data } = useSuspenseQuery({
    ...query(showEnterprise, { enterpriseId: location.parts[0] ?? "" }),
    refetchInterval: 30_000,
  });
  const { enterprise, application } = data;
  return (
    <div className="page-stack">
      <PageHead
        title={enterprise.name}
        lead={
          <>
            {application === null ? w.noApplication : <Pill tone="accent">{w.states[application.state]}</Pill>}
            {application?.dueAt && ` ${w.due} ${moment(application.dueAt)}`}
            {application?.isSilent && <Pill tone="warning">{w.silent}</Pill>}
            {application?.siteCheck === "missed" && <Pill tone="warning">{w.missed}</Pill>}
          </>
        }
        actions={<Steps shown={data} />}
      />
      <Panel side={<Contact id={enterprise.id} />} title={w.application}>
        <Facts>
          <Fact name={w.facts.uscc}>{enterprise.uscc}</Fact>
          <Fact name={w.place}>{enterprise.placeName}</Fact>
          <Fact name={w.facts.kind}>{w.kinds[enterprise.kind]}</Fact>
          <Fact name={w.industry}>{INDUSTRIES[enterprise.industry]?.[language]}</Fact>
          <Fact name={w.facts.headcount}>{count(enterprise.headcount)}</Fact>
          <Fact name={w.facts.dormitories}>{count(enterprise.dormitories)}</Fact>
          {application !== null && <Fact name={w.facts.roster}>{count(application.rosterCount)}</Fact>}
          {application?.submittedAt && <Fact name={w.facts.submitted}>{moment(application.submittedAt)}</Fact>}
          {application?.helper && (
            <Fact name={w.helper}>{`${application.helper.name} ${application.helper.phone}`}</Fact>
          )}
        </Facts>
        {application?.reason && <p>{application.reason}</p>}
        {application?.conditions && <p>{application.conditions}</p>}
      </Panel>
      {application === null ? <Nothing>{w.noApplication}</Nothing> : <Plan shown={application} id={enterprise.id} />}
      {application !== null && <Problems shown={data} />}
      <Panel title={w.days}>
        <Table
          caption={w.days}
          rows={data.days}
          keyOf={(row) => row.day}
          columns={[
            { key: "day", title: w.day, cell: (row) => dayInWords(row.day) },
            { key: "roster", title: w.facts.roster, isNumber: true, cell: (row) => count(row.onRoster) },
            { key: "onSite", title: w.onSite, isNumber: true, cell: (row) => count(row.onSite) },
            { key: "held", title: w.held, isNumber: true, cell: (row) => count(row.held) },
            { key: "fever", title: w.fever, isNumber: true, cell: (row) => count(row.fever) },
            { key: "isolated", title: w.isolated, isNumber: true, cell: (row) => count(row.isolated) },
            {
              key: "confirmed",
              title: w.state,
              cell: (row) => (row.confirmedAt === null ? w.notConfirmed : w.confirmed),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

type Application = NonNullable<Shown["application"]>;
type ContentName = keyof ReturnType<typeof contentWords>;
const contentWords = () => words.zh.content;

function Plan({ shown, id }: { readonly shown: Application; readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const names = Object.keys(w.content) as ContentName[];
  return (
    <>
      <Panel title={w.plan}>
        <Facts>
          {names
            .filter((name) => shown.content[name] !== null)
            .map((name) => (
              <Fact key={name} name={w.content[name]}>
                {name === "canteen" && shown.content.canteen !== null
                  ? w.canteens[shown.content.canteen]
                  : String(shown.content[name])}
              </Fact>
            ))}
          {shown.content.shifts.map((shift) => (
            <Fact key={shift.name + shift.from} name={shift.name}>
              {`${shift.from}–${shift.to} · ${shift.persons}`}
            </Fact>
          ))}
        </Facts>
      </Panel>
      <Panel title={w.checks}>
        <Facts>
          {CHECKS.map((check) => {
            const answer = shown.content.checks[check.id];
            return (
              <Fact key={check.id} name={check[language]}>
                {answer === undefined ? "–" : w.answers[answer]}
              </Fact>
            );
          })}
        </Facts>
      </Panel>
      {shown.photos.length > 0 && <Photos shown={shown} id={id} />}
    </>
  );
}

/** Photos under the item that they show. */
function Photos({ shown, id }: { readonly shown: Application; readonly id: string }) {
  const w = useWords(words);
  const language = useLanguage();
  const items = Map.groupBy(shown.photos, (photo) => photo.item);
  const names = new Map<string, string>([
    ...CHECKS.map((check) => [check.id, check[language]] as const),
    ["site", w.check],
  ]);
  return (
    <Panel title={w.photos}>
      {[...items].map(([item, photos]) => {
        const name = names.get(item) ?? w.check;
        return (
          <section key={item} aria-label={name}>
            <h3>{name}</h3>
            <div className="row">
              {photos.map((photo, at) => (
                <figure key={photo.id}>
                  <img
                    loading="lazy"
                    height="120"
                    alt={`${name} ${at + 1}`}
                    src={addressOf(openPhoto, { enterpriseId: id, photoId: photo.id })}
                  />
                  <figcaption>{photo.takenBy === "enterprise" ? w.byEnterprise : w.byTownship}</figcaption>
                </figure>
              ))}
            </div>
          </section>
        );
      })}
    </Panel>
  );
}

function Contact({ id }: { readonly id: string }) {
  const w = useWords(words);
  const [isOpen, setOpen] = useState(false);
  const opening = useAct((reason: string) => send(openContact, { enterpriseId: id }, { reason }), {
    onDone: () => setOpen(false),
  });
  if (opening.data) {
    const { address, contactName, contactPhone } = opening.data;
    return <span>{`${contactName} ${contactPhone} · ${address}`}</span>;
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{w.contact}</Button>
      {isOpen && (
        <ReasonDialog
          title={w.contactTitle}
          okText={w.contact}
          isPending={opening.isPending}
          onOk={opening.mutate}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
