// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.channel.SnpPlatformStatus;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.report.PlatformInfo;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.softsev.client.SnpFeatureInfo;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.FeatureInfo;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;

/**
 * The platform's half of the SEV-SNP firmware: its versions and what reports say (SEV-SNP firmware ABI, 56860). Of its
 * three TCB versions the reported one is never above the committed one, nor that above the current one, in any
 * component. For one thread.
 */
final class SnpPlatform {
    private static final int FLAGS = SnpSetConfig.MASK_CHIP_ID | SnpSetConfig.MASK_CHIP_KEY;
    private static final int VLEK_EN = 1 << 2;
    private static final int FEATURE_INFO = 1 << 3;
    private static final int RAPL_DIS = 1 << 4;
    private static final int CIPHERTEXT_HIDING_CAP = 1 << 5;
    private static final int CIPHERTEXT_HIDING_EN = 1 << 6;
    private static final int VLEK_TCB_AT = 0x190;

    private final PlatformIdentity identity;
    private final PlatformSettings settings;
    private final InstalledFirmware installed;
    private final boolean offered;
    private final IntSupplier guests;

    SnpPlatform(
            PlatformIdentity identity,
            PlatformSettings settings,
            InstalledFirmware installed,
            boolean offered,
            IntSupplier guests) {
        this.installed = installed;
        this.identity = identity;
        this.settings = settings;
        this.offered = offered;
        this.guests = guests;
    }

    /** SNP_PLATFORM_STATUS. */
    SnpPlatformStatus status() {
        requireOffered();
        SnpConfiguration set = identity.snp();
        return new SnpPlatformStatus(
                installed.version().major(),
                installed.version().minor(),
                PlatformState.INIT.ordinal(),
                true,
                installed.version().build(),
                set.flags() | (set.vlekLoaded() ? VLEK_EN : 0) | FEATURE_INFO | switches(),
                guests.getAsInt(),
                installed.tcb(),
                set.reported());
    }

    private int switches() {
        PlatformInfo info = settings.attestation().platform();
        boolean hides = info.has(PlatformInfo.Bit.CIPHERTEXT_HIDING);
        boolean capable = settings.policies().features().has(FeatureInfo.CIPHERTEXT_HIDING);
        return (info.has(PlatformInfo.Bit.RAPL_DIS) ? RAPL_DIS : 0)
                | (hides || capable ? CIPHERTEXT_HIDING_CAP : 0)
                | (hides ? CIPHERTEXT_HIDING_EN : 0);
    }

    /** SNP_FEATURE_INFO, which only firmware of SEV-SNP knows. */
    SnpFeatureInfo featureInfo(int ecx) {
        requireKnown();
        return settings.policies()
                .features()
                .answer(ecx)
                .orElseThrow(() -> Refusal.firmware(FirmwareStatus.INVALID_PARAM, "ecx_in " + ecx));
    }

    /** Refuses on processors without SEV-SNP, whose firmware knows no command of it. */
    void requireKnown() {
        Refusal.unless(
                settings.generation().snp(),
                FirmwareStatus.INVALID_COMMAND,
                "the processor has no SEV-SNP: " + settings.generation().word());
    }

    /** SNP_COMMIT: what runs is the lowest that one can go back to. */
    void commit() {
        requireOffered();
        commitRunning();
    }

    /** What runs is the lowest that one can go back to. */
    void commitRunning() {
        identity.set(identity.snp().committed(installed.tcb()));
        installed.commit();
    }

    /** SNP_CONFIG. */
    void configure(SnpSetConfig wanted) {
        requireOffered();
        int unknown = wanted.flags() & ~FLAGS;
        Refusal.unless(unknown == 0, FirmwareStatus.INVALID_PARAM, "flags " + Numbers.hex32(unknown));
        SnpConfiguration set = identity.snp();
        TcbVersion committed = version(set.committedTcb());
        TcbVersion reported = version(wanted.reportedTcb());
        boolean below = wanted.reportedTcb() == 0 || committed.atLeast(reported);
        Refusal.unless(
                below,
                FirmwareStatus.INVALID_PARAM,
                "reported_tcb " + reported + " is above the committed " + committed);
        identity.set(set.configured(wanted.reportedTcb(), wanted.flags()));
    }

    /** SNP_VLEK_LOAD. */
    void loadVlek(Bytes wrapped) {
        requireOffered();
        SnpConfiguration set = identity.snp();
        long tcb = wrapped.buffer().getLong(VLEK_TCB_AT);
        boolean same = tcb == set.reported();
        String versions =
                String.format(Locale.ROOT, "tcb_version 0x%x, the platform reports 0x%x", tcb, set.reported());
        Refusal.unless(same, FirmwareStatus.BAD_SVN, versions);
        identity.set(set.loaded(unwrap(wrapped)));
    }

    private TcbVersion version(long raw) {
        return new TcbVersion(raw, settings.generation().tcbLayout());
    }

    private Bytes unwrap(Bytes wrapped) {
        try (VlekWrapping wrapping = VlekWrapping.of(identity.chip())) {
            return wrapping.unwrap(wrapped);
        } catch (GeneralSecurityException e) {
            throw Refusal.firmware(FirmwareStatus.BAD_MEASUREMENT, "the hashstick was not wrapped for this chip");
        }
    }

    private void requireOffered() {
        Refusal.unless(offered, Errno.EINVAL, "the platform has no ASIDs for SEV-SNP");
    }
}
