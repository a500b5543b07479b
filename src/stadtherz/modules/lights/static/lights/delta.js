/** Names of the knowledge codes of a level. */
export const KNOWN = ["unknown", "expected", "commanded", "confirmed"];

/**
 * Read a delta of levels: "L1", uint32 count, gaps between lamp rows as LEB128 (from -1), count
 * bytes of levels, then the knowledge codes, four to a byte, the first in the lowest bits.
 *
 * @param {Uint8Array} bytes
 * @param {(row: number, level: number, known: string) => void} each
 * @returns {number} how many lamps it held
 */
export function readDelta(bytes, each) {
  if (bytes.length < 6 || bytes[0] !== 0x4c || bytes[1] !== 0x31) throw new Error("These bytes are no delta of levels.");
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(2, true);
  const levels = bytes.length - count - Math.ceil(count / 4);
  let at = 6;
  let row = -1;
  for (let index = 0; index < count; index += 1) {
    let gap = 0;
    for (let shift = 0; ; shift += 7) {
      const octet = bytes[at];
      at += 1;
      gap |= (octet & 0x7f) << shift;
      if (octet < 0x80) break;
    }
    row += gap;
    const code = (bytes[levels + count + (index >> 2)] >> (2 * (index & 3))) & 3;
    each(row, bytes[levels + index], KNOWN[code]);
  }
  return count;
}

/** @param {string} text base64 @returns {Uint8Array} */
export function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
