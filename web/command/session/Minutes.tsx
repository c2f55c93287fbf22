import { Button } from "antd";
import { useState } from "react";
import { writeMinutes } from "#capabilities/joint-session/contract.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { paths } from "../shell/paths.ts";
import { go } from "../shell/router.ts";
import type { Session } from "./types.ts";
import { words } from "./words.ts";

/** Who took part and what was said; written until the list is published, then only read. */
export function Minutes({ session }: { readonly session: Session }) {
  const word = useWords(words);
  const { post } = useMe();
  const [minutes, setMinutes] = useState(session.minutes);
  const [participants, setParticipants] = useState(session.participants.join("\n"));
  const mayWrite = session.state === "draft" && post.role !== "auditor";
  const names = participants
    .split("\n")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  const saving = useAct(() => send(writeMinutes, { id: session.id }, { minutes, participants: names }), {
    done: word.saved,
  });
  return (
    <Panel
      title={word.minutes}
      side={
        <Button className="no-print" onClick={() => go(paths.minutes(session.id))}>
          {word.printMinutes}
        </Button>
      }
    >
      <div className="columns">
        <label className="field">
          <span>{word.minutesLabel}</span>
          <textarea
            className="text-area"
            rows={6}
            maxLength={20_000}
            readOnly={!mayWrite}
            value={minutes}
            onChange={({ target }) => setMinutes(target.value)}
          />
        </label>
        <label className="field">
          <span>{word.participants}</span>
          <textarea
            className="text-area"
            rows={6}
            readOnly={!mayWrite}
            value={participants}
            onChange={({ target }) => setParticipants(target.value)}
          />
        </label>
      </div>
      {mayWrite && (
        <p className="row row-end more">
          <Button type="primary" loading={saving.isPending} onClick={() => saving.mutate(undefined)}>
            {word.save}
          </Button>
        </p>
      )}
    </Panel>
  );
}
