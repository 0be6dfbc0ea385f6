// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.util.Optional;

/** Keeps state as long as the platform lives. */
public final class MemoryStore implements StateStore {
    private ChipIdentity chip;
    private OwnerIdentity owner;
    private SnpConfiguration snp;
    private EndorsementIdentity endorsement;

    @Override
    public Optional<ChipIdentity> chip() {
        return Optional.ofNullable(chip);
    }

    @Override
    public Optional<OwnerIdentity> owner() {
        return Optional.ofNullable(owner);
    }

    @Override
    public Optional<SnpConfiguration> snp() {
        return Optional.ofNullable(snp);
    }

    @Override
    public Optional<EndorsementIdentity> endorsement() {
        return Optional.ofNullable(endorsement);
    }

    @Override
    public void keep(ChipIdentity made) {
        chip = made;
    }

    @Override
    public void keep(OwnerIdentity made) {
        owner = made;
    }

    @Override
    public void keep(SnpConfiguration set) {
        snp = set;
    }

    @Override
    public void keep(EndorsementIdentity made) {
        endorsement = made;
    }

    @Override
    public void forgetOwner() {
        owner = null;
    }

    @Override
    public void close() {
        // The user of the keys wipes them.
    }
}
