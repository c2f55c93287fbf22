import { problems } from "#kernel/problem.ts";

export const attachmentProblems = problems("attachments", {
  "too-large": {
    status: 413,
    zh: "照片或录音太大。请重新拍照（不超过400千字节）或录短一些（一分钟以内）。",
    en: "The photo or recording is too large. Take it again (400 kB at most) or record less than a minute.",
  },
  "wrong-type": {
    status: 415,
    zh: "这不是系统接收的照片或录音格式。请在本页面上拍照或录音。",
    en: "This is no photo or recording of a kind that is taken. Take it with this page.",
  },
  "carries-metadata": {
    status: 422,
    zh: "照片里还带有拍摄地点、时间或机型。请在本页面上重新选择，系统会先去掉这些信息。",
    en: "The photo still carries where, when or with what it was taken. Choose it again on this page, which removes that.",
  },
  "too-many": {
    status: 409,
    zh: "这条记录的照片和录音已满六个。请删去不需要的，或写进文字里。",
    en: "This record has six photos and recordings already. Say the rest in words.",
  },
});
