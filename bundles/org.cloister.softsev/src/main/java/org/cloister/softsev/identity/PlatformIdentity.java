// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.identity;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.softsev.codes.SoftSevCodes;

/**
 * The identity that a platform has now, taken from its store or made when it is asked for first. What is changed is
 * kept before it is used. Not for use by several threads.
 */
public final class PlatformIdentity implements AutoCloseable {
    private final StateSource source;
    private final RunningFirmware firmware;
    private final SecureRandom random;
    private StateStore store;
    private ChipIdentity chip;
    private OwnerIdentity owner;
    private SnpConfiguration snp;
    private EndorsementIdentity endorsement;
    private boolean checked;
    private boolean closed;

    /**
     * An identity that nobody has asked for yet.
     *
     * @param source opened once
     * @param firmware what runs on it
     */
    public PlatformIdentity(StateSource source, RunningFirmware firmware, SecureRandom random) {
        this.source = source;
        this.firmware = firmware;
        this.random = random;
    }

    /**
     * Looks once at all that is kept, so that damage of a state, or another generation, is reported whatever the
     * command. Nothing is made or taken.
     *
     * @throws org.cloister.api.CloisterException as the other methods
     */
    public void check() {
        requireOpen();
        if (!checked) {
            source.check();
            source.generation().ifPresent(firmware::requireGeneration);
            checked = true;
        }
    }

    /**
     * The chip.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked}, {@code state.corrupt}, {@code state.version},
     *     {@code state.io}, {@code state.generation} when it is of another generation, and {@code platform.closed}
     *     after {@link #close}; the other methods in the same cases
     */
    public ChipIdentity chip() {
        requireOpen();
        if (chip == null) {
            ChipIdentity found = store().chip().orElseGet(this::makeChip);
            firmware.requireGeneration(found.generation().orElse(firmware.generation()));
            chip = found;
        }
        return chip;
    }

    /** What the platform is owned by. */
    public OwnerIdentity owner() {
        requireOpen();
        if (owner == null) {
            owner = store().owner().orElseGet(() -> kept(OwnerIdentity.generate(chip(), random)));
        }
        return owner;
    }

    /** What the platform is owned by, if that is known without making it. */
    public Optional<OwnerIdentity> knownOwner() {
        return Optional.ofNullable(owner);
    }

    /** What the platform is owned by, if that is kept; it is not made. */
    public Optional<OwnerIdentity> keptOwner() {
        requireOpen();
        if (owner == null) {
            owner = store().owner().orElse(null);
        }
        return knownOwner();
    }

    /**
     * The chip's identity as commands and reports show it: as many bytes as its generation uses, all of it before
     * SEV-SNP, and zeros up to {@link ChipIdentity#ID} (AMD 57230, "hwID"; SEV API, 55766, "GET_ID").
     */
    public Bytes chipId() {
        byte[] padded = new byte[ChipIdentity.ID];
        Generation generation = firmware.generation();
        chip().id().copyTo(0, padded, 0, generation.snp() ? generation.hardwareIdLength() : ChipIdentity.ID);
        return Bytes.of(padded);
    }

    /**
     * What was set for SEV-SNP. What is committed is kept from the first time on, so that later firmware can be
     * distinguished from it.
     *
     * @throws org.cloister.api.CloisterException also {@code state.generation} when it is of another generation,
     *     {@code state.tcb} when the firmware is older than the committed one
     */
    public SnpConfiguration snp() {
        requireOpen();
        if (snp == null) {
            SnpConfiguration kept = store().snp().orElseGet(() -> kept(firmware.initial()));
            snp = firmware.goOn(kept);
        }
        return snp;
    }

    /**
     * The keys above those that sign reports.
     *
     * @param maker makes them when there are none
     * @throws org.cloister.api.CloisterException also {@code state.generation} when they are of another generation
     */
    public EndorsementIdentity endorsement(Supplier<EndorsementIdentity> maker) {
        requireOpen();
        if (endorsement == null) {
            EndorsementIdentity found = store().endorsement().orElseGet(() -> kept(maker.get()));
            firmware.requireGeneration(found.generation());
            endorsement = found;
        }
        return endorsement;
    }

    /** PEK_GEN. */
    public void renewOwner() {
        OwnerIdentity old = owner();
        owner = kept(OwnerIdentity.generate(chip(), random));
        old.close();
    }

    /** PDH_GEN. */
    public void renewPdh() {
        replacePdh(owner().withNewPdh(chip(), random));
    }

    /** PEK_CERT_IMPORT, of certificates that were checked. */
    public void ownedBy(OwnerCertificates imported) {
        replacePdh(owner().ownedBy(imported.oca(), imported.pek(), chip(), random));
    }

    /** SNP_COMMIT, SNP_SET_CONFIG, SNP_VLEK_LOAD. */
    public void set(SnpConfiguration changed) {
        store().keep(changed);
        snp = changed;
    }

    /**
     * PLATFORM_RESET: the platform owns itself again, with keys that are made when they are needed. What is kept of the
     * owner may be damaged; this is the way to be rid of it.
     */
    public void forgetOwner() {
        opened().forgetOwner();
        if (owner != null) {
            owner.close();
            owner = null;
        }
    }

    /** Wipes the keys, and lets go of the store. Closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        if (owner != null) {
            owner.close();
        }
        if (chip != null) {
            chip.close();
        }
        if (endorsement != null) {
            endorsement.close();
        }
        if (store != null) {
            store.close();
        }
    }

    private void replacePdh(OwnerIdentity changed) {
        OwnerIdentity old = owner;
        owner = kept(changed);
        old.pdh().close();
    }

    private OwnerIdentity kept(OwnerIdentity made) {
        store().keep(made);
        return made;
    }

    private SnpConfiguration kept(SnpConfiguration made) {
        store().keep(made);
        return made;
    }

    private EndorsementIdentity kept(EndorsementIdentity made) {
        store().keep(made);
        return made;
    }

    private ChipIdentity makeChip() {
        ChipIdentity made = ChipIdentity.generate(firmware.generation(), firmware.version(), random);
        store().keep(made);
        return made;
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.operation(SoftSevCodes.PLATFORM_CLOSED, "the platform was closed or configured anew")
                    .remedy("ask for the platform again")
                    .exception();
        }
    }

    private StateStore store() {
        check();
        return opened();
    }

    private StateStore opened() {
        requireOpen();
        if (store == null) {
            store = source.open();
        }
        return store;
    }
}
