import type { ReactElement } from 'react';
import { type Digest } from './digest.ts';
export interface WordGridProps {
    readonly digest: Digest;
    /** What the digest is of: the name of the table. */
    readonly label: string;
    /** `presenter`: words only, 47 px, for a room of three metres. */
    readonly size?: 'step' | 'presenter';
    /** The row being read, 0 to 7; rows before it are done, 8 is all done. */
    readonly reading?: number;
}
/** Rows A to H: what people compare and read aloud. */
export declare function WordGrid({ digest, label, size, reading }: WordGridProps): ReactElement;
//# sourceMappingURL=word-grid.d.ts.map