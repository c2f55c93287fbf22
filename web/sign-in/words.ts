const zh = {
  title: "网格 · 登录",
  heading: "登录",
  lead: "把该联系的居民，交到该上门的人手里。",
  username: "账号",
  password: "密码",
  submit: "登录",
  submitting: "正在登录…",
  choosePost: "以哪个岗位登录？",
  forgot: "忘记密码，请联系本级中心。一切操作都记入审计日志。",
  activate: "新领的工作手机？用激活码登记",
  others: "其他入口",
  entrances: { resident: "居民：申报、亮码、申诉", enterprise: "企业：复工复产", open: "公开：用途与统计" },
  loop: [
    ["联合研判", "公安、通信、卫健与中心共同签署，名单才下发。"],
    ["一人一门", "每个名字，只到管这扇门的网格员手里。"],
    ["当日回流", "上门结果逐级汇总，五级同见，有据可查。"],
  ],
};

const en: typeof zh = {
  title: "Wangge · Sign in",
  heading: "Sign in",
  lead: "Each resident to contact, in the hands of the one person at that door.",
  username: "Account",
  password: "Password",
  submit: "Sign in",
  submitting: "Signing in…",
  choosePost: "Which post do you act from?",
  forgot: "Forgot the password? Ask your centre. Everything done here is written to the audit log.",
  activate: "A new work phone? Register it with its activation code",
  others: "Other entrances",
  entrances: {
    resident: "Residents: declare, show the code, appeal",
    enterprise: "Enterprises: return to work",
    open: "Open: purposes and figures",
  },
  loop: [
    ["Signed together", "Police, telecom, health and the centre sign before a list goes out."],
    ["One name, one door", "Each name reaches only the grid worker whose door it is."],
    ["Back the same day", "Results add up level by level, each figure traceable."],
  ],
};

export const words = { zh, en };
