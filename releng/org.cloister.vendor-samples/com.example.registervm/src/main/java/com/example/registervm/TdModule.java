// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.util.List;
import org.cloister.api.Bytes;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The TDX module's commands for one trust domain; got by {@code VirtualMachine.adapt(TdModule.class)}. Commands of one
 * machine are serial. One at the wrong time fails with {@code td.state}.
 */
@ProviderType
public interface TdModule {
    /** Creates the trust domain (TDH.MNG.INIT). */
    void create(TdParams params);

    /**
     * Adds a page as it is and makes it private (TDH.MEM.PAGE.ADD).
     *
     * @param gpa a multiple of 4096
     * @param measured whether its content is measured too (TDH.MR.EXTEND)
     */
    void add(long gpa, boolean measured);

    /** Ends the build: nothing more can be added (TDH.MR.FINALIZE). */
    void finish();

    /** Whether the build has ended. */
    boolean finished();

    /** MRTD, {@value Mrtd#SIZE} bytes; there is none before the end of the build. */
    Bytes mrtd();

    /** RTMR0 to RTMR3 as the guest has extended them, {@value Mrtd#SIZE} bytes each. */
    List<Bytes> rtmrs();

    /**
     * What the trust domain itself would get (TDG.MR.REPORT), in the layout that {@link TdReport} reads.
     *
     * @param data 64 bytes that it repeats
     */
    Bytes report(Bytes data);
}
