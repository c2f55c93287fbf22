const zh = {
  title: "网格 · 指挥",
  skip: "跳到正文",
  menuLabel: "主菜单",
  menu: {
    overview: "总览",
    brief: "早报",
    sessions: "联合研判",
    desk: "任务台",
    instructions: "指令",
    people: "居民",
    workers: "队伍",
    feeds: "数据与研判",
    "rule-sets": "研判规则",
    purposes: "用途与收尾",
    audit: "审计",
  },
  demo: "演示数据",
  demoHint: "全部人员和数据均为模拟，时间固定在2020年2月",
  switchPost: "切换岗位",
  unknownPage: "没有这个页面",
  close: "关闭",
};

const en: typeof zh = {
  title: "Wangge · Command",
  skip: "Skip to content",
  menuLabel: "Main menu",
  menu: {
    overview: "Overview",
    brief: "Daily brief",
    sessions: "Joint session",
    desk: "Desk",
    instructions: "Instructions",
    people: "Residents",
    workers: "Workers",
    feeds: "Feeds",
    "rule-sets": "Rule sets",
    purposes: "Purposes and the end",
    audit: "Audit",
  },
  demo: "Demo data",
  demoHint: "All people and data are simulated; the time is February 2020",
  switchPost: "Switch post",
  unknownPage: "There is no such page",
  close: "Close",
};

export const words = { zh, en };
