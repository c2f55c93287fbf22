import { type ReactNode, type TouchEvent, useRef, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { words } from "../words.ts";

/** Pixels to pull until letting go refreshes. */
const ENOUGH = 72;

type Props = { readonly onPull: () => Promise<void>; readonly children: ReactNode };

/** A list that is pulled down to refresh. The button of the screen does the same for those who do not drag. */
export function Pull({ onPull, children }: Props) {
  const { pull, release, refreshing } = useWords(words);
  const [pulled, setPulled] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const start = useRef<number | null>(null);
  const onTouchStart = (event: TouchEvent) => {
    start.current = window.scrollY <= 0 ? (event.touches[0]?.clientY ?? null) : null;
  };
  const onTouchMove = (event: TouchEvent) => {
    if (start.current === null) return;
    const moved = (event.touches[0]?.clientY ?? 0) - start.current;
    // Half of the finger's way, as rubber gives.
    setPulled(Math.max(0, Math.min(moved / 2, ENOUGH * 1.4)));
  };
  const onTouchEnd = async () => {
    start.current = null;
    const isEnough = pulled >= ENOUGH;
    setPulled(0);
    if (!isEnough || isBusy) return;
    setBusy(true);
    try {
      await onPull();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div onTouchStart={onTouchStart} onTouchMove={onTouchMove} onTouchEnd={() => void onTouchEnd()}>
      {(pulled > 8 || isBusy) && (
        <p className="pull" style={isBusy ? {} : { height: pulled }}>
          {isBusy ? refreshing : pulled >= ENOUGH ? release : pull}
        </p>
      )}
      {children}
    </div>
  );
}
