import type { ReactElement } from 'react';
export interface HexDumpProps {
    readonly bytes: Uint8Array;
    readonly label: string;
    /** Lines shown before "and n more bytes"; all when undefined. */
    readonly lines?: number;
}
/** Offset, 16 bytes in pairs, printable ASCII. */
export declare function HexDump({ bytes, label, lines }: HexDumpProps): ReactElement;
//# sourceMappingURL=hex-dump.d.ts.map