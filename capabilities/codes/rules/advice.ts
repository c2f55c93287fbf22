/** What to do, in plain words, by what holds the colour. Source: design/codes.md "Colour", Suzhou's notice no. 10. */

export type Advice = { readonly id: string; readonly zh: string; readonly en: string };

export const ADVICE = {
  isolate: {
    id: "isolate",
    zh: "请隔离或居家观察，不要外出；有需要请致电社区中心或12345。",
    en: "Stay in isolation or under observation, do not go out; call your community centre or 12345 for anything you need.",
  },
  stayHome: {
    id: "stay-home",
    zh: "请居家7天，每天早晚各报一次健康状况；如有发热请到最近的发热门诊。",
    en: "Stay at home for 7 days and report your health morning and evening; with a fever go to the nearest fever clinic.",
  },
  seeDoctor: {
    id: "see-doctor",
    zh: "请戴口罩到最近的发热门诊就诊，不乘公共交通；之后居家7天，每天早晚各报一次健康状况。",
    en: "Wear a mask and go to the nearest fever clinic, not by public transport; then stay home 7 days and report twice a day.",
  },
  identityCard: {
    id: "identity-card",
    zh: "出示身份证并测温后可通行。",
    en: "You may pass with your identity card and a temperature check.",
  },
  showDocument: {
    id: "show-document",
    zh: "请带证件原件到社区或请网格员上门核对；核对前出示身份证并测温后可通行。",
    en: "Show the document at the community office or to the grid worker; until then you may pass with your identity card and a temperature check.",
  },
  watchHealth: {
    id: "watch-health",
    zh: "测温后可通行；请完成自我健康监测。",
    en: "You may pass with a temperature check; please watch your own health.",
  },
  pass: { id: "pass", zh: "测温后可通行。", en: "You may pass with a temperature check." },
} as const satisfies Readonly<Record<string, Advice>>;
