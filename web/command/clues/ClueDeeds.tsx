import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import {
  acceptAtDesk,
  assessClue,
  assignClue,
  receiveWarning,
  rejectClue,
  reportAtDesk,
  verifyClue,
  warnOfClue,
} from "#capabilities/clues/contract.ts";
import { REJECTIONS, type Rejection } from "#capabilities/clues/rules/steps.ts";
import { listPosts } from "#capabilities/workers/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { PlaceLine, usePlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { words as kitWords } from "../kit/words.ts";
import type { Clue } from "./types.ts";
import { words } from "./words.ts";

const GRADES = [1, 2, 3, 4] as const;
type Grade = (typeof GRADES)[number];
type Asked = "assess" | "report" | "not-solved" | "reject";

/** What may be done with it now, by who reads it: the same table of steps as the server's decides. */
export function ClueDeeds({ one }: { readonly one: Clue }) {
  const word = useWords(words);
  const { post } = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isWarning, setWarning] = useState(false);
  const at = { county: one.county, id: one.id };
  const close = () => {
    setAsked(null);
    setWarning(false);
  };
  const act = useAct((deed: () => Promise<unknown>) => deed(), { done: word.ok, onDone: close });
  if (post.role !== "operator" && post.role !== "police-officer") return null;
  const isNew = one.state === "GATHERED" || one.state === "ASSESSED";
  const isWarned = one.warned.some(({ desk, receivedAt }) => desk === post.area && receivedAt === null);
  return (
    <span className="row">
      {isNew && !one.hasAssessed && (
        <Button type="primary" onClick={() => setAsked("assess")}>
          {word.assess}
        </Button>
      )}
      {one.level !== null && one.closedAt === null && <Button onClick={() => setWarning(true)}>{word.warn}</Button>}
      {isWarned && <Button onClick={() => act.mutate(() => send(receiveWarning, at, {}))}>{word.receive}</Button>}
      {one.state === "ASSESSED" && post.role === "operator" && (
        <AssignTo onPost={(postId) => act.mutate(() => send(assignClue, at, { postId }))} />
      )}
      {one.isAssignedToMe && one.state === "ASSIGNED" && (
        <Button onClick={() => act.mutate(() => send(acceptAtDesk, at, {}))}>{word.accept}</Button>
      )}
      {one.isAssignedToMe && one.state === "ACCEPTED" && (
        <Button onClick={() => setAsked("report")}>{word.report}</Button>
      )}
      {one.mayVerify && (
        <>
          <Button type="primary" onClick={() => act.mutate(() => send(verifyClue, at, { isSolved: true }))}>
            {word.solved}
          </Button>
          <Button onClick={() => setAsked("not-solved")}>{word.notSolved}</Button>
        </>
      )}
      {isNew && <Button onClick={() => setAsked("reject")}>{word.reject}</Button>}
      {isWarning && (
        <Warn
          within={one.county}
          isPending={act.isPending}
          onWarn={(desks) => act.mutate(() => send(warnOfClue, at, { desks }))}
          onClose={close}
        />
      )}
      {asked !== null && <Ask asked={asked} at={at} isPending={act.isPending} onDeed={act.mutate} onClose={close} />}
    </span>
  );
}

type AskProps = {
  readonly asked: Asked;
  readonly at: { readonly county: string; readonly id: string };
  readonly isPending: boolean;
  readonly onDeed: (deed: () => Promise<unknown>) => void;
  readonly onClose: () => void;
};

/** The dialog of a deed that needs words, and what it needs besides. */
function Ask({ asked, at, isPending, onDeed, onClose }: AskProps) {
  const word = useWords(words);
  const [impact, setImpact] = useState<Grade>(2);
  const [likelihood, setLikelihood] = useState<Grade>(2);
  const [why, setWhy] = useState<Rejection>("not-a-fact");
  const title = {
    assess: word.assess,
    report: word.report,
    "not-solved": word.notSolved,
    reject: word.reject,
  }[asked];
  const deed = (text: string) => {
    switch (asked) {
      case "assess":
        return send(assessClue, at, { impact, likelihood, reason: text });
      case "report":
        return send(reportAtDesk, at, { done: text });
      case "not-solved":
        return send(verifyClue, at, { isSolved: false, reason: text });
      case "reject":
        return send(rejectClue, at, { why, reason: text });
    }
  };
  return (
    <ReasonDialog
      title={title}
      okText={title}
      isPending={isPending}
      onOk={(text) => onDeed(() => deed(text))}
      onClose={onClose}
    >
      {asked === "assess" && (
        <>
          <Grades label={word.impact} value={impact} onChange={setImpact} />
          <Grades label={word.likelihood} value={likelihood} onChange={setLikelihood} />
        </>
      )}
      {asked === "reject" && (
        <fieldset>
          <legend>{word.reject}</legend>
          {REJECTIONS.map((each) => (
            <label key={each} className="row">
              <input type="radio" name="why" checked={each === why} onChange={() => setWhy(each)} />
              {word.rejectWhy[each]}
            </label>
          ))}
        </fieldset>
      )}
    </ReasonDialog>
  );
}

type GradesProps = { readonly label: string; readonly value: Grade; readonly onChange: (grade: Grade) => void };

function Grades({ label, value, onChange }: GradesProps) {
  const word = useWords(words);
  return (
    <fieldset>
      <legend>{label}</legend>
      {GRADES.map((grade) => (
        <label key={grade} className="row">
          <input type="radio" name={label} checked={grade === value} onChange={() => onChange(grade)} />
          {word.grade[grade - 1]}
        </label>
      ))}
    </fieldset>
  );
}

/** Of one warning; the route takes no more. */
const WARNED_AT_ONCE = 20;

type WarnProps = {
  readonly within: string;
  readonly isPending: boolean;
  readonly onWarn: (desks: string[]) => void;
  readonly onClose: () => void;
};

/** The centres that must know, found by their names. */
function Warn({ within, isPending, onWarn, onClose }: WarnProps) {
  const word = useWords(words);
  const { cancel } = useWords(kitWords);
  const [desks, setDesks] = useState<readonly string[]>([]);
  return (
    <Modal
      open
      width={560}
      title={word.warn}
      okText={word.warn}
      cancelText={cancel}
      okButtonProps={{ disabled: desks.length === 0, loading: isPending }}
      onOk={() => onWarn([...desks])}
      onCancel={onClose}
    >
      <div className="stack">
        <PlacePicker
          label={word.warnWhom}
          value={null}
          within={within}
          onChange={(code) => setDesks([...new Set([...desks, code])].slice(0, WARNED_AT_ONCE))}
        />
        {desks.map((code) => (
          <span key={code} className="row">
            <PlaceLine code={code} />
            <Button onClick={() => setDesks(desks.filter((one) => one !== code))}>{word.leaveOut}</Button>
          </span>
        ))}
      </div>
    </Modal>
  );
}

/** A post by its holder and its place, both by name: an option holds text only. */
function PostOption({
  of,
}: {
  readonly of: { readonly id: string; readonly displayName: string; readonly area: string };
}) {
  const { name, above } = usePlaceName(of.area);
  const place = [above, name ?? of.area].filter((part) => part !== null).join(" ");
  return <option value={of.id}>{`${of.displayName} · ${place}`}</option>;
}

/** The posts of the area that deal with clues, on duty now. */
function AssignTo({ onPost }: { readonly onPost: (postId: string) => void }) {
  const word = useWords(words);
  const { post } = useMe();
  const posts = useQuery({ ...query(listPosts, { area: post.area, duty: "on" }), staleTime: 60_000 });
  const may = new Set(["operator", "grid-leader", "grid-worker", "police-officer"]);
  return (
    <select className="input" aria-label={word.assignWhom} value="" onChange={({ target }) => onPost(target.value)}>
      <option value="">{word.assign}</option>
      {posts.data?.items
        .filter((one) => may.has(one.role) && one.id !== post.id)
        .map((one) => (
          <PostOption key={one.id} of={one} />
        ))}
    </select>
  );
}
