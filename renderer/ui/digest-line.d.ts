import type { ReactElement } from 'react';
import { type Digest } from './digest.ts';
export interface DigestLineProps {
    readonly digest: Digest;
    /** `recognise`: 8 digits and two words. `compare`: 24 digits before the words. */
    readonly length?: 'recognise' | 'compare';
    readonly width?: number;
}
/** A digest where it is only recognised: hex, words, bitting. The whole digest is the accessible title. */
export declare function DigestLine({ digest, length, width }: DigestLineProps): ReactElement;
//# sourceMappingURL=digest-line.d.ts.map