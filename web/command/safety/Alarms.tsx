import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import type { z } from "zod";
import {
  acceptAlarm,
  confirmWorkerSafe,
  listAlarms,
  openPosition,
  reportAlarm,
} from "#capabilities/safety/contract.ts";
import { instant, MINUTE } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { sharedSafetyWords } from "../../shared/safety-words.ts";
import { words as common } from "../../shared/words.ts";
import { useAct } from "../kit/act.tsx";
import { Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { safetyWords } from "./words.ts";

type Alarm = z.output<(typeof listAlarms)["result"]>["alarms"][number];

const LOOK_EVERY_MS = 4_000;
/** The contract's least for a report. */
const REPORT_LEAST = 4;

export function Alarms({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { role } = useWords(common);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listAlarms, { area }), refetchInterval: LOOK_EVERY_MS });
  return (
    <Table
      caption={w.alarms}
      columns={[
        {
          key: "worker",
          title: w.worker,
          cell: (one) => (
            <>
              <strong>{one.worker}</strong>
              <br />
              <span className="quiet">{`${role[one.role]} · ${one.organisation}`}</span>
            </>
          ),
        },
        {
          key: "place",
          title: w.place,
          cell: (one) => (
            <>
              <PlaceName code={one.place} />
              <br />
              <span className="quiet">{moment(one.madeAt)}</span>
            </>
          ),
        },
        { key: "state", title: w.state, cell: (one) => <Standing alarm={one} /> },
        { key: "deeds", title: "", cell: (one) => <Deeds alarm={one} /> },
      ]}
      rows={data.alarms}
      keyOf={({ id }) => id}
      nothing={w.none}
    />
  );
}

function Standing({ alarm }: { readonly alarm: Alarm }) {
  const w = useWords(safetyWords);
  const { because } = useWords(sharedSafetyWords);
  const { time, moment } = useFormat();
  const isLate = instant(alarm.receivedAt) - instant(alarm.madeAt) > MINUTE;
  const tone = alarm.state === "waiting" ? "bad" : alarm.state === "closed" ? "good" : "warning";
  return (
    <>
      <Pill tone={tone}>{w.kind[alarm.kind]}</Pill>{" "}
      {alarm.state === "waiting" && alarm.answerBy !== null && w.waiting(time(alarm.answerBy))}
      {alarm.state === "accepted" && w.accepted(alarm.acceptedBy ?? "")}
      {alarm.state === "closed" && w.closed}
      <span className="quiet">
        {alarm.because !== null && <span>{` · ${because[alarm.because]}`}</span>}
        {alarm.state === "waiting" && (
          <span>
            {` · ${w.turn} `}
            <PlaceName code={alarm.turnOf} />
          </span>
        )}
        {alarm.safeAt !== null && <span>{` · ${w.safe}`}</span>}
        {isLate && <span>{` · ${w.late(moment(alarm.receivedAt))}`}</span>}
        {alarm.tasksBack > 0 && <span>{` · ${w.tasksBack(alarm.tasksBack)}`}</span>}
      </span>
      {alarm.report !== null && <p>{alarm.report}</p>}
    </>
  );
}

function Deeds({ alarm }: { readonly alarm: Alarm }) {
  const w = useWords(safetyWords);
  const { count } = useFormat();
  const [isReporting, setReporting] = useState(false);
  const alarmId = alarm.id;
  const accepting = useAct(() => send(acceptAlarm, { alarmId }, {}), { done: w.done });
  const confirming = useAct((how: "spoke" | "saw") => send(confirmWorkerSafe, { alarmId }, { how }), { done: w.done });
  const opening = useAct(() => send(openPosition, { alarmId }, {}));
  if (alarm.state === "closed") return null;
  return (
    <div className="stack">
      <div className="row">
        {alarm.state === "waiting" && (
          <Button type="primary" danger loading={accepting.isPending} onClick={() => accepting.mutate(undefined)}>
            {w.accept}
          </Button>
        )}
        {alarm.hasPosition && <Button onClick={() => opening.mutate(undefined)}>{w.position}</Button>}
        {alarm.state === "accepted" && alarm.safeAt === null && (
          <>
            <Button onClick={() => confirming.mutate("spoke")}>{w.spoke}</Button>
            <Button onClick={() => confirming.mutate("saw")}>{w.saw}</Button>
          </>
        )}
        {alarm.state === "accepted" && <Button onClick={() => setReporting(true)}>{w.report}</Button>}
      </div>
      {opening.data !== undefined && (
        <p>{`${opening.data.latitude}, ${opening.data.longitude} · ${w.near(count(opening.data.accuracyM))}`}</p>
      )}
      {isReporting && <Report alarmId={alarmId} onClose={() => setReporting(false)} />}
    </div>
  );
}

function Report({ alarmId, onClose }: { readonly alarmId: string; readonly onClose: () => void }) {
  const w = useWords(safetyWords);
  const [report, setReport] = useState("");
  const saving = useAct(() => send(reportAlarm, { alarmId }, { report: report.trim() }), {
    done: w.done,
    onDone: onClose,
  });
  return (
    <Modal
      open
      title={w.report}
      okText={w.save}
      cancelText={w.cancel}
      okButtonProps={{ disabled: report.trim().length < REPORT_LEAST, loading: saving.isPending }}
      onOk={() => saving.mutate(undefined)}
      onCancel={onClose}
    >
      <label className="field">
        <span>{w.reportLabel}</span>
        <textarea
          className="text-area"
          rows={4}
          maxLength={2000}
          value={report}
          onChange={({ target }) => setReport(target.value)}
        />
      </label>
    </Modal>
  );
}
