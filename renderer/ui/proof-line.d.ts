import type { ReactElement, ReactNode } from 'react';
export interface ProofLineProps {
    /** Index of the entry, from 0. */
    readonly index: number;
    /** Entries under the checkpoint. */
    readonly size: number;
    /** From leaf to root: the sibling's hash, the side it stands on, how many entries it covers. */
    readonly path: readonly {
        readonly hash: string;
        readonly side: 'left' | 'right';
        readonly covers: number;
    }[];
    /** At the left under the picture: the verdict, a State. */
    readonly verdict: ReactNode;
}
/** An inclusion proof: left siblings above, right ones below, with the entries they cover; the ring is the root. */
export declare function ProofLine({ index, size, path, verdict }: ProofLineProps): ReactElement;
//# sourceMappingURL=proof-line.d.ts.map