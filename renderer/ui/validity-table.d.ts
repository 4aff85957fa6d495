import type { ReactElement } from 'react';
import { type ValidityRow } from './validity-scale.ts';
export interface ValidityTableProps {
    readonly label: string;
    readonly rows: readonly ValidityRow[];
    readonly now: number;
}
/** The data of the picture, for the keyboard, screen readers and people who rather read. */
export declare function ValidityTable({ label, rows, now }: ValidityTableProps): ReactElement;
//# sourceMappingURL=validity-table.d.ts.map