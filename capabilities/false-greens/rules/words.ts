/** The sentences of findings: what each side says, why a finding counts for less. No names, no numbers of people. */
import { dayOf, type Instant } from "#kernel/time.ts";

export type Said = { readonly zh: string; readonly en: string };
const said = (zh: string, en: string): Said => ({ zh, en });

export const DECLARED = {
  noObservation: said("没有在隔离或观察", "Not under isolation or observation"),
  noKeyArea: said("14天内未到过重点地区", "No key area within 14 days"),
  noContact: said("无接触史", "No contact with a case"),
  noSymptom: said("无发热等症状", "No fever or other symptoms"),
  arrivedOn: (day: string) => said(`${day} 到达`, `Arrived on ${day}`),
  lives: (place: string) => said(`住在 ${place}`, `Lives in ${place}`),
  ownCode: said("本人出示健康码", "Shows a code of one's own"),
  noTravel: said("未外出", "Did not travel"),
  number: said("所填证件号码", "The identity number given"),
  version: (n: number) => said(`第${n}版申报`, `Version ${n} of the declaration`),
  acts: said("代家人申报", "Acts for family members"),
};

const day = (at: Instant) => dayOf(at);
export const OBSERVED = {
  measure: (since: Instant) =>
    said(`${day(since)} 起登记为隔离或医学观察`, `Isolation or observation on record from ${day(since)}`),
  trip: (at: Instant, place: string) =>
    said(`${day(at)} 有到 ${place} 的行程记录`, `A trip to ${place} on ${day(at)} is on record`),
  stay: (at: Instant, place: string) =>
    said(`${day(at)} 手机信号停留 ${place}`, `The phone stayed in ${place} on ${day(at)}`),
  contact: (at: Instant) =>
    said(`流调名单登记，最后接触 ${day(at)}`, `Named by contact tracing; last contact ${day(at)}`),
  fever: (at: Instant) =>
    said(`${day(at)} 有发热门诊或复测发热记录`, `A fever clinic or a rechecked fever on ${day(at)}`),
  sighting: (on: string) => said(`首次在本地的记录为 ${on}`, `First seen here on ${on}`),
  doors: (n: number) => said(`${n}次走访不在申报住址`, `${n} visits did not find the person there`),
  noBuilding: said("该地址没有这栋楼", "There is no such building"),
  crowd: (n: number) => said(`同一住址有${n}名无亲属关系的申报人`, `${n} unrelated people declared the same flat`),
  differs: (fields: string) => said(`另一份申报的这些内容不同：${fields}`, `Another declaration differs in: ${fields}`),
  edits: (n: number, field: string) =>
    said(`24小时内${n}次修改“${field}”`, `"${field}" was changed ${n} times in 24 hours`),
  phone: (n: number) => said(`同一部手机出示过${n}人的健康码`, `One phone showed the codes of ${n} people`),
  speed: (km: number, minutes: number) =>
    said(`${minutes}分钟内在相距${km}公里的两处扫码`, `Scanned ${km} km apart within ${minutes} minutes`),
  stale: (km: number) =>
    said(`过期的同一亮码在相距${km}公里处出示`, `The same code, gone stale, was shown ${km} km away`),
  mismatch: said("出示人与登记信息不符", "Who showed it does not fit the record"),
  vehicle: (place: string) => said(`名下车辆由 ${place} 进入`, `The car came in from ${place}`),
  number: said("号码校验不通过", "The number fails its check"),
  deceased: said("登记为已故", "Registered as deceased"),
  twice: said("同一证件被两个账号使用", "Two accounts use the same identity"),
  proxies: (n: number) =>
    said(`代办${n}人，其中有自己手机的成年人`, `Acts for ${n}, adults with phones of their own among them`),
};

export const LOWERED = {
  closed: said("观察记录已接近或已到期", "The observation was over or about to be"),
  phoneShared: said("手机可能由他人使用", "Others may use the phone"),
  alightingUnknown: said("不清楚是否下车", "It is not known if the person got off"),
  notTold: said("疾控尚未通知本人", "Contact tracing has not told the person"),
  otherCard: said("可能是他人用其证件就诊", "Somebody else may have used the card"),
  oneDay: said("只差一两天", "Only a day or two apart"),
  dormitory: said("集体宿舍", "A dormitory"),
  helper: said("由他人代填", "Filled in by a helper"),
  unconfirmed: said("未经人工确认", "Not confirmed by a person"),
  newborn: said("新生儿", "A newborn"),
};
