/** A digest as people meet it: the contract's `digestView` fits. */
export interface Digest {
    /** SHA-256, 64 lower-case hex digits. */
    readonly hex: string;
    /** Its 32 PGP words; the even ones have two syllables, the odd ones three. */
    readonly words: readonly string[];
}
/** The first `digits` of a hex string in groups of four. */
export declare function groupHex(hex: string, digits?: number): string;
//# sourceMappingURL=digest.d.ts.map