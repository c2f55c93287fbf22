import { type ObservationView, signRelease } from "#capabilities/observation/contract.ts";
import { HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { ObservationChart, ObservationProgress } from "../../shared/ObservationChart.tsx";
import { useNow } from "../parts/clock.ts";
import { paths } from "../paths.ts";
import { dayOfHome, profileOf } from "./here.ts";
import { SECTION } from "./List.tsx";
import { ActForm, giveAndReturn } from "./parts.tsx";
import { words } from "./words.ts";

/** Step 7: the doctor sees all days before signing. */
export function SignScreen({ home }: { readonly home: ObservationView }) {
  const w = useWords(words);
  const { moment } = useFormat();
  const now = useNow();
  const from = later(instant(home.dueAt), -profileOf(home).signHoursBefore * HOUR);
  return (
    <ActForm
      title={w.act.sign}
      back={paths.section(SECTION, home.id)}
      submit={w.submitSign}
      isWhole={now >= from}
      missing={w.notYet(moment(isoInstant(from)))}
      onSubmit={() => giveAndReturn(signRelease, { observationId: home.id, place: home.place }, home.id)}
    >
      <p>{w.signLead}</p>
      <ObservationProgress day={dayOfHome(home, now)} days={home.days} />
      <ObservationChart
        dZero={home.dZero}
        days={home.days}
        today={dayOfHome(home, now)}
        startedAt={home.startedAt}
        checks={home.checks}
      />
    </ActForm>
  );
}
