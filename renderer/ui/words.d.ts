import { type ReactElement } from 'react';
/** PGP words as they are read aloud: two syllables regular, three bold, so that a slip is seen. */
export declare function Words({ words, more, }: {
    readonly words: readonly string[];
    readonly more?: boolean;
}): ReactElement;
//# sourceMappingURL=words.d.ts.map