export interface ClockText {
    /** 14:32:08Z */
    readonly utc: string;
    /** Tue 2026-11-24, of UTC */
    readonly date: string;
    /** 15:32 Zurich +01:00 */
    readonly local: string;
}
/**
 * The clock of the annunciator bar.
 * @param now milliseconds since the epoch
 * @param zone an IANA name; its last part is the place that is shown
 */
export declare function clockText(now: number, zone: string): ClockText;
//# sourceMappingURL=clock-text.d.ts.map