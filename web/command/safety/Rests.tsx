import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { decideRest, listRests } from "#capabilities/safety/contract.ts";
import { SYMPTOMS } from "#capabilities/visits/rules/answers.ts";
import { daysLater } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { symptomWords } from "../../shared/symptom-words.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { safetyWords } from "./words.ts";

type Rest = z.output<(typeof listRests)["result"]>["rests"][number];
/** As long as contact counts (rules/self-check.ts). */
const DAYS_OF_REST = 14;

/** What the health seat alone sees and decides. */
export function Rests({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const symptom = useWords(symptomWords);
  const { count, moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listRests, { area }), refetchInterval: 30_000 });
  const feltOf = ({ temperatureTenths, symptoms, contacts }: Rest) =>
    [
      temperatureTenths === null ? null : `${(temperatureTenths / 10).toFixed(1)} °C`,
      ...SYMPTOMS.filter((one) => symptoms.includes(one)).map((one) => symptom[one]),
      w.contacts(count(contacts)),
    ]
      .filter((one) => one !== null)
      .join(" · ");
  return (
    <Table
      caption={w.rests}
      columns={[
        {
          key: "worker",
          title: w.worker,
          cell: (one) => (
            <>
              <strong>{one.worker}</strong>
              <br />
              <span className="quiet">
                <PlaceName code={one.place} />
              </span>
            </>
          ),
        },
        {
          key: "state",
          title: w.state,
          cell: (one) => (
            <>
              {`${w.restState[one.state]} · ${w.restBecause[one.because]}`}
              <br />
              <span className="quiet">
                {`${moment(one.proposedAt)} · ${feltOf(one)}`}
                {one.substitute !== null && ` · ${w.substitute(one.substitute)}`}
                {one.until !== null && ` · ${w.until} ${moment(one.until)}`}
              </span>
            </>
          ),
        },
        { key: "deeds", title: "", cell: (one) => <Decide rest={one} /> },
      ]}
      rows={data.rests}
      keyOf={({ id }) => id}
      nothing={w.noRests}
    />
  );
}

function Decide({ rest }: { readonly rest: Rest }) {
  const w = useWords(safetyWords);
  const [until, setUntil] = useState<string>(daysLater(platformToday(), DAYS_OF_REST));
  const deciding = useAct(
    (decision: "rest" | "not-needed" | "fit") =>
      send(
        decideRest,
        { restId: rest.id },
        decision === "rest" ? { decision, until: `${until}T00:00:00+08:00` } : { decision },
      ),
    { done: w.done },
  );
  if (rest.state === "resting")
    return (
      <Button type="primary" loading={deciding.isPending} onClick={() => deciding.mutate("fit")}>
        {w.decide.fit}
      </Button>
    );
  return (
    <div className="row">
      <input
        className="input input-small"
        type="date"
        aria-label={w.until}
        min={daysLater(platformToday(), 1)}
        value={until}
        onChange={({ target }) => setUntil(target.value)}
      />
      <Button
        type="primary"
        disabled={until === ""}
        loading={deciding.isPending}
        onClick={() => deciding.mutate("rest")}
      >
        {w.decide.rest}
      </Button>
      <Button onClick={() => deciding.mutate("not-needed")}>{w.decide["not-needed"]}</Button>
    </div>
  );
}
