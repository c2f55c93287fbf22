/** Numbers and times as people read them: Intl, always in Asia/Shanghai. */
import { useMemo } from "react";
import { type Language, useLanguage } from "./language.ts";

const LOCALE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };
const timeZone = "Asia/Shanghai";

export type Format = ReturnType<typeof makeFormat>;

function makeFormat(language: Language) {
  const locale = LOCALE[language];
  const whole = new Intl.NumberFormat(locale);
  const signed = new Intl.NumberFormat(locale, { signDisplay: "exceptZero" });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "long", day: "numeric" });
  const shortDay = new Intl.DateTimeFormat(locale, { timeZone, month: "short", day: "numeric" });
  const weekday = new Intl.DateTimeFormat(locale, { timeZone, weekday: "long" });
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const time = new Intl.DateTimeFormat(locale, { timeZone, ...clock });
  const moment = new Intl.DateTimeFormat(locale, { timeZone, month: "short", day: "numeric", ...clock });
  const bytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const noon = (plainDay: string) => new Date(`${plainDay}T12:00:00+08:00`);
  return {
    /** 12,345 */
    count: (value: number) => whole.format(value),
    /** +12 / −3 / 0 */
    change: (value: number) => signed.format(value),
    /** 0.8421 → 84.2% */
    share: (value: number) => share.format(value),
    /** A day `YYYY-MM-DD` in words. */
    day: (plainDay: string) => day.format(noon(plainDay)),
    shortDay: (plainDay: string) => shortDay.format(noon(plainDay)),
    weekday: (plainDay: string) => weekday.format(noon(plainDay)),
    /** Hours and minutes of an ISO instant. */
    time: (iso: string) => time.format(new Date(iso)),
    /** Day, hours and minutes of an ISO instant. */
    moment: (iso: string) => moment.format(new Date(iso)),
    /** Bytes as MB with one decimal, small ones as kB. */
    bytes: (value: number) =>
      value < 1_000_000 ? `${bytes.format(value / 1000)} kB` : `${bytes.format(value / 1_000_000)} MB`,
  };
}

/** The formats of the language that the reader chose. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => makeFormat(language), [language]);
}
