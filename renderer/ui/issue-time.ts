/** How long it takes to issue all again, by what was measured: "3.4 hours". `count` in minutes; null: nothing was measured. */
export function issueTime(count: number | null): string {
  if (count === null) return 'not known: nothing was issued in the measured time'
  if (count < 120) return count === 1 ? '1 minute' : `${count.toLocaleString('en')} minutes`
  return count < 2880 ? `${(count / 60).toFixed(1)} hours` : `${(count / 1440).toFixed(1)} days`
}
