/**
 * The outline of a key blade whose 32 cuts are the bytes of a SHA-256 digest, for an SVG of width x height.
 * It helps the eye to recognise a digest; it is not a comparison, as a cut keeps three bits of a byte.
 * Undefined when `digest` is not 64 lower-case hex digits.
 */
export declare function bittingPath(digest: string, width: number, height: number): string | undefined;
//# sourceMappingURL=bitting-path.d.ts.map