/**
 * Names as they are spread: surnames by their share of the registered population (Ministry of Public Security, ranking
 * of 2007 with shares for the first ten, and national name reports 2019 and 2020 for the order; shares after the tenth
 * by the reports' bounds, rounded), given names from characters often used. Nobody's name in particular.
 */

/** Surnames with their weight in 1,024 parts, most frequent first. */
const SURNAME_WEIGHTS: readonly (readonly [string, number])[] = [
  ["王", 74],
  ["李", 74],
  ["张", 70],
  ["刘", 55],
  ["陈", 46],
  ["杨", 32],
  ["黄", 25],
  ["赵", 24],
  ["吴", 22],
  ["周", 22],
  ["徐", 18],
  ["孙", 17],
  ["马", 14],
  ["朱", 14],
  ["胡", 13],
  ["郭", 12],
  ["何", 12],
  ["高", 11],
  ["林", 11],
  ["罗", 10],
];
/** The further ones, each with the same small weight: what is left of 1,024 parts. */
const FURTHER_SURNAMES =
  "郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤欧阳管柳殷"
    .replace("欧阳", "")
    .split("");

/** 1,024 surnames for an equal draw. */
export const SURNAMES: readonly string[] = (() => {
  const list = SURNAME_WEIGHTS.flatMap(([name, weight]) => Array.from({ length: weight }, () => name));
  const rest = [...FURTHER_SURNAMES, "欧阳", "诸葛", "司马", "上官"];
  for (let index = 0; list.length < 1024; index++) list.push(rest[index % rest.length] ?? "王");
  return list;
})();

/** With characters that few fonts and old encodings know: 喆, 㛃, and 𬎆 beyond the basic plane. */
export const GIVEN_MALE = [
  ..."伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢阳建国志文德海东晨轩梓博睿泽昊天喆𬎆",
];
export const GIVEN_FEMALE = [
  ..."芳娜敏静丽艳娟霞秀燕玲桂英梅玉萍红月彩春菊兰凤洁琳雪倩婷慧颖欣怡佳雯梓涵诗悦琪思晓云珍莉㛃",
];

export const MINORITY_FIRST = [
  "阿依古丽",
  "买买提",
  "艾力",
  "古丽娜尔",
  "努尔兰",
  "扎西",
  "卓玛",
  "达瓦",
  "巴特尔",
  "其木格",
  "阿卜杜拉",
  "热依汗",
];
export const MINORITY_LAST = [
  "买买提",
  "吐尔逊",
  "艾合买提",
  "阿不都热合曼",
  "多吉",
  "次仁",
  "呼和",
  "苏莱曼",
  "卡德尔",
  "肉孜",
];

export const FOREIGN_LAST = [
  "SMITH",
  "TANAKA",
  "KIM",
  "MUELLER",
  "NGUYEN",
  "GARCIA",
  "IVANOV",
  "SINGH",
  "DUBOIS",
  "O'BRIEN",
  "SUZUKI",
  "PARK",
];
export const FOREIGN_FIRST = [
  "JOHN",
  "YUKI",
  "MINJUN",
  "ANNA",
  "VAN ANH",
  "MARIA",
  "DMITRI",
  "PRIYA",
  "CLAIRE",
  "LIAM",
  "KENJI",
  "JIWOO",
];

export const ESTATE_FIRST = [
  "阳光",
  "锦绣",
  "世纪",
  "金色",
  "碧水",
  "香樟",
  "翠湖",
  "江南",
  "新城",
  "枫林",
  "东方",
  "紫金",
  "康居",
  "和平",
  "银河",
  "绿地",
];
export const ESTATE_LAST = ["花园", "新村", "家园", "苑", "名邸", "公寓", "小区", "嘉园"];
