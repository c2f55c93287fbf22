/** What is wrong with a filled-in form, field by field, each with a sentence that says what to do. */
import { readPlate } from "#kernel/plates.ts";
import { daysBetween, daysLater, type PlainDay, plainDay } from "#kernel/time.ts";
import type { FilledForm } from "./form.ts";

export type FormFault = { readonly field: string; readonly zh: string; readonly en: string };

/** How far ahead an arrival may lie: declaring before one comes. */
const AHEAD_DAYS = 14;
/** A stay longer than this is not short: live here, and declare as staying. */
const SHORT_STAY_DAYS = 30;

const SENTENCES = {
  "not-a-day": ["这不是一个日期。请从日历中选择。", "This is no date. Choose one from the calendar."],
  "trip-needed": [
    "请填写从哪里来、何时到达、乘坐什么交通工具。",
    "Say where you come from, when you arrive, and by what.",
  ],
  "arrival-too-far": [
    "到达日期须在14天以内。请在临近出发时再申报。",
    "The arrival lies more than 14 days ahead. Declare nearer to the day.",
  ],
  "left-after-arrival": ["出发日期晚于到达日期。请核对两个日期。", "You left after you arrived. Check the two dates."],
  "service-needed": [
    "请填写车次、航班号、班次或车牌号。",
    "Give the train, flight, coach or ship number, or the plate.",
  ],
  "service-form": [
    "班次或车牌只能写字母、数字和汉字。请照车票或行驶证填写。",
    "A service number or plate has letters, digits and Han characters only. Copy it from the ticket.",
  ],
  "plate-form": [
    "车牌号不对。请照行驶证填写，例如：苏E12345、苏ED12345。",
    "The plate is not right. Copy it from the vehicle's licence, such as 苏E12345.",
  ],
  "until-needed": ["短期停留请填写离开日期。", "For a short stay, say until which day."],
  "until-range": [
    "离开日期须在今天之后、30天以内。住更久请选“在本地居住”。",
    "The last day lies from today to 30 days ahead. If you stay longer, choose living here.",
  ],
  "stay-order": ["这段停留的开始晚于结束。请核对两个日期。", "This stay ends before it begins. Check the two dates."],
  "in-future": ["日期不能晚于今天。", "The day must not lie after today."],
  "temperature-range": [
    "体温须在34.0至43.0℃之间。请重新测量后填写。",
    "A temperature lies between 34.0 and 43.0 °C. Measure again.",
  ],
  "hidden-signs": [
    "有看不见的控制字符或表情。请删除后重新输入。",
    "There are invisible control characters or emoji. Remove them and type again.",
  ],
} as const;
type Sentence = keyof typeof SENTENCES;

/** Words that people type: no controls, no format characters (bidirectional overrides among them), no emoji. */
export const isPlainText = (text: string): boolean => !/[\p{Cc}\p{Cf}\p{Cs}]|\p{Extended_Pictographic}/u.test(text);

/** Everything that is wrong; empty when the form can be taken. */
export function faultsOf(form: FilledForm, today: PlainDay): FormFault[] {
  const faults: FormFault[] = [];
  const say = (field: string, sentence: Sentence): void => {
    const [zh, en] = SENTENCES[sentence];
    faults.push({ field, zh, en });
  };
  if (
    form.trip === null &&
    (form.category === "returning" || form.category === "coming" || form.category === "short-stay")
  )
    say("trip", "trip-needed");
  if (form.trip !== null) checkTrip(form.trip, today, say);
  if (form.category === "short-stay") checkUntil(form.stayUntil, today, say);
  for (const [n, stay] of form.stays.entries()) {
    const [from, to] = [plainDay(stay.from), plainDay(stay.to)];
    if (from === null || to === null) say(`stays.${n}`, "not-a-day");
    else if (from > to) say(`stays.${n}.to`, "stay-order");
    else if (from > today) say(`stays.${n}.from`, "in-future");
    if ("words" in stay.place && !isPlainText(stay.place.words)) say(`stays.${n}.place`, "hidden-signs");
  }
  for (const [n, { on }] of form.contacts.entries()) {
    const day = plainDay(on);
    if (day === null) say(`contacts.${n}.on`, "not-a-day");
    else if (day > today) say(`contacts.${n}.on`, "in-future");
  }
  const tenths = form.temperatureTenths;
  if (tenths !== null && (tenths < 340 || tenths > 430)) say("temperatureTenths", "temperature-range");
  if (!isPlainText(form.addressDetail)) say("addressDetail", "hidden-signs");
  if (form.employer !== null && !isPlainText(form.employer)) say("employer", "hidden-signs");
  return faults;
}

type Say = (field: string, sentence: Sentence) => void;

function checkTrip(trip: NonNullable<FilledForm["trip"]>, today: PlainDay, say: Say): void {
  const [left, arrived] = [trip.departedOn === null ? null : plainDay(trip.departedOn), plainDay(trip.arrivedOn)];
  if (arrived === null) say("trip.arrivedOn", "not-a-day");
  else {
    if (arrived > daysLater(today, AHEAD_DAYS)) say("trip.arrivedOn", "arrival-too-far");
    if (left !== null && left > arrived) say("trip.departedOn", "left-after-arrival");
  }
  if (trip.departedOn !== null && left === null) say("trip.departedOn", "not-a-day");
  if ("words" in trip.from && !isPlainText(trip.from.words)) say("trip.from", "hidden-signs");
  if (trip.serviceNo === null) {
    // Coaches and ferries often have no number on the ticket.
    if (trip.mode === "rail" || trip.mode === "air" || trip.mode === "self-drive")
      say("trip.serviceNo", "service-needed");
  } else if (trip.mode === "self-drive") {
    if (readPlate(trip.serviceNo) === null) say("trip.serviceNo", "plate-form");
  } else if (!/^[A-Za-z0-9\p{Script=Han} -]{1,20}$/u.test(trip.serviceNo)) say("trip.serviceNo", "service-form");
}

function checkUntil(text: string | null, today: PlainDay, say: Say): void {
  const until = text === null ? null : plainDay(text);
  if (text === null) say("stayUntil", "until-needed");
  else if (until === null) say("stayUntil", "not-a-day");
  else {
    const ahead = daysBetween(today, until);
    if (ahead < 0 || ahead > SHORT_STAY_DAYS) say("stayUntil", "until-range");
  }
}
