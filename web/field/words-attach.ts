/** Words of photos and voice notes. */
import type { Words } from "../shared/language.ts";

const zh = {
  title: "照片和录音（可不加）",
  photo: "拍照",
  photoFault: "这张照片读不出来，请重拍。",
  record: "录音",
  stop: (seconds: number) => `停止（${seconds} 秒）`,
  recordFault: "没有录上：浏览器没有得到麦克风许可，或不支持录音。可以改写文字。",
  recordTooLarge: "录音太长，没有保留。请录短一些。",
  taken: (kind: "photo" | "voice", n: number) => (kind === "photo" ? `照片 ${n}` : `录音 ${n}`),
  seconds: (n: number) => `${n} 秒`,
  remove: "删去",
  full: "已满六个。",
  agree: "附上拍摄时间和大致位置（约一百米）",
  agreeHint: "不勾选就不附。照片本身的位置、时间、机型总是先去掉；系统不记行踪。",
  locating: "正在取位置…",
  located: "已取得大致位置。",
  notLocated: "没有取得位置，只附时间。",
  play: "试听",
  where: "在哪个网格",
  whereOther: "换一个地点",
  missing: (names: string) => `还没填：${names}`,
  onItsWay: "已存在手机里，等待发送",
  refusedHere: "没有被收下，请到“发送”查看",
  because: "原因",
  cancel: "取消",
};

const en: typeof zh = {
  title: "Photos and recordings (if you like)",
  photo: "Take a photo",
  photoFault: "This picture cannot be read. Take it again.",
  record: "Record",
  stop: (seconds) => `Stop (${seconds} s)`,
  recordFault: "Nothing was recorded: the browser was not allowed the microphone, or cannot record. Write it instead.",
  recordTooLarge: "The recording was too long and was not kept. Record less.",
  taken: (kind, n) => (kind === "photo" ? `Photo ${n}` : `Recording ${n}`),
  seconds: (n) => `${n} s`,
  remove: "Remove",
  full: "Six are enough.",
  agree: "Add when and roughly where (some 100 m)",
  agreeHint:
    "Not ticked, nothing is added. What the camera wrote into a photo (place, time, device) is always removed; no tracks are kept.",
  locating: "Asking for the position…",
  located: "Rough position added.",
  notLocated: "No position; only the time is added.",
  play: "Listen",
  where: "Which grid",
  whereOther: "Another place",
  missing: (names) => `Still missing: ${names}`,
  onItsWay: "Kept on the phone, waiting to be sent",
  refusedHere: "Not taken; see “Sending”",
  because: "Reason",
  cancel: "Cancel",
};

export const attachWords: Words<typeof zh> = { zh, en };
