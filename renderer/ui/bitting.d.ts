import type { ReactElement } from 'react';
export interface BittingProps {
    /** A SHA-256 digest, 64 lower-case hex digits. Anything else draws nothing. */
    readonly digest: string;
    readonly width?: number;
    readonly height?: number;
    readonly strong?: boolean;
}
/** Same digest, same picture. Never alone where a person must compare: words decide. */
export declare function Bitting({ digest, width, height, strong }: BittingProps): ReactElement | null;
//# sourceMappingURL=bitting.d.ts.map