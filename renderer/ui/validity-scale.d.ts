import type { Tone } from './state-glyph.tsx';
/** The contract's `authorityView` fits. Instants are ISO 8601. */
export interface ValidityRow {
    readonly key: string;
    readonly name: string;
    /** What is not a root is drawn below the root before it. */
    readonly kind: 'root' | 'issuing' | 'handoff-signer';
    readonly notBefore: string;
    readonly notAfter: string;
    /** When the next CRL is due. */
    readonly nextCrl: string | null;
    /** "Active", "In overlap" */
    readonly state: string;
    readonly tone: Tone;
    /** Not issued yet. */
    readonly planned?: boolean;
    /** Inside a planned bar: "planned today, 10:00Z". */
    readonly label?: string;
}
export interface ValidityRange {
    /** Milliseconds since the epoch. */
    readonly from: number;
    readonly to: number;
}
export interface ValidityPiece {
    /** Shares of the width, 0 to 100. */
    readonly left: number;
    readonly width: number;
    /** The validity runs on beyond the picture. */
    readonly tornLeft: boolean;
    readonly tornRight: boolean;
}
/** Two full years back and five ahead, on year boundaries. */
export declare function validityRange(now: number): ValidityRange;
export declare function share(range: ValidityRange, at: number): number;
/** The years of the axis with the place where each begins. */
export declare function yearMarks(range: ValidityRange): readonly {
    readonly year: number;
    readonly left: number;
}[];
/** The part of a validity that lies in the picture; undefined when none does. */
export declare function clipPiece(range: ValidityRange, from: number, to: number): ValidityPiece | undefined;
/** The day of an ISO 8601 instant. */
export declare function day(instant: string): string;
//# sourceMappingURL=validity-scale.d.ts.map