/** Numbers and times as people read them: Intl, always in Asia/Shanghai. */
import { type Language, useLanguage } from "./language.ts";

const LOCALE: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };
const timeZone = "Asia/Shanghai";

export type Format = ReturnType<typeof makeFormat>;

/** Made when it is first needed: on a cheap phone one of Intl's formatters costs 10 ms, and a screen needs two. */
const onceMade = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => (made ??= make());
};

function makeFormat(language: Language) {
  const locale = LOCALE[language];
  const number = (options: Intl.NumberFormatOptions = {}) => onceMade(() => new Intl.NumberFormat(locale, options));
  const date = (options: Intl.DateTimeFormatOptions) =>
    onceMade(() => new Intl.DateTimeFormat(locale, { timeZone, ...options }));
  const whole = number();
  const signed = number({ signDisplay: "exceptZero" });
  const share = number({ style: "percent", maximumFractionDigits: 1 });
  const day = date({ year: "numeric", month: "long", day: "numeric" });
  const shortDay = date({ month: "short", day: "numeric" });
  const weekday = date({ weekday: "long" });
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  const time = date(clock);
  const moment = date({ month: "short", day: "numeric", ...clock });
  const bytes = number({ maximumFractionDigits: 1 });
  const noon = (plainDay: string) => new Date(`${plainDay}T12:00:00+08:00`);
  return {
    /** 12,345 */
    count: (value: number) => whole().format(value),
    /** +12 / −3 / 0 */
    change: (value: number) => signed().format(value),
    /** 0.8421 → 84.2% */
    share: (value: number) => share().format(value),
    /** A day `YYYY-MM-DD` in words. */
    day: (plainDay: string) => day().format(noon(plainDay)),
    shortDay: (plainDay: string) => shortDay().format(noon(plainDay)),
    weekday: (plainDay: string) => weekday().format(noon(plainDay)),
    /** Hours and minutes of an ISO instant. */
    time: (iso: string) => time().format(new Date(iso)),
    /** Day, hours and minutes of an ISO instant. */
    moment: (iso: string) => moment().format(new Date(iso)),
    /** Bytes as MB with one decimal, small ones as kB. */
    bytes: (value: number) =>
      value < 1_000_000 ? `${bytes().format(value / 1000)} kB` : `${bytes().format(value / 1_000_000)} MB`,
  };
}

const FORMATS: Readonly<Record<Language, Format>> = { zh: makeFormat("zh"), en: makeFormat("en") };

/** The formats of the language that the reader chose. */
export const useFormat = (): Format => FORMATS[useLanguage()];
