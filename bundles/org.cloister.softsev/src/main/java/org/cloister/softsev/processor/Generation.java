package org.cloister.softsev.processor;

import org.cloister.amd.tcb.TcbLayout;

/** A generation of EPYC processors with what the guest can tell it by. */
public enum Generation {
    /** EPYC 7003. */
    MILAN(0x00a00f11, 0xdb18000000000004L, TcbLayout.WITHOUT_FMC),
    /** EPYC 9004. */
    GENOA(0x00a10f11, 0x5417000000000009L, TcbLayout.WITHOUT_FMC),
    /** EPYC 9005. */
    TURIN(0x00b00f21, 0x5100000004010301L, TcbLayout.WITH_FMC);

    private final int signature;
    private final long tcb;
    private final TcbLayout tcbLayout;

    Generation(int signature, long tcb, TcbLayout tcbLayout) {
        this.signature = signature;
        this.tcb = tcb;
        this.tcbLayout = tcbLayout;
    }

    /** Family, model and stepping as in EAX of CPUID leaf 1. */
    public int signature() {
        return signature;
    }

    /** TCB_VERSION of the firmware that the platform stands for, raw 64 bits. */
    public long tcb() {
        return tcb;
    }

    /** Which component each byte of a TCB_VERSION holds. */
    TcbLayout tcbLayout() {
        return tcbLayout;
    }
}
