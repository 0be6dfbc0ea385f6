// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import java.util.Optional;
import org.cloister.amd.id.SigningKey;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.SnpConfiguration;

/**
 * The keys that sign for what the platform reports now, with their certificates: made when one is asked for, and again
 * when the reported version or the loaded key has changed. For one thread.
 */
final class SigningKeys implements AutoCloseable {
    private final SnpConfiguration set;
    private final Endorsed chip;
    private final Optional<Endorsed> loaded;

    /** A key with its certificate, in DER. */
    record Endorsed(SigningKey key, Bytes certificate) {}

    private SigningKeys(SnpConfiguration set, Endorsed chip, Optional<Endorsed> loaded) {
        this.set = set;
        this.chip = chip;
        this.loaded = loaded;
    }

    /**
     * The keys of a chip.
     *
     * @param hardwareId as long as the generation's
     */
    static SigningKeys of(SnpConfiguration set, TcbVersion reported, byte[] secret, Bytes hardwareId, KeyService by) {
        SigningKey chip = EndorsementKey.ofChip(secret, reported.raw());
        Optional<SigningKey> loaded = Optional.of(set)
                .filter(SnpConfiguration::vlekLoaded)
                .map(it -> EndorsementKey.ofStick(it.vlek(), reported.raw()));
        return new SigningKeys(
                set,
                new Endorsed(chip, by.chipKey(chip.publicKey(), reported, hardwareId)),
                loaded.map(key ->
                        new Endorsed(key, by.loadedKey(key.publicKey(), reported, Hashstick.cspId(set.vlek())))));
    }

    /** Whether they are those of a configuration. */
    boolean fit(SnpConfiguration now) {
        return now.reported() == set.reported() && now.vlek().equals(set.vlek());
    }

    Endorsed chip() {
        return chip;
    }

    Optional<Endorsed> loaded() {
        return loaded;
    }

    /** Wipes them. */
    @Override
    public void close() {
        chip.key().close();
        loaded.ifPresent(one -> one.key().close());
    }
}
