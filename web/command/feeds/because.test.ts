import { describe, expect, it } from "vitest";
import { becauseIn } from "./because.ts";
import { words } from "./words.ts";

const zh = (because: string) => becauseIn(words.zh.because, because);

describe("why a file was refused", () => {
  it("is said in Chinese for everything that the door says", () => {
    expect(zh("same content as trips-01.csv")).toBe("与 trips-01.csv 内容相同");
    expect(zh("12.5 % of the rows are bad, more than 10 %")).toBe("12.5% 的行有误，超过 10%");
    expect(zh("lacks the column id_type, id_number")).toBe("缺少栏目 id_type, id_number");
    expect(zh("the file needs more memory than the assessment has")).toBe("文件过大，超出研判可用内存");
    expect(zh("the gzip is damaged or cut short")).toBe("压缩文件损坏或不完整");
    expect(zh("the text is UTF-16; hand it over as UTF-8 or GB18030")).toBe("文字是 UTF-16，请改用 UTF-8 或 GB18030");
    expect(zh("not a table: the file is empty")).toBe("不是可读的表格：格式不对或文件为空");
  });
  it("keeps what it does not know", () => {
    expect(zh("something new")).toBe("something new");
  });
});
