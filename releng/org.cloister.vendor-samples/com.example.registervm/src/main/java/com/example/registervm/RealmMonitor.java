// SPDX-License-Identifier: Apache-2.0
package com.example.registervm;

import java.util.List;
import org.cloister.api.Bytes;
import org.cloister.api.platform.VcpuState;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The realm management monitor's commands for one realm; got by {@code VirtualMachine.adapt(RealmMonitor.class)}.
 * Commands of one machine are serial. One at the wrong time fails with {@code realm.state}.
 */
@ProviderType
public interface RealmMonitor {
    /** Creates the realm (RMI_REALM_CREATE). */
    void create(RealmParams params);

    /** Says that memory is the realm's from the beginning, whatever is put there (RMI_RTT_INIT_RIPAS). */
    void ripas(long base, long top);

    /** Measures a page as it is and makes it private (RMI_DATA_CREATE). */
    void data(long ipa);

    /** Measures the processor that runs first (RMI_REC_CREATE). */
    void rec(VcpuState vcpu);

    /** Ends the build (RMI_REALM_ACTIVATE). */
    void activate();

    /** Whether the build has ended. */
    boolean active();

    /** RIM, as the realm itself would read it; there is none before the end of the build. */
    Bytes rim();

    /** REM0 to REM3 as the realm has extended them, each as long as RIM. */
    List<Bytes> rems();
}
