import { useEffect, useRef, useState } from "react";
import { type CameraState, startCamera } from "../../shared/camera.ts";
import { useWords } from "../../shared/language.ts";
import { pictureOf, QrPicture } from "../../shared/qr.tsx";
import { Bar } from "../parts/Bar.tsx";
import { paths } from "../paths.ts";
import { trySending } from "../store/sync.ts";
import {
  type Chain,
  codesOf,
  newPhrase,
  packed,
  type TakenIn,
  textOfChain,
  unpack,
  unsentHere,
  withCode,
} from "../store/transfer.ts";
import { mineWords } from "../words-mine.ts";

/** What has not been sent, to another phone of the same post and from one. */
export function TransferScreen() {
  const w = useWords(mineWords);
  const [is, setIs] = useState<"choosing" | "giving" | "taking">("choosing");
  return (
    <>
      <Bar title={w.transfer} back={paths.outbox} />
      <div className="report">
        {is === "choosing" && (
          <>
            <p>{w.transferLead}</p>
            <button
              type="button"
              className="button button-main button-wide"
              disabled={unsentHere().length === 0}
              onClick={() => setIs("giving")}
            >
              {w.transferGive(unsentHere().length)}
            </button>
            <button type="button" className="button button-wide" onClick={() => setIs("taking")}>
              {w.transferTake}
            </button>
          </>
        )}
        {is === "giving" && <Giving />}
        {is === "taking" && <Taking />}
      </div>
    </>
  );
}

function Giving() {
  const w = useWords(mineWords);
  const [phrase] = useState(newPhrase);
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  useEffect(() => {
    void packed(phrase).then(setText);
  }, [phrase]);
  const codes = text === null ? [] : codesOf(text);
  const code = codes[at];
  return (
    <>
      <p>{w.transferPhrase}</p>
      <p className="transfer-phrase">{phrase}</p>
      {text !== null && (
        <a
          className="button button-wide"
          download="wangge-transfer.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          {w.transferFile}
        </a>
      )}
      {code !== undefined && (
        <section aria-label={w.transferCodes}>
          <p role="status">{w.transferCode(at + 1, codes.length)}</p>
          <div className="transfer-code" data-code={code}>
            <QrPicture picture={pictureOf(code)} />
          </div>
          <div className="actions">
            <button type="button" className="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
              {w.transferBefore}
            </button>
            <button
              type="button"
              className="button button-main"
              disabled={at === codes.length - 1}
              onClick={() => setAt(at + 1)}
            >
              {w.transferNext}
            </button>
          </div>
        </section>
      )}
      {text !== null && codes.length === 0 && <p className="quiet">{w.transferOnlyFile}</p>}
    </>
  );
}

function Taking() {
  const w = useWords(mineWords);
  const [text, setText] = useState("");
  const [phrase, setPhrase] = useState("");
  const [taken, setTaken] = useState<TakenIn | null>(null);
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    setTaken(await unpack(text, phrase).finally(() => setBusy(false)));
    void trySending();
  };
  if (taken?.is === "taken")
    return (
      <p className="notice" role="status">
        {w.transferTaken(taken.count)}
      </p>
    );
  return (
    <>
      <label className="field">
        <span>{w.transferOpenFile}</span>
        <input
          className="input"
          type="file"
          accept="text/plain,.txt"
          onChange={({ target }) => void target.files?.[0]?.text().then(setText)}
        />
      </label>
      <Camera onText={setText} />
      <label className="field">
        <span>{w.transferPhraseHere}</span>
        <input
          className="input input-code"
          autoCapitalize="characters"
          autoComplete="off"
          maxLength={20}
          value={phrase}
          onChange={({ target }) => setPhrase(target.value)}
        />
      </label>
      {taken !== null && (
        <p className="notice notice-refused" role="alert">
          {taken.is === "other-post" ? w.transferOtherPost : w.transferUnreadable}
        </p>
      )}
      <button
        type="button"
        className="button button-main button-wide"
        disabled={isBusy || text === "" || phrase === ""}
        onClick={() => void take()}
      >
        {w.transferTakeNow}
      </button>
    </>
  );
}

/** Reads the codes of the other screen, one after the other, until the chain is whole. */
function Camera({ onText }: { readonly onText: (text: string) => void }) {
  const w = useWords(mineWords);
  const video = useRef<HTMLVideoElement>(null);
  const [isOn, setOn] = useState(false);
  const [state, setState] = useState<CameraState>("starting");
  const [chain, setChain] = useState<Chain | null>(null);
  useEffect(() => {
    const screen = video.current;
    if (!isOn || screen === null) return;
    let read: Chain | null = null;
    const camera = startCamera(screen, {
      state: setState,
      text: (text) => {
        read = withCode(read, text);
        setChain(read);
        const whole = read === null ? null : textOfChain(read);
        if (whole === null) return;
        onText(whole);
        setOn(false);
      },
    });
    return camera.stop;
  }, [isOn, onText]);
  const hasNone = state === "none" || state === "refused";
  return (
    <>
      {(!isOn || hasNone) && (
        <button type="button" className="button button-wide" onClick={() => setOn(!isOn)}>
          {w.transferCamera}
        </button>
      )}
      {isOn && hasNone && <p role="alert">{w.transferNoCamera}</p>}
      {isOn && !hasNone && <video ref={video} className="transfer-video" playsInline muted />}
      {chain !== null && <p role="status">{w.transferRead(chain.parts.size, chain.of)}</p>}
    </>
  );
}
