import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { endManager, invite, mendProblem, showMine, withdrawApplication } from "#capabilities/enterprises/contract.ts";
import { query, send } from "../shared/api.ts";
import { useFormat } from "../shared/format.ts";
import { useWords } from "../shared/language.ts";
import { Apply } from "./Apply.tsx";
import { Correct } from "./Correct.tsx";
import { Day } from "./Day.tsx";
import { Failed, Sure, Text, useDeed } from "./parts.tsx";
import { Roster } from "./Roster.tsx";
import { Staff } from "./Staff.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

const TABS = ["status", "apply", "roster", "staff", "day", "registration"] as const;

export function EnterprisePage({ id, tab }: { readonly id: string; readonly tab: string }) {
  const w = useWords(words);
  const { data } = useSuspenseQuery(query(showMine, { enterpriseId: id }));
  const current = TABS.find((one) => one === tab) ?? "status";
  return (
    <>
      <h1>{data.enterprise.name}</h1>
      <p className="quiet">{`${data.enterprise.uscc} · ${data.enterprise.placeName} · ${w.kinds[data.enterprise.kind]}`}</p>
      <nav className="ent-tabs" aria-label={w.tabsLabel}>
        {TABS.map((one) => (
          <a key={one} href={`#/e/${id}/${one}`} aria-current={one === current ? "page" : undefined}>
            {w.tabs[one]}
          </a>
        ))}
      </nav>
      {current === "status" && <Status mine={data} />}
      {current === "apply" && <Apply key={data.application?.id ?? "new"} mine={data} />}
      {current === "roster" && <Roster mine={data} />}
      {current === "staff" && <Staff mine={data} />}
      {current === "day" && <Day mine={data} />}
      {current === "registration" && <Correct mine={data} />}
    </>
  );
}

function Status({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const { moment } = useFormat();
  const { application, enterprise } = mine;
  const withdrawing = useDeed(() =>
    send(withdrawApplication, { enterpriseId: enterprise.id }, { reason: "企业自行撤回" }),
  );
  const isWaiting = application?.state === "at-township" || application?.state === "at-county";
  return (
    <>
      <section className="card" aria-live="polite">
        <h2>{w.tabs.status}</h2>
        <p>
          <span className="ent-state">{application === null ? w.noApplication : w.states[application.state]}</span>
        </p>
        {application?.dueAt && <p>{w.due(moment(application.dueAt))}</p>}
        {application?.isSilent && <p>{w.silent}</p>}
        {application?.reason && <p>{`${w.reason}：${application.reason}`}</p>}
        {application?.conditions && <p>{`${w.conditions}：${application.conditions}`}</p>}
        {application?.helper && <p>{`${w.helper}：${application.helper.name} ${application.helper.phone}`}</p>}
        <Failed of={withdrawing} />
        {isWaiting && (
          <button type="button" className="ent-button" onClick={() => withdrawing.mutate(undefined)}>
            {w.withdraw}
          </button>
        )}
        {application !== null && application.events.length > 0 && (
          <>
            <h3>{w.history}</h3>
            <ul className="ent-list">
              {application.events.map((event) => (
                <li key={event.at + event.kind}>
                  <span>{w.events[event.kind] ?? event.kind}</span>
                  <time dateTime={event.at} className="quiet">
                    {moment(event.at)}
                  </time>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
      {application !== null && application.problems.length > 0 && (
        <section className="card">
          <h2>{w.problems}</h2>
          {application.problems.map((problem) => (
            <ProblemLine key={problem.id} problem={problem} enterpriseId={enterprise.id} />
          ))}
        </section>
      )}
      <Managers mine={mine} />
    </>
  );
}

type ProblemItem = NonNullable<Mine["application"]>["problems"][number];

function ProblemLine({ problem, enterpriseId }: { readonly problem: ProblemItem; readonly enterpriseId: string }) {
  const w = useWords(words);
  const [note, setNote] = useState("");
  const mending = useDeed(() => send(mendProblem, { enterpriseId, problemId: problem.id }, { note }));
  return (
    <div>
      <p>
        <strong>{problem.text}</strong> <span className="quiet">{w.mendBy(problem.dueOn)}</span>
      </p>
      {problem.closedAt !== null && <p>{w.closed}</p>}
      {problem.closedAt === null && problem.mendedAt !== null && (
        <p>{`${problem.mendedNote} · ${w.waitsForClosing}`}</p>
      )}
      {problem.mendedAt === null && problem.closedAt === null && (
        <div className="ent-row">
          <Text label={w.mended} value={note} onChange={setNote} />
          <button
            type="button"
            className="ent-button"
            disabled={note.trim().length < 2}
            onClick={() => mending.mutate(undefined)}
          >
            {w.sayMended}
          </button>
        </div>
      )}
      <Failed of={mending} />
    </div>
  );
}

type Manager = Mine["managers"][number];

function Managers({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const [phone, setPhone] = useState("");
  const inviting = useDeed(
    () => send(invite, { enterpriseId: mine.enterprise.id }, { phone }),
    () => setPhone(""),
  );
  const ending = useDeed(
    (one: Manager) => send(endManager, { enterpriseId: mine.enterprise.id, managerId: one.id }),
    // Who ends his own part has nothing more to see here.
    (_nothing, one) => {
      if (one.isMe) location.hash = "#/";
    },
  );
  const confirmed = mine.managers.filter((one) => one.confirmedAt !== null).length;
  return (
    <section className="card">
      <h2>{w.managers}</h2>
      <ul className="ent-list">
        {mine.managers.map((one) => (
          <li key={one.id}>
            <span>{one.isMe ? w.me : one.id.slice(-4)}</span>
            <span className="quiet">{one.confirmedAt === null ? w.invited : w.confirmed}</span>
            {(one.confirmedAt === null || confirmed > 1) && (
              <Sure
                label={one.confirmedAt === null ? w.takeBackInvitation : one.isMe ? w.leave : w.endManager}
                of={one.isMe ? w.me : one.id.slice(-4)}
                isBusy={ending.isPending}
                onSure={() => ending.mutate(one)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className="ent-row">
        <Text label={w.invitePhone} type="tel" value={phone} onChange={setPhone} />
        <button
          type="button"
          className="ent-button"
          disabled={phone.length < 11}
          onClick={() => inviting.mutate(undefined)}
        >
          {w.invite}
        </button>
      </div>
      <Failed of={inviting} />
      <Failed of={ending} />
    </section>
  );
}
