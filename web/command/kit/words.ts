const zh = {
  deeds: "操作",
  more: "再看一些",
  refresh: "刷新",
  search: "查找地点",
  searchHint: "输入地名，如“玉山”",
  found: "查找结果",
  noneFound: "没有找到这个地名",
  chosen: "已选",
  cancel: "取消",
  all: "全部",
  reason: "理由",
  reasonNeeded: "理由（至少四个字）",
  shown: (count: string) => `已显示 ${count} 条`,
};

const en: typeof zh = {
  deeds: "Actions",
  more: "More",
  refresh: "Refresh",
  search: "Find a place",
  searchHint: "Type a name",
  found: "Found",
  noneFound: "No place of that name",
  chosen: "Chosen",
  cancel: "Cancel",
  all: "All",
  reason: "Reason",
  reasonNeeded: "Reason (four characters at least)",
  shown: (count) => `${count} shown`,
};

export const words = { zh, en };
