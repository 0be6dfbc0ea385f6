// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.cpu;

import java.util.Arrays;
import org.cloister.api.NearestNames;
import org.cloister.api.Problem;

/**
 * How a monitor sets a processor's registers before the launch, as a table. Each row is what one monitor did from some
 * time on; an expected measurement must follow the same row as the host.
 *
 * <p>The rows of QEMU are those of KVM and QEMU's sources. The rows of EC2 and GCE are what sev-snp-measure found by
 * measuring.
 */
public enum Profile {
    /** QEMU with KVM_SEV_INIT2, and always for SEV-SNP: the FPU as after reset. */
    INIT2("init2", VmmKind.QEMU, 0x9b, 0x9b, 0x93, 0x8b, Profile.SIGNATURE, Profile.PAT, 0x1f80, 0x37f),
    /** QEMU with KVM_SEV_ES_INIT, its default for SEV-ES: the FPU zero. */
    LEGACY("legacy", VmmKind.QEMU, 0x9b, 0x9b, 0x93, 0x8b, Profile.SIGNATURE, Profile.PAT, 0, 0),
    /** Amazon EC2 since April 2026. */
    EC2("ec2", VmmKind.EC2, 0x9a, 0x9b, 0x92, 0x83, 0x600, Profile.PAT, 0, 0),
    /** Amazon EC2 before that: RDX is zero. */
    EC2_2025("ec2-2025", VmmKind.EC2, 0x9a, 0x9b, 0x92, 0x83, 0, Profile.PAT, 0, 0),
    /** Google Compute Engine. */
    GCE("gce", VmmKind.GCE, 0x9b, 0x9b, 0x93, 0x8b, 0x600, 0x00070106, 0, 0);

    /** Stands for the processor's signature in the column of RDX. */
    private static final int SIGNATURE = -1;

    private static final long PAT = 0x0007040600070406L;

    private final String key;
    private final VmmKind monitor;
    private final int firstCs;
    private final int otherCs;
    private final int ss;
    private final int tr;
    private final int rdx;
    private final long gPat;
    private final int mxcsr;
    private final int fcw;

    Profile(
            String key,
            VmmKind monitor,
            int firstCs,
            int otherCs,
            int ss,
            int tr,
            int rdx,
            long gPat,
            int mxcsr,
            int fcw) {
        this.key = key;
        this.monitor = monitor;
        this.firstCs = firstCs;
        this.otherCs = otherCs;
        this.ss = ss;
        this.tr = tr;
        this.rdx = rdx;
        this.gPat = gPat;
        this.mxcsr = mxcsr;
        this.fcw = fcw;
    }

    /** Its name in settings. */
    public String key() {
        return key;
    }

    /** Whose launches it describes. */
    public VmmKind monitor() {
        return monitor;
    }

    /** Attributes of the code segment: of the first processor or of the others. */
    int csAttributes(boolean first) {
        return first ? firstCs : otherCs;
    }

    int ssAttributes() {
        return ss;
    }

    int trAttributes() {
        return tr;
    }

    long rdx(int signature) {
        return Integer.toUnsignedLong(rdx == SIGNATURE ? signature : rdx);
    }

    long gPat() {
        return gPat;
    }

    int mxcsr() {
        return mxcsr;
    }

    int fcw() {
        return fcw;
    }

    /** The profile a monitor follows now. */
    public static Profile of(VmmKind monitor) {
        return switch (monitor) {
            case QEMU -> INIT2;
            case EC2 -> EC2;
            case GCE -> GCE;
        };
    }

    /**
     * The profile with a name.
     *
     * @throws org.cloister.api.CloisterException {@code profile.name}
     */
    public static Profile named(String key) {
        return Arrays.stream(values())
                .filter(profile -> profile.key.equals(key))
                .findFirst()
                .orElseThrow(() -> unknown(key));
    }

    private static RuntimeException unknown(String key) {
        var known = Arrays.stream(values()).map(Profile::key).toList();
        return Problem.input(CpuCodes.PROFILE_NAME, "this profile is not known")
                .at("profile")
                .found(key)
                .expected("one of " + String.join(", ", known))
                .remedy(NearestNames.offer(key, known))
                .exception();
    }
}
