// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.model;

import org.cloister.amd.report.FirmwareVersion;

/**
 * The firmware that runs: what the settings name, until another one is downloaded; with the platform that is forgotten.
 * Safe for use by several threads.
 */
public final class InstalledFirmware {
    private Versions running;
    private FirmwareVersion committed;

    /**
     * A firmware.
     *
     * @param tcb TCB_VERSION, raw 64 bits; 0 without SEV-SNP
     */
    private record Versions(FirmwareVersion version, long tcb) {}

    /** The firmware of a platform that was just started, which is the committed one too. */
    public InstalledFirmware(PlatformSettings settings) {
        running = new Versions(settings.firmware(), settings.tcb());
        committed = settings.firmware();
    }

    /** Its version. */
    public synchronized FirmwareVersion version() {
        return running.version;
    }

    /** Its TCB_VERSION, raw 64 bits; 0 without SEV-SNP. */
    public synchronized long tcb() {
        return running.tcb;
    }

    /** The version below which there is no way back. */
    public synchronized FirmwareVersion committed() {
        return committed;
    }

    /** Has another one run. */
    public synchronized void load(FirmwareVersion version, long tcb) {
        running = new Versions(version, tcb);
    }

    /** There is no way back below what runs. */
    public synchronized void commit() {
        committed = running.version;
    }
}
