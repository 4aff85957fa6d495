import { type ReactElement, type ReactNode, type Ref } from 'react';
export interface PassphraseHandle {
    /** The bytes (NFC, UTF-8) of what was typed, once: the field is empty afterwards. The caller wipes them. */
    readonly take: () => Uint8Array<ArrayBuffer>;
    readonly focus: () => void;
}
export interface PassphraseFieldProps {
    readonly ref: Ref<PassphraseHandle>;
    readonly label: ReactNode;
    readonly help?: ReactNode;
    readonly error?: ReactNode;
    /** Whether something was typed; never what. */
    readonly onFilled?: (filled: boolean) => void;
    /** Enter was pressed. */
    readonly onEnter?: () => void;
    readonly autoFocus?: boolean;
}
/** What an input holds, as bytes; the input is cleared. Canonically equal spellings give equal bytes. */
export declare function takeBytes(input: {
    value: string;
}): Uint8Array<ArrayBuffer>;
/** A passphrase or PIN. Uncontrolled, so that no state of React ever holds the text. */
export declare function PassphraseField(props: PassphraseFieldProps): ReactElement;
//# sourceMappingURL=passphrase-field.d.ts.map