/** Words of a silent alarm, on every phone that has the button. */
const zh = {
  lead: "按下后不响、不闪，手机只轻震一下。中心五分钟内响应，没人响应自动报上一级。",
  alarm: "无声求助",
  again: "再次求助",
  notSent: "尚未送出，正在不停重试。现在请拨打：",
  police: "110",
  waiting: (time: string) => `已送达，等待响应，${time}前没人响应自动上报`,
  accepted: (who: string, time: string) => `${who}已于${time}响应`,
  safeSaid: "您已报平安，等中心填写处理情况。",
  safe: "我已安全",
  safeGiven: "“我已安全”已记下",
  recorded: (time: string) => `${time} 已记录`,
};

const en: typeof zh = {
  lead: "No sound, no flash: one short vibration. A centre answers within five minutes, else the next level.",
  alarm: "Silent alarm",
  again: "Alarm again",
  notSent: "Not sent yet, trying all the time. Ring now:",
  police: "110",
  waiting: (time) => `Arrived, waiting for an answer; goes up by itself after ${time}`,
  accepted: (who, time) => `${who} answered at ${time}`,
  safeSaid: "You said that you are safe; the centre reports what was done.",
  safe: "I am safe",
  safeGiven: "“I am safe” is noted",
  recorded: (time) => `recorded ${time}`,
};

export const alarmWords = { zh, en };
