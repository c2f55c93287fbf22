/** Reading a text aloud where the phone has a voice for its language. */
import { useEffect, useState } from "react";
import type { Language } from "../../shared/language.ts";

const TONGUE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };

export const canSpeak = (): boolean => "speechSynthesis" in window;

/** Slower than the default: old people listen. */
const RATE = 0.85;

export function useSpeech(text: string, language: Language) {
  const [isSpeaking, setSpeaking] = useState(false);
  useEffect(() => () => window.speechSynthesis?.cancel(), []);
  return {
    isSpeaking,
    start: () => {
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.lang = TONGUE[language];
      spoken.rate = RATE;
      spoken.onend = () => setSpeaking(false);
      spoken.onerror = () => setSpeaking(false);
      window.speechSynthesis.cancel();
      window.speechSynthesis.speak(spoken);
      setSpeaking(true);
    },
    stop: () => {
      window.speechSynthesis.cancel();
      setSpeaking(false);
    },
  };
}
