import { useMemo } from "react";
import { file } from "#capabilities/observation/contract.ts";
import { householdObserves } from "#capabilities/observation/rules/conditions.ts";
import { SERVICES, type Service } from "#capabilities/visits/rules/answers.ts";
import { dayOf } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { useRegister } from "../households/register.ts";
import { registerWords } from "../households/words.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf } from "../parts/Choices.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
import { shortOf } from "../parts/short.ts";
import { go, paths } from "../paths.ts";
import { useTask } from "../screens/ResidentScreen.tsx";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { reportWords } from "../words-report.ts";
import { useProfileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, NoteField, YesNo } from "./parts.tsx";
import { homeOf, type KnownHome, relationOf } from "./register.ts";
import { words } from "./words.ts";

const CONDITIONS = ["hasOwnRoom", "hasOwnBathroom", "caresForSelf", "livesWithFrail"] as const;

type Subject = { readonly personKey: string; readonly place: string; readonly title: string };

/** Step 1 for somebody of the inbox; what the register knows of the home is there already. */
export function FileScreen({ taskId }: { readonly taskId: string }) {
  const w = useWords(words);
  const { task } = useTask(taskId);
  const register = useRegister();
  const home = useMemo(() => homeOf(register, ({ personKey }) => personKey === task?.personKey), [register, task]);
  if (task === null) return <Gone />;
  const subject = { personKey: task.personKey, place: task.place, title: w.resident(shortOf(task.personKey)) };
  return <FileForm subject={subject} home={home} />;
}

/** Step 1 for somebody found in the household register. */
export function FilePersonScreen({ personId }: { readonly personId: string }) {
  const register = useRegister();
  const home = useMemo(() => homeOf(register, (one) => one.personId === personId), [register, personId]);
  if (home === null || home.person.personKey === null) return <Gone />;
  const { personKey, name } = home.person;
  return <FileForm subject={{ personKey, place: home.place, title: name ?? shortOf(personKey) }} home={home} />;
}

function Gone() {
  const w = useWords(words);
  return (
    <>
      <Bar title={w.file} back={paths.section(SECTION)} />
      <p className="empty">{w.gone}</p>
    </>
  );
}

/** What the home is like and what it needs. Kept on the phone with every touch. */
function FileForm({ subject, home }: { readonly subject: Subject; readonly home: KnownHome | null }) {
  const w = useWords(words);
  const { service } = useWords(reportWords);
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  const { personKey, place } = subject;
  const profile = useProfileOf(place);
  const [form, change, clear] = useKeptForm(`observe/${personKey}`, {
    exposedOn: dayOf(platformNow()) as string,
    isMinor: false,
    persons: 1 + (home?.others.length ?? 0),
    hasOwnRoom: true,
    hasOwnBathroom: true,
    caresForSelf: true,
    livesWithFrail: false,
    needs: [] as readonly Service[],
    note: "",
  });
  const back = paths.section(SECTION);
  const onSubmit = async () => {
    const { note, needs, ...rest } = form;
    const text = note.trim();
    const householdKey = home?.householdKey ?? null;
    const id = await give(file, {
      ...rest,
      personKey,
      place,
      householdKey,
      needs: [...needs],
      ...(text === "" ? {} : { note: text }),
    });
    clear();
    go(paths.section(SECTION, id), { instead: true });
  };
  return (
    <ActForm
      title={`${w.file} · ${subject.title}`}
      back={back}
      submit={w.submitFile}
      isWhole={form.persons >= 1 && form.persons <= 30 && form.exposedOn !== ""}
      onSubmit={onSubmit}
    >
      {home !== null && <Known home={home} />}
      {role === "health-worker" && <p className="notice">{w.orderHint}</p>}
      <label className="field">
        <span>{w.exposedOn}</span>
        <input
          className="input"
          type="date"
          value={form.exposedOn}
          max={dayOf(platformNow())}
          onChange={(event) => change({ exposedOn: event.target.value })}
        />
        <small className="quiet">{w.exposedHint}</small>
      </label>
      <label className="field">
        <span>{w.personsAsk}</span>
        <input
          className="input"
          type="number"
          inputMode="numeric"
          min={1}
          max={30}
          value={form.persons}
          onChange={(event) => change({ persons: Number(event.target.value) })}
        />
      </label>
      {CONDITIONS.map((one) => (
        <YesNo key={one} label={w[one]} value={form[one]} onChange={(value) => change({ [one]: value })} />
      ))}
      {home !== null && home.others.length > 0 && householdObserves(form, profile) !== "nobody" && (
        <p className="notice" role="status">
          {w.willPropose(home.others.length)}
        </p>
      )}
      <YesNo label={w.isMinor} value={form.isMinor} onChange={(isMinor) => change({ isMinor })} />
      <ManyOf
        label={w.needs}
        options={SERVICES}
        words={service}
        value={form.needs}
        onChange={(needs) => change({ needs })}
      />
      <NoteField label={w.note} value={form.note} onChange={(note) => change({ note })} />
    </ActForm>
  );
}

/** Address, phone and who lives there, as the register has them: looked at, not keyed again. */
function Known({ home }: { readonly home: KnownHome }) {
  const w = useWords(words);
  const { relation } = useWords(registerWords);
  const { person, others, doorId } = home;
  return (
    <section className="panel" aria-label={w.known}>
      <h2>{w.known}</h2>
      <dl className="facts">
        <dt>{w.name}</dt>
        <dd>{person.name ?? w.noName}</dd>
        <dt>{w.address}</dt>
        <dd>{home.address}</dd>
        <dt>{w.phone}</dt>
        <dd>{person.phone ?? w.notKnown}</dd>
        <dt>{w.livesWith}</dt>
        <dd>
          {others.length === 0
            ? w.nobodyElse
            : others.map((one) => `${one.name ?? w.noName}（${relation[relationOf(one, doorId)]}）`).join("、")}
        </dd>
      </dl>
      <a href={paths.section("households", "door", doorId)}>{w.putRight}</a>
    </section>
  );
}
