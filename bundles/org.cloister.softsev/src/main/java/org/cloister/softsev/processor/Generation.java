package org.cloister.softsev.processor;

/** A generation of EPYC processors with what the guest can tell it by. */
public enum Generation {
    /** EPYC 7003. */
    MILAN(0x00a00f11),
    /** EPYC 9004. */
    GENOA(0x00a10f11),
    /** EPYC 9005. */
    TURIN(0x00b00f21);

    private final int signature;

    Generation(int signature) {
        this.signature = signature;
    }

    /** Family, model and stepping as in EAX of CPUID leaf 1. */
    public int signature() {
        return signature;
    }
}
