/** A phone that lay untouched for long: the PIN is asked again. */
import { useEffect } from "react";
import { here, setHere } from "../store/local.ts";

/** Long enough for one household, a phone call and a form; what is open stays open behind the curtain. */
const IDLE_MS = 30 * 60_000;
const LOOK_EVERY_MS = 30_000;

/** While `isOpen`, draws the curtain after half an hour without a touch, also when the page was in the background. */
export function useIdle(isOpen: boolean): void {
  useEffect(() => {
    if (!isOpen) return;
    let touchedAt = Date.now();
    const touch = () => {
      if (!here().isCurtained) touchedAt = Date.now();
    };
    const look = () => {
      if (Date.now() - touchedAt < IDLE_MS) return;
      if (!here().isStorageBroken && !here().isCurtained) setHere({ isCurtained: true });
      touchedAt = Date.now();
    };
    const looking = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener("pointerdown", touch);
    window.addEventListener("keydown", touch);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(looking);
      window.removeEventListener("pointerdown", touch);
      window.removeEventListener("keydown", touch);
      document.removeEventListener("visibilitychange", look);
    };
  }, [isOpen]);
}
