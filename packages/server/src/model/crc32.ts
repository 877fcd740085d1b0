const POLYNOMIAL = 0xedb88320

/** Byte → what eight divisions leave of it (RFC 1952 §8). */
const TABLE = Array.from({ length: 256 }, (_, byte) => {
  let rest = byte
  for (let bit = 0; bit < 8; bit += 1) rest = (rest & 1) === 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1
  return rest >>> 0
})

/**
 * CRC-32 as gzip has it (RFC 1952 §8). It tells a slip of the pen from a whole text; it proves nothing about who wrote it.
 *
 * @param text ASCII
 */
export const crc32 = (text: string): number => {
  let rest = 0xffffffff
  for (let at = 0; at < text.length; at += 1)
    rest = (rest >>> 8) ^ (TABLE[(rest ^ text.charCodeAt(at)) & 0xff] ?? 0)
  return (rest ^ 0xffffffff) >>> 0
}
