import type { Failure } from '../../shared/failure.ts';
export type FailureKind = 'refused' | 'unknown' | 'not-signed';
export interface FailureText {
    readonly kind: FailureKind;
    /** The first sentence: what is certain. */
    readonly certain: string;
    readonly why: string | undefined;
    readonly remedy: string | undefined;
    /** The outcome in words, never by colour alone. */
    readonly outcome: string;
}
/** `message` is split after its first sentence. An unknown outcome is never called "not signed". */
export declare function failureText(failure: Failure, notSigned: boolean): FailureText;
//# sourceMappingURL=failure-text.d.ts.map