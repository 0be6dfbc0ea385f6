// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.FirmwareImage;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;

/**
 * DOWNLOAD_FIRMWARE and DOWNLOAD_FIRMWARE_EX, with the statuses of the published firmware (AMD-ASPFW,
 * {@code sev_mcmd.c}, {@code sev_hal_cache_new_image}); what its boot loader compares to find a step back is not
 * published, and here is version and security patch level. For one thread.
 */
final class FirmwareDownload {
    private final SevPlatform sev;
    private final SnpPlatform snp;
    private final PlatformIdentity identity;
    private final PlatformSettings settings;
    private final InstalledFirmware installed;

    FirmwareDownload(
            SevPlatform sev,
            SnpPlatform snp,
            PlatformIdentity identity,
            PlatformSettings settings,
            InstalledFirmware installed) {
        this.sev = sev;
        this.snp = snp;
        this.identity = identity;
        this.settings = settings;
        this.installed = installed;
    }

    /** DOWNLOAD_FIRMWARE: loads and commits, before anything was initialised. */
    void download(Bytes image) {
        requireUninitialised();
        Refusal.unless(!settings.snp(), FirmwareStatus.INVALID_PLATFORM_STATE, "SEV-SNP is initialised");
        load(checked(image));
        installed.commit();
    }

    /** DOWNLOAD_FIRMWARE_EX: loads beneath SEV-SNP guests that live. */
    void downloadLive(Bytes image, boolean commit) {
        snp.requireKnown();
        requireUninitialised();
        FirmwareImage wanted = checked(image);
        Refusal.unless(
                wanted.version().major() == installed.version().major(),
                FirmwareStatus.UPDATE_FAILED,
                "firmware " + wanted.version() + " does not go on with the data of " + installed.version());
        load(wanted);
        if (commit) {
            snp.commitRunning();
        }
    }

    private void requireUninitialised() {
        Refusal.unless(!sev.initialised(), FirmwareStatus.INVALID_PLATFORM_STATE, "SEV is initialised");
    }

    private FirmwareImage checked(Bytes bytes) {
        Refusal.unless(FirmwareImage.whole(bytes), FirmwareStatus.INVALID_LEN, bytes.length() + " bytes");
        FirmwareImage image = FirmwareImage.decode(bytes)
                .orElseThrow(
                        () -> Refusal.firmware(FirmwareStatus.BAD_SIGNATURE, "not an image, or one that was changed"));
        FirmwareVersion lowest = installed.committed();
        Refusal.unless(
                image.version().compareTo(lowest) >= 0,
                FirmwareStatus.INVALID_CONFIG,
                "firmware " + image.version() + ", committed is " + lowest);
        if (settings.generation().snp()) {
            int level =
                    layers(identity.snp().committedTcb()).get(TcbComponent.SNP).orElseThrow();
            Refusal.unless(
                    image.svn() >= level,
                    FirmwareStatus.INVALID_CONFIG,
                    "security patch level " + image.svn() + ", committed is " + level);
        }
        return image;
    }

    private void load(FirmwareImage image) {
        long tcb = settings.generation().snp()
                ? layers(installed.tcb()).with(TcbComponent.SNP, image.svn()).raw()
                : 0;
        installed.load(image.version(), tcb);
    }

    private TcbVersion layers(long raw) {
        return new TcbVersion(raw, settings.generation().tcbLayout());
    }
}
