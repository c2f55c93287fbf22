import type { ObservationView } from "#capabilities/observation/contract.ts";
import { mineFirst, seatOf } from "#capabilities/observation/rules/duties.ts";
import { isOpen } from "#capabilities/observation/rules/machine.ts";
import { HOUR, instant, later } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { ObservationChart, ObservationProgress } from "../../shared/ObservationChart.tsx";
import { observationWords } from "../../shared/observation-words.ts";
import { Bar } from "../parts/Bar.tsx";
import { useNow } from "../parts/clock.ts";
import { Identity } from "../parts/Identity.tsx";
import { LeaveLink } from "../parts/LeaveLink.tsx";
import { usePlaceName } from "../parts/place.ts";
import { RegisterHere } from "../parts/RegisterHere.tsx";
import { shortOf } from "../parts/short.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { reportWords } from "../words-report.ts";
import { HouseholdPanel } from "./Household.tsx";
import { dayOfHome, profileOf, undecidedOf, usePending } from "./here.ts";
import { SECTION } from "./List.tsx";
import { NeedOrders } from "./NeedOrders.tsx";
import { words } from "./words.ts";

type Props = { readonly home: ObservationView };

/** One home: day n, what is late, what is to be done and by whom, and everything that this seat may see. */
export function HomeScreen({ home }: Props) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const language = useLanguage();
  const { moment } = useFormat();
  const now = useNow();
  const place = usePlaceName(home.place);
  const pending = usePending(home.id);
  const { steps } = profileOf(home);
  return (
    <>
      <Bar
        title={home.personKey === null ? w.hidden : w.resident(shortOf(home.personKey))}
        back={paths.section(SECTION)}
      />
      <div className="report">
        <section aria-label={o.state[home.state]}>
          <p>
            <strong>{o.state[home.state]}</strong>
            <span className="quiet">{` · ${place} · ${o.until(moment(home.dueAt))}`}</span>
          </p>
          <ObservationProgress day={dayOfHome(home, now)} days={home.days} />
        </section>
        {pending > 0 && (
          <p className="notice" role="status">
            {w.pending(pending)}
          </p>
        )}
        {home.alarms.map((alarm) => (
          <p key={alarm.kind + alarm.subject} className="observed-alarm" role="alert">
            {`${o.alarm[alarm.kind]} · ${moment(alarm.dueAt)}`}
          </p>
        ))}
        {home.personKey !== null && <RegisterHere personKey={home.personKey} />}
        {home.personKey !== null && <Identity task={{ id: home.id, personKey: home.personKey }} purpose="care" />}
        <section aria-label={w.todo}>
          <h2>{w.todo}</h2>
          {home.duties.length === 0 && <p className="quiet">{w.nothingToDo}</p>}
          <ul className="observed-list">
            {mineFirst(home.duties, home.mySeat).map((duty) => (
              <li key={duty.kind + duty.subject}>
                <strong>{seatOf(duty) === home.mySeat ? w.mine : o.seat[seatOf(duty)]}</strong>
                {` · ${o.duty[duty.kind]}${duty.kind === "seat" ? ` · ${o.seat[duty.subject as keyof typeof o.seat]}` : ""}`}
                <span className="quiet">{` · ${w.dueBy(moment(duty.dueAt))}${instant(duty.dueAt) < now ? ` · ${w.overdue}` : ""}`}</span>
              </li>
            ))}
          </ul>
        </section>
        {home.obstacles.length > 0 && (
          <section className="notice" aria-label={w.obstacles}>
            <strong>{w.obstacles}</strong>
            <p>{home.obstacles.map((one) => w.obstacle[one]).join("、")}</p>
            <p className="quiet">{w.doctorDecides}</p>
          </section>
        )}
        <HouseholdPanel home={home} />
        <Needs home={home} />
        {home.checks.length > 0 && (
          <section aria-label={steps.checks[language]}>
            <ObservationChart
              dZero={home.dZero}
              days={home.days}
              today={dayOfHome(home, now)}
              startedAt={home.startedAt}
              checks={home.checks}
            />
          </section>
        )}
        <Team home={home} />
        <Papers home={home} />
        <Timeline home={home} />
        <LeaveLink place={home.place} />
        <Dock home={home} />
      </div>
    </>
  );
}

function Needs({ home }: Props) {
  const w = useWords(words);
  const { service } = useWords(reportWords);
  if (home.needs.length === 0 && home.persons === null) return null;
  return (
    <section aria-label={w.needs}>
      <h2>{w.needs}</h2>
      <p>
        {home.persons !== null && <span className="quiet">{`${w.persons(home.persons)} `}</span>}
        {home.needs.map((need) => service[need]).join("、")}
      </p>
      {home.mySeat !== null && isOpen(home.state) && <NeedOrders home={home} />}
    </section>
  );
}

function Team({ home }: Props) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  if (home.team.length === 0) return null;
  return (
    <section aria-label={w.team}>
      <h2>{w.team}</h2>
      <ul className="observed-list">
        {home.team.map((one) => (
          <li key={one.id}>
            <strong>{o.seat[one.seat]}</strong>
            {one.name === null ? (
              <span className="form-fault">{` ${w.vacant} · ${w.since(moment(one.since))}`}</span>
            ) : (
              <span>{` ${one.name}${one.isMe ? w.me : ""}`}</span>
            )}
            {one.organisation !== null && <span className="quiet">{` · ${one.organisation}`}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Papers({ home }: Props) {
  const w = useWords(words);
  const { moment } = useFormat();
  const notice = home.documents.find(({ kind }) => kind === "notice");
  if (notice === undefined) return null;
  const by =
    notice.signedBy === "person" || notice.signedBy === "guardian" || notice.signedBy === "declined"
      ? notice.signedBy
      : "none";
  return (
    <section aria-label={w.papers}>
      <h2>{w.papers}</h2>
      <p>
        {w.signedBy[by]}
        {notice.signedAt !== null && <span className="quiet">{` · ${moment(notice.signedAt)}`}</span>}
      </p>
    </section>
  );
}

function Timeline({ home }: Props) {
  const w = useWords(words);
  const o = useWords(observationWords);
  const { moment } = useFormat();
  return (
    <section aria-label={w.timeline}>
      <h2>{w.timeline}</h2>
      <ol className="observed-list">
        {home.lines.map((line) => (
          <li key={line.id}>
            <span className="quiet">{`${moment(line.at)} · `}</span>
            {o.line[line.kind]}
          </li>
        ))}
      </ol>
    </section>
  );
}

type Act = keyof (typeof words)["zh"]["act"];

/** What this seat can do now, the most frequent at the thumb; the server checks every one of them again. */
function actsOf(home: ObservationView, role: string | undefined, postId: string | undefined, canSign: boolean): Act[] {
  const isHealth = role === "health-worker";
  const isPolice = role === "police-officer";
  if (home.transferTo !== null && home.transferTo === postId) return ["receive"];
  const papers: Act[] = home.documents.length > 0 ? ["papers"] : [];
  if (!isOpen(home.state)) return home.state === "RELEASED" && !isPolice ? [...papers, "care"] : papers;
  const acts: Act[] = [];
  if (home.state === "PROPOSED" && !isPolice) acts.push("notice");
  else if (!isPolice) acts.push("check");
  if (isHealth && canSign) acts.unshift("sign");
  if (isHealth && undecidedOf(home).length > 0) acts.unshift("household");
  // Something abnormal, a home that does not fit, or a vehicle that is on its way.
  const isAsked = home.state === "ABNORMAL" || home.obstacles.length > 0 || home.transferSince !== null;
  if (isHealth && isAsked) acts.unshift("handle");
  if (home.rung !== null && home.rung !== "none") acts.push("ladder");
  if (home.state !== "PROPOSED") acts.push("abnormal");
  if (!isPolice) acts.push("care", "team", "reach");
  if (home.mySeat !== null) acts.push("notes");
  acts.push(...papers);
  if (isHealth) acts.push("extend", "end");
  return acts;
}

/** More would cover what is to be read: the rest stands as a list at the end of the page. */
const AT_THE_THUMB = 3;

function Dock({ home }: Props) {
  const w = useWords(words);
  const now = useNow();
  const post = useLocal(({ kept }) => kept.me?.value.post);
  const canSign = now >= later(instant(home.dueAt), -profileOf(home).signHoursBefore * HOUR);
  const acts = actsOf(home, post?.role, post?.id, canSign);
  return (
    <>
      {acts.length > AT_THE_THUMB && (
        <nav className="rows" aria-label={w.moreActs}>
          {acts.slice(AT_THE_THUMB).map((act) => (
            <a key={act} className="row" href={paths.section(SECTION, home.id, act)}>
              {w.act[act]}
              <span className="chevron" aria-hidden="true" />
            </a>
          ))}
        </nav>
      )}
      <div className="dock">
        {acts.slice(0, AT_THE_THUMB).map((act, at) => (
          <a
            key={act}
            className={at === 0 ? "button button-main" : "button"}
            href={paths.section(SECTION, home.id, act)}
          >
            {w.act[act]}
          </a>
        ))}
      </div>
    </>
  );
}
