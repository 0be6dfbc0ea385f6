package org.cloister.softsev.identity;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.api.Problem;

/**
 * The identity that a platform has now, taken from its store or made when it is asked for first. What is changed is kept before it is
 * used. Not for use by several threads.
 */
public final class PlatformIdentity implements AutoCloseable {
    private final Supplier<StateStore> opener;
    private final int apiMajor;
    private final int apiMinor;
    private final long tcb;
    private final SecureRandom random;
    private StateStore store;
    private ChipIdentity chip;
    private OwnerIdentity owner;
    private SnpConfiguration snp;
    private boolean closed;

    /**
     * An identity that nobody has asked for yet.
     *
     * @param opener opens the store, once
     * @param apiMajor of the firmware, for new certificates
     * @param apiMinor likewise
     * @param tcb TCB_VERSION of the firmware, raw 64 bits
     */
    public PlatformIdentity(Supplier<StateStore> opener, int apiMajor, int apiMinor, long tcb, SecureRandom random) {
        this.opener = opener;
        this.apiMajor = apiMajor;
        this.apiMinor = apiMinor;
        this.tcb = tcb;
        this.random = random;
    }

    /**
     * The chip.
     *
     * @throws org.cloister.api.CloisterException {@code state.locked}, {@code state.corrupt}, {@code state.version}, {@code state.io},
     *     and {@code platform.closed} after {@link #close}; the other methods likewise
     */
    public ChipIdentity chip() {
        requireOpen();
        if (chip == null) {
            chip = store().chip().orElseGet(this::makeChip);
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

    /** What was set for SEV-SNP. */
    public SnpConfiguration snp() {
        if (snp == null) {
            snp = store().snp().orElseGet(() -> SnpConfiguration.initial(tcb));
        }
        return snp;
    }

    /** PEK_GEN. */
    public void renewOwner() {
        OwnerIdentity old = owner();
        owner = kept(OwnerIdentity.generate(chip(), random));
        old.pek().close();
        old.pdh().close();
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

    /** PLATFORM_RESET: the platform owns itself again, with keys that are made when they are needed. */
    public void forgetOwner() {
        store().forgetOwner();
        if (owner != null) {
            owner.pek().close();
            owner.pdh().close();
            owner = null;
        }
    }

    /** Wipes the keys, and lets go of the store. Closing twice is harmless. */
    @Override
    public void close() {
        closed = true;
        if (owner != null) {
            owner.pek().close();
            owner.pdh().close();
        }
        if (chip != null) {
            chip.close();
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

    private ChipIdentity makeChip() {
        ChipIdentity made = ChipIdentity.generate(apiMajor, apiMinor, random);
        store().keep(made);
        return made;
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.operation("platform.closed", "the platform was closed or configured anew")
                    .remedy("ask for the platform again")
                    .exception();
        }
    }

    private StateStore store() {
        requireOpen();
        if (store == null) {
            store = opener.get();
        }
        return store;
    }
}
