// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.function.Supplier;
import org.cloister.amd.status.CommandNames;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.client.SnpFeatureInfo;
import org.cloister.softsev.model.Refusal;

/** The firmware's commands about the platform that the driver keeps to itself; one at a time, as under its lock. */
public final class FirmwareControl implements FirmwareCommands {
    private final Object lock;
    private final SevGuests guests;
    private final SnpPlatform snp;
    private final FirmwareDownload download;

    FirmwareControl(Object lock, SevGuests guests, SnpPlatform snp, FirmwareDownload download) {
        this.lock = lock;
        this.guests = guests;
        this.snp = snp;
        this.download = download;
    }

    @Override
    public SnpFeatureInfo featureInfo(int ecx) {
        return run(CommandNames.SNP_FEATURE_INFO, () -> snp.featureInfo(ecx));
    }

    @Override
    public void downloadFirmware(Bytes image) {
        carryOut(CommandNames.DOWNLOAD_FIRMWARE, () -> download.download(image));
    }

    @Override
    public void downloadFirmwareEx(Bytes image, boolean commit) {
        carryOut(CommandNames.DOWNLOAD_FIRMWARE_EX, () -> download.downloadLive(image, commit));
    }

    @Override
    public void deactivate(int handle) {
        carryOut(CommandNames.DEACTIVATE, () -> guests.deactivate(guest(handle)));
    }

    @Override
    public void decommission(int handle) {
        carryOut(CommandNames.DECOMMISSION, () -> guests.decommission(guest(handle)));
    }

    @Override
    public void writeBack() {
        guests.writeBack();
    }

    @Override
    public void flush() {
        carryOut(CommandNames.DF_FLUSH, guests::flush);
    }

    // Without guests the platform is not WORKING.
    private SevGuest guest(int handle) {
        Refusal.unless(guests.count() > 0, FirmwareStatus.INVALID_PLATFORM_STATE, "there are no guests");
        return guests.named(handle);
    }

    private void carryOut(String command, Runnable work) {
        run(command, () -> {
            work.run();
            return command;
        });
    }

    private <A> A run(String command, Supplier<A> work) {
        synchronized (lock) {
            try {
                return work.get();
            } catch (Refusal e) {
                throw e.as(command);
            }
        }
    }
}
