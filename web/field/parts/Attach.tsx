import { useId, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { attachWords } from "../words-attach.ts";
import { type Agreed, roughPosition, TAKEN_AT_MOST, type Taken } from "./attach.ts";
import "./attach.css";
import { Photo } from "./Photo.tsx";
import { VoiceNote } from "./VoiceNote.tsx";

type Props = {
  readonly value: readonly Taken[];
  readonly onChange: (value: readonly Taken[]) => void;
};

/** Photos and voice notes of a form. When and where go with them only if the worker ticks it, each time anew. */
export function Attach({ value, onChange }: Props) {
  const w = useWords(attachWords);
  const [agreed, setAgreed] = useState<Agreed>(null);
  const [isLocating, setLocating] = useState(false);
  const add = (one: Taken) => onChange([...value, one]);
  const isFull = value.length >= TAKEN_AT_MOST;
  const onAgree = async (isYes: boolean) => {
    setAgreed(isYes ? { position: null } : null);
    if (!isYes) return;
    setLocating(true);
    const position = await roughPosition();
    setLocating(false);
    setAgreed((still) => (still === null ? null : { position }));
  };
  return (
    <section className="attach" aria-label={w.title}>
      <p className="form-label">{w.title}</p>
      {value.length > 0 && (
        <TakenList value={value} onRemove={(id) => onChange(value.filter((one) => one.id !== id))} />
      )}
      {isFull ? (
        <p className="quiet">{w.full}</p>
      ) : (
        <div className="actions">
          <Photo agreed={agreed} onTaken={add} />
          <VoiceNote agreed={agreed} onTaken={add} />
        </div>
      )}
      <label className="tick-line">
        <input type="checkbox" checked={agreed !== null} onChange={(event) => void onAgree(event.target.checked)} />
        <span>{w.agree}</span>
      </label>
      <p className="quiet" role="status">
        {agreed === null && w.agreeHint}
        {agreed !== null && isLocating && w.locating}
        {agreed !== null && !isLocating && (agreed.position === null ? w.notLocated : w.located)}
      </p>
    </section>
  );
}

type ListProps = { readonly value: readonly Taken[]; readonly onRemove: (id: string) => void };

export function TakenList({ value, onRemove }: ListProps) {
  const w = useWords(attachWords);
  const name = useId();
  return (
    <ul className="attach-list">
      {value.map(({ id, medium, mediaType, data, seconds }, at) => (
        <li key={id} className="attach-one">
          {medium === "photo" ? (
            <img src={`data:${mediaType};base64,${data}`} alt={w.taken(medium, at + 1)} />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: what the worker has just said himself.
            <audio controls src={`data:${mediaType};base64,${data}`} aria-label={w.play} />
          )}
          <span id={`${name}-${id}`}>
            {w.taken(medium, at + 1)}
            {seconds !== undefined && <span className="quiet">{` ${w.seconds(seconds)}`}</span>}
          </span>
          <button type="button" className="button" aria-describedby={`${name}-${id}`} onClick={() => onRemove(id)}>
            {w.remove}
          </button>
        </li>
      ))}
    </ul>
  );
}
