import { strFromU8, unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readSheets } from "#capabilities/enterprises/file/xlsx.ts";
import { openZip } from "#capabilities/enterprises/file/zip.ts";
import { fillTemplate, type Resolve } from "./fill.ts";
import { readTemplate, type Template } from "./template.ts";
import { writeWorkbook } from "./write-workbook.ts";
import { packed, writeZip } from "./write-zip.ts";

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const SHEET = `<?xml version="1.0"?>\n<worksheet ${MAIN}><dimension ref="A1:C7"/><cols><col min="1" max="1" width="22.5" customWidth="1"/></cols><sheetData><row r="1" ht="30" customHeight="1"><c r="A1" s="7" t="inlineStr"><is><t>{{area.name}}日报</t></is></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>{{place.name}}</t></is></c><c r="B3" s="2" t="inlineStr"><is><t>{{visit}}</t></is></c><c r="C3"><f>B3/B$4</f><v>0.5</v></c><c r="D3" t="inlineStr"><is><t>{{#each places}}</t></is></c></row><row r="4"><c r="A4" t="inlineStr"><is><t>合计</t></is></c><c r="B4"><f>SUM(B3:B3)</f><v>99</v></c></row><row r="6"><c r="A6" t="inlineStr"><is><t>填报 {{visit}} 户，{{nonsense}}</t></is></c></row></sheetData><mergeCells count="3"><mergeCell ref="A1:C1"/><mergeCell ref="A6:C6"/><mergeCell ref="C3:D3"/></mergeCells><conditionalFormatting sqref="B3:B4"><cfRule type="cellIs" priority="1"><formula>$B$4</formula></cfRule></conditionalFormatting></worksheet>`;

async function workbook(sheet: string, more: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const plain = openZip(
    await writeWorkbook(
      [
        { name: "日报", rows: [] },
        { name: "说明", rows: [["不要改动", 12]] },
      ],
      { "wangge.visit.household": "日报!$B$7", own: "日报!$A$6" },
    ),
  );
  const kept = plain.names.filter((name) => name !== "xl/worksheets/sheet1.xml" && more[name] === undefined);
  const entries = kept.map((name) => plain.packed(name)).filter((one) => one !== null);
  const fresh = Object.entries({ "xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": "<styleSheet/>", ...more });
  return writeZip([...entries, ...(await Promise.all(fresh.map(([name, text]) => packed(name, Buffer.from(text)))))]);
}
const read = async (bytes: Buffer): Promise<Template> => {
  const found = await readTemplate(bytes);
  if ("fault" in found) throw new Error(found.fault);
  return found;
};
const faultOf = async (bytes: Buffer) => {
  const found = await readTemplate(bytes);
  return "fault" in found ? found.fault : null;
};
const NAMES = ["玉山镇", "巴城镇", "周市镇"];
const resolve: Resolve = (marker, at) => {
  const row = at?.index ?? null;
  if (marker === "area.name") return { value: "昆山市" };
  if (marker === "place.name" && row !== null) return { value: NAMES[row] ?? "" };
  if (marker === "visit") return { value: row === null ? 60 : (row + 1) * 10 };
  if (marker === "visit.household") return { value: 41 };
  return { missing: "not-understood" };
};

describe("a filled template", () => {
  it("has its values in place, its rows repeated, its references moved, and what is missing beside it", async () => {
    const { bytes, missing } = await fillTemplate(await read(await workbook(SHEET)), resolve, {
      copies: () => 3,
      mark: null,
    });
    const [sheet, notes] = await readSheets(bytes);
    expect(sheet?.rows.map(({ line, cells }) => [line, ...cells])).toEqual([
      [1, "昆山市日报"],
      [3, "玉山镇", "10", ""],
      [4, "巴城镇", "20", ""],
      [5, "周市镇", "30", ""],
      [6, "合计", ""],
      [8, "填报 60 户，____"],
      [9, "", "41"],
    ]);
    expect(notes?.rows).toEqual([{ line: 1, cells: ["不要改动", "12"] }]);
    expect(missing).toEqual([{ sheet: "日报", cell: "A8", marker: "nonsense", why: "not-understood" }]);
    const xml = strFromU8(unzipSync(new Uint8Array(bytes))["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(xml).toContain('<col min="1" max="1" width="22.5" customWidth="1"/>');
    expect(xml).toContain('<row r="1" ht="30" customHeight="1"><c r="A1" s="7" t="inlineStr">');
    expect(xml).toContain('<c r="B5" s="2"><v>30</v></c>');
    expect([...xml.matchAll(/<f>([^<]*)<\/f>/g)].map((one) => one[1])).toEqual([
      "B3/B$6",
      "B4/B$6",
      "B5/B$6",
      "SUM(B3:B5)",
    ]);
    expect([...xml.matchAll(/<mergeCell ref="([^"]*)"/g)].map((one) => one[1])).toEqual([
      "A1:C1",
      "A8:C8",
      "C3:D3",
      "C4:D4",
      "C5:D5",
    ]);
    expect(xml).toContain('<mergeCells count="5">');
    expect(xml).toContain(
      '<conditionalFormatting sqref="B3:B6"><cfRule type="cellIs" priority="1"><formula>$B$6</formula>',
    );
    expect(xml).toContain('<dimension ref="A1:C9"/>');
    const book = strFromU8(unzipSync(new Uint8Array(bytes))["xl/workbook.xml"] ?? new Uint8Array());
    expect(book).toContain('<definedName name="own">日报!$A$8</definedName>');
    expect(book).toContain('<calcPr fullCalcOnLoad="1"/>');
  });

  it("keeps every byte of the parts that nothing was written to", async () => {
    const before = await workbook(SHEET);
    const { bytes } = await fillTemplate(await read(before), resolve, { copies: () => 1, mark: null });
    const [old, fresh] = [openZip(before), openZip(bytes)];
    expect(fresh.names).toEqual(old.names);
    for (const name of old.names) {
      if (name === "xl/worksheets/sheet1.xml" || name === "xl/workbook.xml") continue;
      expect(fresh.packed(name)?.bytes.equals(old.packed(name)?.bytes ?? Buffer.alloc(0)), name).toBe(true);
    }
  });

  it("bears who, when and for what on every sheet, beside its first row, under its last, and on every printed page", async () => {
    const mark = "李医生 2020-02-10 申请，仅用于排查 & 核对";
    const bytes = (await fillTemplate(await read(await workbook(SHEET)), resolve, { copies: () => 3, mark })).bytes;
    const [sheet, notes] = await readSheets(bytes);
    expect(sheet?.rows[0]?.cells).toEqual(["昆山市日报", "", "", "", mark]);
    expect(sheet?.rows.at(-1)?.cells).toEqual([mark]);
    expect(notes?.rows.map((row) => row.cells)).toEqual([["不要改动", "12", mark], [mark]]);
    const xml = strFromU8(unzipSync(new Uint8Array(bytes))["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect(xml).toMatch(/<\/conditionalFormatting><headerFooter><oddHeader>&amp;L李医生.*&amp;&amp; 核对<\/oddHeader>/);
  });

  it("never becomes a formula, whatever the value says", async () => {
    const { bytes } = await fillTemplate(
      await read(await workbook(SHEET)),
      () => ({ value: '=cmd|"/c calc"!A1 <&>' }),
      { copies: () => 1, mark: null },
    );
    const [sheet] = await readSheets(bytes);
    expect(sheet?.rows.at(-1)?.cells).toEqual(["", '=cmd|"/c calc"!A1 <&>']);
    const xml = strFromU8(unzipSync(new Uint8Array(bytes))["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
    expect([...xml.matchAll(/<f>/g)]).toHaveLength(2);
  });
});

describe("a workbook is refused as a template", () => {
  const plain = (cell: string) =>
    `<worksheet ${MAIN}><sheetData><row r="1">${cell}<c r="B1" t="inlineStr"><is><t>{{visit}}</t></is></c></row></sheetData></worksheet>`;
  it.each([
    ["with macros", SHEET, { "xl/vbaProject.bin": "x" }, "macros"],
    ["with links to other files", SHEET, { "xl/externalLinks/externalLink1.xml": "<x/>" }, "links-outside"],
    [
      "with a relation to outside",
      SHEET,
      {
        "xl/worksheets/_rels/sheet1.xml.rels":
          '<Relationships><Relationship Id="rId1" Target="http://x/" TargetMode="External"/></Relationships>',
      },
      "links-outside",
    ],
    ["with embedded objects", SHEET, { "xl/embeddings/oleObject1.bin": "x" }, "objects"],
    ["that calls outside", plain('<c r="A1"><f>WEBSERVICE(&quot;http://x&quot;)</f></c>'), {}, "calls-outside"],
    ["by dynamic data exchange", plain("<c r=\"A1\"><f>cmd|'/c calc'!A0</f></c>"), {}, "calls-outside"],
    ["with an unknown repetition", SHEET.replace("#each places", "#each people"), {}, "repeat-unknown"],
    [
      "with shared formulas where rows repeat",
      SHEET.replace("<f>B3", '<f t="shared" si="0" ref="C3">B3'),
      {},
      "repeat-with-shared-formulas",
    ],
  ])("%s", async (_, sheet, more, fault) => expect(await faultOf(await workbook(sheet, more))).toBe(fault));

  it("without a marker", async () => {
    expect(await faultOf(await writeWorkbook([{ name: "空", rows: [["a"]] }]))).toBe("no-markers");
  });
});
