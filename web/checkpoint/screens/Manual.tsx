import { type FormEvent, useState } from "react";
import { v7 } from "uuid";
import { lookUp } from "#capabilities/checkpoints/contract.ts";
import { codeIdOf } from "#capabilities/checkpoints/rules/short-code.ts";
import { resolveShortCode } from "#capabilities/credentials/contract.ts";
import { isChanged } from "#capabilities/credentials/rules/change-list.ts";
import type { CodeColour } from "#kernel/colours.ts";
import { normaliseNumber, residentNumberFault } from "#kernel/identity.ts";
import { dayOf } from "#kernel/time.ts";
import { ask, send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { Field, Frame, textOf } from "../parts/Frame.tsx";
import { signal } from "../scan/signal.ts";
import { toldOf } from "../store/acts.ts";
import { platformNow } from "../store/clock.ts";
import { go, here, setHere } from "../store/local.ts";
import type { Person, Reading } from "../store/shapes.ts";
import { words } from "../words.ts";

const NOTHING: Reading = {
  form: "short-code",
  outcome: "cannot-verify",
  why: "no-code",
  colour: null,
  issuer: null,
  codeId: null,
  isShortStay: false,
};

/** A network that is slow is none: the queue goes on. */
const PATIENCE_MS = 2_500;

function show(reading: Reading, card: Person["card"]): void {
  const person: Person = { id: v7(), at: Date.now(), reading, card };
  setHere({ person });
  go("gate");
  signal(toldOf(person, null).outcome, here().kept.isQuiet === true);
}

/** What an online answer comes to: never more than "ask", because no proof of the phone came with it. */
function byColour(colour: CodeColour | null, found: string, none: string): Pick<Reading, "outcome" | "why" | "colour"> {
  if (colour === null) return { outcome: "cannot-verify", why: none, colour };
  if (colour === "red" || colour === "yellow") return { outcome: "stop", why: colour, colour };
  return { outcome: "ask", why: colour === "pending" ? "card-pending" : found, colour };
}

async function checkShortCode(codeId: number, text: string): Promise<void> {
  const { changes, keySet } = here().kept;
  const issuer = keySet?.issuer ?? null;
  const known = { ...NOTHING, issuer, codeId };
  if (changes !== undefined && isChanged(changes, codeId)) {
    show({ ...known, outcome: "stop", why: "changed" }, null);
    return;
  }
  const shortCode = text.toUpperCase().replace(/[\s-]/g, "");
  try {
    const { colour } = await ask(resolveShortCode, { shortCode }, AbortSignal.timeout(PATIENCE_MS));
    show({ ...known, ...byColour(colour, "short-code", "expired") }, null);
  } catch {
    show({ ...known, why: "short-code-offline" }, null);
  }
}

async function checkCard(idType: string, idNumber: string): Promise<void> {
  const { shift } = here().kept;
  const card = { idType, idNumber };
  const before = here().person?.reading.why;
  const none: Reading = { ...NOTHING, form: "card", why: before ?? "no-code" };
  if (shift === undefined) return;
  try {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE_MS));
    const asked = send(lookUp, { checkpointId: shift.checkpointId }, { idType: idType as "111", idNumber });
    const { colour } = await Promise.race([asked, late]);
    show({ ...none, ...byColour(colour, "card-green", none.why) }, card);
  } catch {
    show(none, card);
  }
}

/** Where the camera cannot help: the letters below a code, or the number of a card. */
export function Manual() {
  const w = useWords(words);
  const [idType, setIdType] = useState("111");
  const [idNumber, setIdNumber] = useState("");
  const [isCodeWrong, setCodeWrong] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const number = normaliseNumber(idNumber);
  const isOdd = idType === "111" && number.length >= 18 && residentNumberFault(number, dayOf(platformNow())) !== null;
  const run = (work: () => Promise<void>) => {
    setBusy(true);
    void work().finally(() => setBusy(false));
  };
  const onCode = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), "shortCode");
    const codeId = codeIdOf(text);
    setCodeWrong(codeId === null);
    if (codeId !== null) run(() => checkShortCode(codeId, text));
  };
  const onCard = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    run(() => checkCard(idType, number));
  };
  return (
    <Frame title={w.manualTitle}>
      <form className="part" onSubmit={onCard}>
        <label className="field">
          <span>{w.idType}</span>
          <select className="input" value={idType} onChange={(event) => setIdType(event.target.value)}>
            {Object.entries(w.idTypes).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <Field label={w.idNumber} name="idNumber" value={idNumber} onChange={setIdNumber} isRequired max={40} />
        {isOdd && (
          <p className="fault" role="alert">
            {w.idWrong}
          </p>
        )}
        <button type="submit" className="act act-main" disabled={isBusy || number.length < 4}>
          {w.check}
        </button>
      </form>
      <form className="part" onSubmit={onCode}>
        <Field label={w.shortCode} name="shortCode" isRequired max={10} />
        {isCodeWrong && (
          <p className="fault" role="alert">
            {w.shortCodeWrong}
          </p>
        )}
        <button type="submit" className="act" disabled={isBusy}>
          {w.check}
        </button>
      </form>
    </Frame>
  );
}
