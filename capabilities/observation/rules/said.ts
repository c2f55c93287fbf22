/** Hours of a profile in words, as papers and pages say them. */
import type { Hours } from "./profile.ts";

/** 7 → 上午7点, 16 → 下午4点, 12 → 中午12点, 20 → 晚上8点. */
const hourZh = (hour: number): string => `${partOf(hour)}${hour > 12 ? hour - 12 : hour}点`;

/** The part of the day in which an hour is. */
function partOf(hour: number): string {
  if (hour < 5) return "凌晨";
  if (hour < 12) return "上午";
  if (hour === 12) return "中午";
  return hour < 20 ? "下午" : "晚上";
}

/** 上午7点到10点; the part of the day is said again only when it is another: 上午10点到下午1点. */
export const hoursZh = ([from, to]: Hours): string =>
  `${hourZh(from)}到${partOf(from) === partOf(to) ? hourZh(to).slice(2) : hourZh(to)}`;

export const hoursEn = ([from, to]: Hours): string => `from ${from} to ${to}`;
