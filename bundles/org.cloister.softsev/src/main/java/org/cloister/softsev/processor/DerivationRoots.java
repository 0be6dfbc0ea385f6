// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.util.Arrays;
import org.cloister.amd.channel.SnpSetConfig;
import org.cloister.amd.message.KeyChoice;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.identity.SnpConfiguration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.softsev.model.Refusal;

/**
 * What guests' keys are derived from: the secret of the chip, or the loaded VLEK (SEV-SNP firmware ABI, 56860, "Key
 * Derivation"). Safe for use by several threads.
 */
public final class DerivationRoots {
    private final Object lock;
    private final PlatformIdentity identity;
    private final PlatformSettings settings;

    DerivationRoots(Object lock, PlatformIdentity identity, PlatformSettings settings) {
        this.lock = lock;
        this.identity = identity;
        this.settings = settings;
    }

    /**
     * A root.
     *
     * @param vcekDisabled whether the guest's launch forbade the chip's key
     * @return for the caller to wipe
     * @throws Refusal {@code INVALID_KEY} when the key is masked, forbidden or not there
     */
    public byte[] root(KeyChoice choice, boolean vcekDisabled) {
        synchronized (lock) {
            SnpConfiguration set = identity.snp();
            boolean loaded = set.vlek().length() != 0;
            requireKey((set.flags() & SnpSetConfig.MASK_CHIP_KEY) == 0, "the chip's key is masked");
            boolean vlek = choice == KeyChoice.VLEK || choice == KeyChoice.ANY && loaded;
            requireKey(!vlek || loaded, "no VLEK is loaded");
            requireKey(vlek || !vcekDisabled, "the guest was launched with its VCEK disabled");
            byte[] secret = identity.chip().secret();
            return vlek ? set.vlek().toArray() : Arrays.copyOf(secret, secret.length);
        }
    }

    /** The TCB version that the firmware cannot go back below. */
    public TcbVersion committed() {
        synchronized (lock) {
            return new TcbVersion(
                    identity.snp().committedTcb(), settings.generation().tcbLayout());
        }
    }

    /** The mitigations that every guest of the platform was launched with, a mask. */
    public long mitigations() {
        return settings.attestation().mitigations();
    }

    private static void requireKey(boolean holds, String otherwise) {
        if (!holds) {
            throw Refusal.firmware(FirmwareStatus.INVALID_KEY, otherwise);
        }
    }
}
