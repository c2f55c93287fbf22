/** The words of the figures (definitions.ts). Source: design/command.md, "Definitions of the reference figures". */
import type { RiskTier } from "#kernel/tiers.ts";
import type { CountedTaskState, Metric } from "./metrics.ts";
import type { VisitResult } from "./results.ts";

/** A figure's name, unit and how it is counted, in both languages. */
export type FigureWords = {
  readonly zh: string;
  readonly en: string;
  readonly unitZh: string;
  readonly unitEn: string;
  readonly howZh: string;
  readonly howEn: string;
};

export const words = (
  zh: string,
  en: string,
  unitZh: string,
  unitEn: string,
  howZh: string,
  howEn: string,
): FigureWords => ({
  zh,
  en,
  unitZh,
  unitEn,
  howZh,
  howEn,
});

export const TIER: Readonly<Record<RiskTier, readonly [string, string]>> = {
  red: ["红色", "red"],
  yellow: ["黄色", "yellow"],
  blue: ["蓝色", "blue"],
};

export const STATE: Readonly<Record<CountedTaskState | "overdue", readonly [string, string, string, string]>> = {
  issued: ["已下发", "issued", "已派到人或中心、终端尚未收到", "in somebody's inbox, not yet on the terminal"],
  delivered: ["已送达", "delivered", "终端已收到、尚未打开", "on the terminal, not yet opened"],
  read: ["已读", "read", "已打开、尚未接受", "opened, not yet accepted"],
  accepted: ["已接受", "accepted", "已接受、尚未办结", "accepted, not yet done"],
  returned: ["已退回", "returned", "退回中心，等待处理", "back at a centre's desk"],
  transferred: [
    "移交中",
    "being transferred",
    "已提出移交，等对方接收",
    "offered to another place, which has not accepted yet",
  ],
  done: ["已办结", "done", "由走访报告办结", "ended by a field report"],
  closed: ["已关闭", "closed", "对象已不在名单，自动关闭", "ended because the subject left the list"],
  overdue: ["已超时", "overdue", "超过规定时间仍未办结", "open past its due time"],
};

export const RESULT: Readonly<Record<VisitResult, readonly [string, string]>> = {
  HOME_IN_PLACE: ["在家", "at home"],
  CENTRAL: ["集中观察", "in central observation"],
  HOSPITAL: ["住院", "in hospital"],
  COMPLETED_14D: ["已满十四天", "fourteen days completed"],
  NOT_RETURNED: ["尚未返回", "not yet returned"],
  LEFT: ["已离开", "left"],
  WRONG_NUMBER: ["号码有误", "wrong number"],
  NO_ANSWER: ["无人应答", "no answer"],
  REFUSED: ["不愿配合", "refused"],
  NOT_AT_ADDRESS: ["查无此址或不住此处", "not at the address"],
  MOVED: ["已搬走", "moved"],
  DUPLICATE: ["重复", "listed twice"],
  DECEASED: ["已故", "deceased"],
  NOT_THE_PERSON: ["不是本人", "not the person"],
  ALREADY_MANAGED: ["已有人管", "already looked after"],
};

export const VISITS_HOW_ZH = "以走访当天（北京时间）计；被更正的报告由更正后的报告代替，重复上传只计一次";
export const VISITS_HOW_EN =
  "by the Shanghai day of the visit; a corrected report is replaced by its correction, one sent again counts once";

export const SINGLE: Readonly<Partial<Record<Metric, FigureWords>>> = {
  visit: words("走访报告", "field reports", "条", "reports", VISITS_HOW_ZH, VISITS_HOW_EN),
  "visit.household": words(
    "走访户次",
    "household visits",
    "户次",
    "doors",
    "上门走访的户数，一户一天计一次；电话联系不计",
    "doors that were called at, each once a day; telephone calls do not count",
  ),
  "visit.person": words(
    "走访人次",
    "person visits",
    "人次",
    "persons",
    "走访中见到（或通话）的人数之和",
    "the persons met, or spoken with, in all reports",
  ),
  "service.asked": words(
    "服务需求",
    "services asked for",
    "件",
    "requests",
    "走访报告中提出的需求，加上服务工单（居民、网格员、居家观察提出的求助）",
    "requests named in field reports, and work orders asked for by residents, workers or for persons at home",
  ),
  "service.done": words(
    "服务办结",
    "services done",
    "件",
    "requests",
    "走访报告中确认办结的需求，加上求助人已确认（本人确认、当面签名或他人电话回访）的服务工单；送到未确认的不计",
    "requests confirmed done in field reports, and work orders confirmed by who asked (in the app, by signature, or called by somebody else); delivered and not confirmed does not count",
  ),
  "service.supplied": words(
    "送达救援物资",
    "relief supplies delivered",
    "件",
    "requests",
    "要救援物资的求助中，已由求助人确认收到的件数",
    "requests for relief supplies of which whoever asked confirmed that they came",
  ),
  clue: words(
    "线索",
    "clues",
    "条",
    "clues",
    "走访中收集的线索，加上登记受理的线索；两小时内同一网格的同类线索只计一条",
    "clues taken up on visits, and clues accepted at gather; the same matter of a grid within two hours counts once",
  ),
  dispute: words(
    "矛盾纠纷",
    "disputes",
    "件",
    "disputes",
    "走访中化解的，加上调解有结果的矛盾纠纷（履行完毕，或调解不成、已转有关部门）",
    "disputes settled on visits, and mediated ones closed with an outcome: performed, or failed and referred",
  ),
  scan: words(
    "卡口查验",
    "persons checked",
    "人次",
    "persons",
    "卡口查验的人次（扫码、证件、来访登记），同一记录重复上传只计一次",
    "persons checked at checkpoints by code, card or register; a record sent again counts once",
  ),
  "scan.red": words("查验·红码", "checked: red", "人次", "persons", "查验时显示红码", "the code said red"),
  "scan.yellow": words("查验·黄码", "checked: yellow", "人次", "persons", "查验时显示黄码", "the code said yellow"),
  "scan.pending": words(
    "查验·绿码待定",
    "checked: pending",
    "人次",
    "persons",
    "查验时为绿码待定",
    "the code said pending",
  ),
  "scan.green": words("查验·绿码", "checked: green", "人次", "persons", "查验时显示绿码", "the code said green"),
  fever: words(
    "卡口发热",
    "fevers confirmed",
    "人次",
    "persons",
    "休息十分钟后复测仍达到37.3℃的人次；误报不计",
    "37.3 °C or more again after ten minutes of rest; a false alarm does not count",
  ),
  visitor: words(
    "来访登记",
    "visitors",
    "人次",
    "persons",
    "无码人员的来访登记",
    "persons without a code who were registered",
  ),
  vehicle: words("车辆登记", "vehicles", "辆次", "vehicles", "卡口登记的车辆", "vehicles registered at checkpoints"),
  "observation.filed": words(
    "居家观察建档",
    "home observations filed",
    "人",
    "persons",
    "当天建档的居家观察人数",
    "persons whose home observation was filed",
  ),
  "observation.check": words(
    "居家观察测温问询",
    "checks of observed persons",
    "次",
    "checks",
    "居家观察人员当天测温问询的次数（自测、上门、电话），同一次重复上传只计一次",
    "checks taken of observed persons, by themselves, at the door or by telephone; one sent again counts once",
  ),
  "observation.care-call": words(
    "心理关怀电话",
    "care calls",
    "次",
    "calls",
    "观察期内第3、7、11天的关怀电话次数",
    "calls on days 3, 7 and 11 that ask how one is",
  ),
  "observation.released": words(
    "解除居家观察",
    "released from home observation",
    "人",
    "persons",
    "当天期满签字解除或提前解除的人数；弄错人而撤销的不计",
    "persons released by signature or early; a mistake that was withdrawn does not count",
  ),
  "campaign.zero": words(
    "排查零报告",
    "zero reports",
    "份",
    "reports",
    "拉网排查中当天报“没有发现”的份数，按报告当天计；每份都记着当时查了多少户",
    "reports of the day that a campaign found nothing, each with how many doors had been covered by then",
  ),
  "household.registered": words(
    "登记户数",
    "households registered",
    "户",
    "households",
    "户籍底册上的户数，含走访中新发现的户",
    "households on the register, with those found at the doors",
  ),
  "household.reached": words(
    "已走访户数",
    "households reached",
    "户",
    "households",
    "至少一次敲开门、与本人或家人说上话的户数；只敲门无人应答的不计",
    "doors opened at least once, with someone of the household spoken to; a door that stayed shut does not count",
  ),
  "household.vacant": words(
    "空置户数",
    "households vacant",
    "户",
    "households",
    "底册上写明空置、且从未敲开过的户数；覆盖率＝已走访户数÷（登记户数−空置户数）",
    "doors that the register calls vacant and that nobody ever opened; coverage = reached / (registered − vacant)",
  ),
  "worker.post": words("在册网格员", "workers in post", "人", "posts", "现任网格岗位数", "field posts that stand now"),
  "worker.on-duty": words(
    "在岗网格员",
    "workers on duty",
    "人",
    "posts",
    "现任且未请假的网格岗位数",
    "field posts that stand now and are not absent",
  ),
  "worker.terminal": words(
    "登记终端",
    "terminals registered",
    "台",
    "terminals",
    "已激活且未注销的终端数",
    "terminals activated and not revoked",
  ),
  "worker.infected": words(
    "网格员感染数",
    "infections among workers",
    "人",
    "persons",
    "卫健部门通报的病例中，同意比对的在岗人员人数，累计；不显示姓名。记到乡镇（街道），村（社区）不显示，以免认出个人",
    "cases of the health department who are workers that consented to be matched, in all, never named; booked at the township, since a village's number would name somebody",
  ),
  "worker.rested": words(
    "安排休息的网格员",
    "workers sent to rest",
    "人次",
    "rests",
    "当天因身体不适、接触风险或感染而按规定开始休息的人次；记到乡镇（街道）",
    "rests that began that day because somebody was ill, exposed or infected; booked at the township",
  ),
  "list.managed": words(
    "名单中已管控",
    "listed and looked after already",
    "人",
    "persons",
    "当天名单上已在管、不再派任务的人数",
    "persons on the list of the day who are looked after already and get no task",
  ),
};
