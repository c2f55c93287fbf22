import { file } from "#capabilities/observation/contract.ts";
import { SERVICES, type Service } from "#capabilities/visits/rules/answers.ts";
import { dayOf } from "#kernel/time.ts";
import { useWords } from "../../shared/language.ts";
import { platformNow } from "../../shared/me.ts";
import { Bar } from "../parts/Bar.tsx";
import { ManyOf } from "../parts/Choices.tsx";
import { useKeptForm } from "../parts/kept-form.ts";
import { shortOf } from "../parts/short.ts";
import { go, paths } from "../paths.ts";
import { useTask } from "../screens/ResidentScreen.tsx";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { reportWords } from "../words-report.ts";
import { SECTION } from "./List.tsx";
import { ActForm, NoteField, YesNo } from "./parts.tsx";
import { words } from "./words.ts";

const CONDITIONS = ["hasOwnRoom", "hasOwnBathroom", "caresForSelf", "livesWithFrail"] as const;

/** Step 1: what the home is like and what it needs. Kept on the phone with every touch. */
export function FileScreen({ taskId }: { readonly taskId: string }) {
  const w = useWords(words);
  const { service } = useWords(reportWords);
  const { task } = useTask(taskId);
  const role = useLocal(({ kept }) => kept.me?.value.post.role);
  const [form, change, clear] = useKeptForm(`observe/${taskId}`, {
    exposedOn: dayOf(platformNow()) as string,
    isMinor: false,
    persons: 1,
    hasOwnRoom: true,
    hasOwnBathroom: true,
    caresForSelf: true,
    livesWithFrail: false,
    needs: [] as readonly Service[],
    note: "",
  });
  const back = paths.section(SECTION);
  if (task === null)
    return (
      <>
        <Bar title={w.file} back={back} />
        <p className="empty">{w.gone}</p>
      </>
    );
  const onSubmit = async () => {
    const { note, needs, ...rest } = form;
    const text = note.trim();
    await give(file, {
      ...rest,
      personKey: task.personKey,
      place: task.place,
      needs: [...needs],
      ...(text === "" ? {} : { note: text }),
    });
    clear();
    go(back, { instead: true });
  };
  return (
    <ActForm
      title={`${w.file} · ${w.resident(shortOf(task.personKey))}`}
      back={back}
      submit={w.submitFile}
      isWhole={form.persons >= 1 && form.persons <= 30 && form.exposedOn !== ""}
      onSubmit={onSubmit}
    >
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
