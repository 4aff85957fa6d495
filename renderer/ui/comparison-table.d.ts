import type { ReactElement, ReactNode } from 'react';
export type Verdict = 'same' | 'rule-met' | 'differs';
export interface ComparisonRow {
    readonly field: string;
    /** What the plan says. */
    readonly planned: ReactNode;
    /** What is in the bytes. */
    readonly actual: ReactNode;
    readonly verdict: Verdict;
    /** The rule that is met, shown on pointing. */
    readonly rule?: string | undefined;
    /** Bytes and times. */
    readonly mono?: boolean | undefined;
}
export interface ComparisonTableProps {
    readonly rows: readonly ComparisonRow[];
    readonly label: string;
    readonly planTitle?: string;
    readonly actualTitle?: string;
    /** Beside the title of the bytes: "429 bytes, decoded". */
    readonly actualNote?: string;
}
/** Plan beside bytes, a verdict per row. */
export declare function ComparisonTable(props: ComparisonTableProps): ReactElement;
//# sourceMappingURL=comparison-table.d.ts.map