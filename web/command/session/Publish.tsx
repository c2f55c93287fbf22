import { Button, Modal } from "antd";
import { useState } from "react";
import { publish } from "#capabilities/joint-session/contract.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly session: Session };

/** The button stands there for everybody, and says why it cannot be pressed. */
export function Publish({ session }: Props) {
  const word = useWords(words);
  const { count } = useFormat();
  const [isAsking, setAsking] = useState(false);
  const publishing = useAct(() => send(publish, { id: session.id }, {}), {
    done: word.published,
    onDone: () => setAsking(false),
  });
  if (session.state !== "draft") return null;
  const isChair = session.yourSeat === "chair";
  const waits = session.waitsFor.map((seat) => word.seat[seat]).join("、");
  return (
    <div className="stack publish">
      <Button
        type="primary"
        size="large"
        disabled={session.mayPublish !== "ok" || !isChair}
        aria-describedby="publish-reason"
        onClick={() => setAsking(true)}
      >
        {word.publish}
      </Button>
      <p id="publish-reason" className="quiet">
        {session.mayPublish === "ok" && !isChair ? word.onlyChair : word.may[session.mayPublish]}
        {waits !== "" && ` · ${word.waitsFor(waits)}`}
      </p>
      <Modal
        open={isAsking}
        title={word.publishTitle}
        okText={word.publish}
        cancelText={word.cancel}
        confirmLoading={publishing.isPending}
        onOk={() => publishing.mutate(undefined)}
        onCancel={() => setAsking(false)}
      >
        <p>{word.publishText(count(session.listed - session.managed))}</p>
      </Modal>
    </div>
  );
}

type Destination = Session["pushes"][number]["destinations"][number];

/** After publishing: the batch, and how many of what went where. */
export function Pushes({ session }: Props) {
  const word = useWords(words);
  const { count, moment } = useFormat();
  const columns: Column<Destination>[] = [
    {
      key: "place",
      title: word.destination,
      cell: ({ place, placeName }) => <a href={paths.overview(place, { day: session.day })}>{placeName}</a>,
    },
    ...(["issued", "changed", "closed", "holders"] as const).map(
      (name): Column<Destination> => ({
        key: name,
        title: word[name],
        isNumber: true,
        cell: (row) => count(row[name]),
      }),
    ),
  ];
  return (
    <>
      {session.pushes.map(({ batch, pushedAt, pushedBy, destinations }) => (
        <Panel
          key={batch}
          title={`${word.pushes} · ${batch}`}
          note={`${moment(pushedAt)} · ${pushedBy} · ${word.total} ${count(destinations.reduce((sum, { issued }) => sum + issued, 0))}`}
        >
          <Table caption={word.pushes} columns={columns} rows={destinations} keyOf={({ place }) => place} />
        </Panel>
      ))}
    </>
  );
}
