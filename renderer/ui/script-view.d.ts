import type { Tone } from './state-glyph.tsx';
/** The contract's script step fits. */
export interface ScriptStep {
    readonly id: string;
    readonly number: number;
    readonly title: string;
    readonly status: 'pending' | 'ready' | 'working' | 'failed' | 'unknown' | 'recorded' | 'done';
    /** ISO 8601 of UTC. */
    readonly doneAt: string | null;
    /** The step uses a CA key. */
    readonly usesKey: boolean;
}
export interface ScriptAct {
    readonly title: string;
    readonly steps: readonly ScriptStep[];
}
export declare function stepTone(step: ScriptStep): Tone;
export declare function doneSteps(act: ScriptAct): number;
/** An act is as far as its steps; what is broken or unknown is heard over progress. */
export declare function actTone(act: ScriptAct): Tone;
/** The indexes of the acts shown open: the one with the current step and the one before it. */
export declare function openActs(acts: readonly ScriptAct[], currentStep: string | undefined): ReadonlySet<number>;
//# sourceMappingURL=script-view.d.ts.map