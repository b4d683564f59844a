/** Whether a line of a difference is taken away or added. */
export function isChanged(line: string): boolean {
  return /^[-+]/.test(line);
}
