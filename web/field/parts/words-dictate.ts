import type { Words } from "../../shared/language.ts";

const zh = {
  speak: "说话输入",
  stop: "停止",
  listening: "正在听，说完自动停止。",
  keyboard: "这台手机的浏览器不能听写，或没有网络。请用输入法键盘上的话筒键说话。",
  goesOut: "听写由浏览器完成，声音可能传给浏览器的厂商。请不要说姓名和证件号码。",
  agree: "知道了，开始说",
};

const en: typeof zh = {
  speak: "Speak",
  stop: "Stop",
  listening: "Listening; it stops by itself when you have finished.",
  keyboard: "This browser cannot take dictation, or there is no network. Use the microphone key of your keyboard.",
  goesOut:
    "The browser takes the dictation; the sound may go to the browser's maker. Do not say names or numbers of documents.",
  agree: "I see, start",
};

export const dictateWords: Words<typeof zh> = { zh, en };
