/** SQL of the errors that departments' rows come with; each at its stated rate, by the row's own bits. */
import { sqlList } from "./random.ts";
import type { Rates } from "./rates.ts";

const MILLION = 1_000_000;
const parts = (rate: number) => Math.round(rate * MILLION);

/** An identity number as typed: a wrong digit (resident cards only, so that the check character tells), or another form of the same number. */
export function typedId(rates: Rates, type: string, id: string, bits: string): string {
  const at = `(1 + ${bits} // 1099511627776 % 17)::integer`;
  const wrong = `chr((48 + (ascii(substr(${id}, ${at}, 1)) - 47 + ${bits} // 68719476736 % 9) % 10)::integer)`;
  const form = `case ${bits} // 17592186044416 % 4
      when 0 then lower(${id})
      when 1 then substr(${id}, 1, 6) || ' ' || substr(${id}, 7)
      when 2 then translate(${id}, '0123456789X', '0123456789X')
      else substr(${id}, 1, 6) || '-' || substr(${id}, 7) end`;
  return `case when ${type} = '111' and ${bits} % ${MILLION} < ${parts(rates.idTypo)}
      then substr(${id}, 1, ${at} - 1) || ${wrong} || substr(${id}, ${at} + 1)
    when ${bits} // 1048576 % ${MILLION} < ${parts(rates.idForm)} then ${form} else ${id} end`;
}

/** A phone as typed: missing, a digit short, or with +86, 86 or hyphens. */
export function typedPhone(rates: Rates, phone: string, bits: string): string {
  return `case when ${bits} % ${MILLION} < ${parts(rates.noPhone)} then null
    when ${bits} // 1048576 % ${MILLION} < ${parts(rates.phoneTypo)} then substr(${phone}, 1, length(${phone}) - 1)
    when ${bits} // 1099511627776 % ${MILLION} < ${parts(rates.phoneForm)} and ${phone}[1] = '1'
      then case ${bits} % 3 when 0 then '+86' || ${phone} when 1 then '86' || ${phone}
           else substr(${phone}, 1, 3) || '-' || substr(${phone}, 4, 4) || '-' || substr(${phone}, 8) end
    else ${phone} end`;
}

const ADDRESS_FAULTS: readonly (readonly [string, string])[] = [
  ["花园", "花圆"],
  ["幢", "栋"],
  ["单元", "单园"],
  ["镇", "填"],
  ["社区", "小区"],
];

/** A name as typed: its middle dot in another form. */
export const typedName = (rates: Rates, name: string, bits: string): string =>
  `case when contains(${name}, '·') and ${bits} % ${MILLION} < ${parts(rates.dotForm)}
    then replace(${name}, '·', ['•', '・', '.'][1 + (${bits} // 1048576 % 3)::integer]) else ${name} end`;

/** An address as typed: a wrong character, the room without 室, a character lost, or the town left out. */
export function typedAddress(rates: Rates, address: string, bits: string): string {
  const from = `${sqlList(ADDRESS_FAULTS.map(([right]) => right))}[1 + (${bits} // 16 % ${ADDRESS_FAULTS.length})::integer]`;
  const to = `${sqlList(ADDRESS_FAULTS.map(([, wrong]) => wrong))}[1 + (${bits} // 16 % ${ADDRESS_FAULTS.length})::integer]`;
  return `case when ${bits} // 4294967296 % ${MILLION} < ${parts(rates.addressTypo)}
      then case when ${bits} % 2 = 0 and contains(${address}, ${from}) then replace(${address}, ${from}, ${to})
                when ${bits} % 3 = 0 then substr(${address}, 1, length(${address}) - 1)
                else substr(${address}, 1, 5) || substr(${address}, 7) end
      else ${address} end`;
}

/** Rows to read for one true row: none when missing, two when written twice. Use as `unnest(…)`. */
export function copies(missing: number, duplicate: number, bits: string): string {
  return `case when ${bits} % ${MILLION} < ${parts(missing)} then []::integer[]
    when ${bits} // 1048576 % ${MILLION} < ${parts(duplicate)} then [0, 1] else [0] end`;
}
