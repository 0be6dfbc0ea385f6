// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.function.Supplier;
import org.cloister.amd.status.CommandNames;
import org.cloister.softsev.client.FirmwareCommands;
import org.cloister.softsev.client.SnpFeatureInfo;
import org.cloister.softsev.model.Refusal;

/** The firmware's commands about the platform that the driver keeps to itself; one at a time, as under its lock. */
public final class FirmwareControl implements FirmwareCommands {
    private final Object lock;
    private final SnpPlatform snp;

    FirmwareControl(Object lock, SnpPlatform snp) {
        this.lock = lock;
        this.snp = snp;
    }

    @Override
    public SnpFeatureInfo featureInfo(int ecx) {
        return run(CommandNames.SNP_FEATURE_INFO, () -> snp.featureInfo(ecx));
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
