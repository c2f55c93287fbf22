import { type PointerEvent, useState } from "react";
import { isSignature, type Point, SIGNATURE_BOX, type Stroke, signaturePath } from "#kernel/signature.ts";
import { useWords, type Words } from "./language.ts";
import "./signature.css";

const zh = {
  sign: "在框内签名",
  signed: "已签名",
  clear: "重签",
  signShort: "签名太短，请写全名。",
};
const en: typeof zh = {
  sign: "Sign in the box",
  signed: "Signed",
  clear: "Sign again",
  signShort: "The signature is too short. Write the whole name.",
};
const signatureWords: Words<typeof zh> = { zh, en };

type Props = {
  /** Whose signature: the name of the box. */
  readonly label: string;
  /** The path (kernel/signature.ts); null: not signed. */
  readonly value: string | null;
  readonly onChange: (path: string | null) => void;
};

/** A box to sign in with a finger. What was signed is a path of strokes, drawn again wherever it is shown. */
export function Signature({ label, value, onChange }: Props) {
  const w = useWords(signatureWords);
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [isDrawing, setDrawing] = useState(false);
  const path = isDrawing || value === null ? signaturePath(strokes) : value;

  const pointOf = (event: PointerEvent<SVGSVGElement>): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * SIGNATURE_BOX.width,
      y: ((event.clientY - box.top) / box.height) * SIGNATURE_BOX.height,
    };
  };
  const onDown = (event: PointerEvent<SVGSVGElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrawing(true);
    setStrokes([...strokes, [pointOf(event)]]);
  };
  const onMove = (event: PointerEvent<SVGSVGElement>) => {
    const last = strokes.at(-1);
    if (!isDrawing || last === undefined) return;
    setStrokes([...strokes.slice(0, -1), [...last, pointOf(event)]]);
  };
  const onUp = () => {
    setDrawing(false);
    const drawn = signaturePath(strokes);
    onChange(isSignature(drawn) ? drawn : null);
  };
  const onClear = () => {
    setStrokes([]);
    onChange(null);
  };
  const isShort = !isDrawing && value === null && strokes.length > 0;
  return (
    <div className="sign">
      <div className="sign-head">
        <span className="form-label">{label}</span>
        {path !== "" && (
          <button type="button" className="button" onClick={onClear}>
            {w.clear}
          </button>
        )}
      </div>
      <svg
        className="sign-box"
        viewBox={`0 0 ${SIGNATURE_BOX.width} ${SIGNATURE_BOX.height}`}
        role="img"
        aria-label={`${label}：${value === null ? w.sign : w.signed}`}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
      >
        <path className="sign-line" d={path} />
      </svg>
      <p className="quiet" role="status">
        {value !== null ? w.signed : isShort ? w.signShort : w.sign}
      </p>
    </div>
  );
}

/** A signature as it was made. */
export function Signed({ label, path }: { readonly label: string; readonly path: string }) {
  if (!isSignature(path)) return null;
  return (
    <figure className="signed">
      <svg viewBox={`0 0 ${SIGNATURE_BOX.width} ${SIGNATURE_BOX.height}`} role="img" aria-label={label}>
        <path className="sign-line" d={path} />
      </svg>
      <figcaption className="quiet">{label}</figcaption>
    </figure>
  );
}
