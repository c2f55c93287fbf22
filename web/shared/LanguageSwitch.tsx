import { setLanguage, useLanguage, useWords } from "./language.ts";
import { words } from "./words.ts";

export function LanguageSwitch() {
  const language = useLanguage();
  const { otherLanguage, otherLanguageLabel } = useWords(words);
  const other = language === "zh" ? "en" : "zh";
  return (
    <button
      type="button"
      className="button button-plain"
      lang={other}
      aria-label={otherLanguageLabel}
      onClick={() => setLanguage(other)}
    >
      {otherLanguage}
    </button>
  );
}
