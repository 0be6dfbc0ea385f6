package org.cloister.softsev.processor;

import java.security.GeneralSecurityException;
import java.util.function.IntSupplier;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.identity.SnpConfiguration;

/** The platform's half of the SEV-SNP firmware: its versions and what reports say (SEV-SNP firmware ABI, 56860). For one thread. */
final class SnpPlatform {
    private static final int FLAGS = SnpSetConfig.MASK_CHIP_ID | SnpSetConfig.MASK_CHIP_KEY;
    private static final int VLEK_EN = 1 << 2;
    private static final int FEATURE_INFO = 1 << 3;
    private static final int VLEK_TCB_AT = 0x190;

    private final PlatformIdentity identity;
    private final Generation generation;
    private final boolean offered;
    private final IntSupplier guests;

    SnpPlatform(PlatformIdentity identity, Generation generation, boolean offered, IntSupplier guests) {
        this.identity = identity;
        this.generation = generation;
        this.offered = offered;
        this.guests = guests;
    }

    /** SNP_PLATFORM_STATUS. */
    SnpPlatformStatus status() {
        requireOffered();
        SnpConfiguration set = identity.snp();
        int vlek = set.vlek().length() == 0 ? 0 : VLEK_EN;
        return new SnpPlatformStatus(
                SevApi.MAJOR,
                SevApi.MINOR,
                PlatformState.INIT.ordinal(),
                true,
                SevApi.BUILD,
                set.flags() | vlek | FEATURE_INFO,
                guests.getAsInt(),
                generation.tcb(),
                set.reported());
    }

    /** SNP_COMMIT: what runs is the lowest that can be gone back to. */
    void commit() {
        requireOffered();
        SnpConfiguration set = identity.snp();
        identity.set(new SnpConfiguration(generation.tcb(), set.reportedTcb(), set.flags(), set.vlek()));
    }

    /** SNP_CONFIG. */
    void configure(SnpSetConfig wanted) {
        requireOffered();
        int unknown = wanted.flags() & ~FLAGS;
        require(unknown == 0, FirmwareStatus.INVALID_PARAM, "flags 0x" + Integer.toHexString(unknown));
        SnpConfiguration set = identity.snp();
        TcbVersion committed = new TcbVersion(set.committedTcb(), generation.tcbLayout());
        TcbVersion reported = new TcbVersion(wanted.reportedTcb(), generation.tcbLayout());
        boolean below = wanted.reportedTcb() == 0 || committed.atLeast(reported);
        require(
                below,
                FirmwareStatus.INVALID_PARAM,
                "reported_tcb " + reported + " is above the committed " + committed);
        identity.set(new SnpConfiguration(set.committedTcb(), wanted.reportedTcb(), wanted.flags(), set.vlek()));
    }

    /** SNP_VLEK_LOAD. */
    void loadVlek(Bytes wrapped) {
        requireOffered();
        SnpConfiguration set = identity.snp();
        long tcb = wrapped.buffer().getLong(VLEK_TCB_AT);
        boolean same = tcb == set.reported();
        String versions = String.format("tcb_version 0x%x, the platform reports 0x%x", tcb, set.reported());
        require(same, FirmwareStatus.BAD_SVN, versions);
        identity.set(new SnpConfiguration(set.committedTcb(), set.reportedTcb(), set.flags(), unwrap(wrapped)));
    }

    private Bytes unwrap(Bytes wrapped) {
        try {
            return VlekWrapping.of(identity.chip()).unwrap(wrapped);
        } catch (GeneralSecurityException e) {
            throw Refusal.firmware(FirmwareStatus.BAD_MEASUREMENT, "the hashstick was not wrapped for this chip");
        }
    }

    private void requireOffered() {
        Refusal.unless(offered, Errno.EINVAL, "the platform has no ASIDs for SEV-SNP");
    }

    private static void require(boolean holds, FirmwareStatus status, String where) {
        if (!holds) {
            throw Refusal.firmware(status, where);
        }
    }
}
