// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cloister.api.platform.PlatformUsage;
import org.cloister.softsev.attest.ReportIssuer;
import org.cloister.softsev.attest.ReportSource;
import org.cloister.softsev.identity.MemoryStore;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.identity.RunningFirmware;
import org.cloister.softsev.identity.StateSource;
import org.cloister.softsev.model.InstalledFirmware;
import org.cloister.softsev.model.PlatformInit;
import org.cloister.softsev.model.PlatformSettings;

/**
 * The processor that all machines of a platform share: identifiers, guest contexts, counts. Safe for use by several
 * threads.
 */
public final class SoftProcessor implements PlatformUsage, AutoCloseable {
    private final PlatformSettings settings;
    private final SecureRandom random;
    private final SevGuests sevGuests;
    private final SnpGuests snpGuests;
    private final PagedGuests pagedGuests = new PagedGuests();
    private final AsidPool sevAsids;
    private final AsidPool stateAsids;
    private final SevPlatform platform;
    private final PlatformCommands commands;
    private final FirmwareControl firmwareCommands;
    private final ReportIssuer attestation;
    private final DerivationRoots roots;
    private final ReportSource reports;
    private final AtomicInteger machines = new AtomicInteger();
    private final AtomicLong pages = new AtomicLong();
    private final AtomicInteger numbers = new AtomicInteger();

    /** A processor without guests, whose identity ends with it. */
    public SoftProcessor(PlatformSettings settings) {
        this(settings, Optional.empty());
    }

    /**
     * A processor without guests, whose identity ends with it.
     *
     * @param reports what makes the reports on its guests
     */
    public SoftProcessor(PlatformSettings settings, ReportSource reports) {
        this(settings, false, MemoryStore::new, new SecureRandom(), Optional.of(reports));
    }

    /**
     * A processor without guests.
     *
     * @param state the folder that keeps its identity; empty for one that ends with the processor
     */
    public SoftProcessor(PlatformSettings settings, Optional<Path> state) {
        this(settings, state.isPresent(), state.map(StateSource::of).orElse(MemoryStore::new), new SecureRandom());
    }

    SoftProcessor(PlatformSettings settings, boolean persistent, StateSource source, SecureRandom random) {
        this(settings, persistent, source, random, Optional.empty());
    }

    private SoftProcessor(
            PlatformSettings settings,
            boolean persistent,
            StateSource source,
            SecureRandom random,
            Optional<ReportSource> other) {
        this.random = random;
        this.settings = settings;
        InstalledFirmware installed = new InstalledFirmware(settings);
        sevGuests = new SevGuests(settings, installed, random);
        snpGuests = new SnpGuests(settings, installed, random);
        stateAsids = new AsidPool(1, settings.snpAsids(), this::recycle);
        sevAsids = new AsidPool(settings.firstSevAsid(), settings.maxAsid(), this::recycle);
        RunningFirmware firmware =
                RunningFirmware.of(settings.firmware(), settings.generation().model(), settings.tcb());
        PlatformIdentity identity = new PlatformIdentity(source, firmware, random);
        boolean encryptedState = settings.snpAsids() > 0;
        boolean initialised = settings.host().init() == PlatformInit.PROBE;
        platform = new SevPlatform(
                identity, sevGuests, random, initialised, encryptedState, persistent, settings.sendRoots());
        SnpPlatform snp = new SnpPlatform(identity, settings, installed, settings.snp(), snpGuests::count);
        commands = new PlatformCommands(platform, snp, settings.host().init());
        firmwareCommands = new FirmwareControl(
                platform, sevGuests, snp, new FirmwareDownload(platform, snp, identity, settings, installed));
        attestation = new ReportIssuer(platform, identity, settings, installed, random, Clock.systemUTC());
        reports = other.orElse(attestation);
        roots = new DerivationRoots(platform, identity, settings);
    }

    /** What kind of processor it is. */
    public PlatformSettings settings() {
        return settings;
    }

    /** The identifiers for guests with encrypted state or for those without. */
    public AsidPool asids(boolean encryptedState) {
        return encryptedState ? stateAsids : sevAsids;
    }

    /** The SEV and SEV-ES guests. */
    public SevGuests sevGuests() {
        return sevGuests;
    }

    /** The SEV-SNP guests by their pages. */
    public PagedGuests pagedGuests() {
        return pagedGuests;
    }

    /** The SEV-SNP guests. */
    public SnpGuests snpGuests() {
        return snpGuests;
    }

    /** The platform's half of the firmware. */
    public SevPlatform platform() {
        return platform;
    }

    /** The platform's commands, as {@code /dev/sev} takes them. */
    public PlatformCommands commands() {
        return commands;
    }

    /** The firmware's commands that the driver keeps to itself. */
    public FirmwareControl firmwareCommands() {
        return firmwareCommands;
    }

    /** What signs reports on guests, and knows the certificates of the keys. */
    public ReportIssuer attestation() {
        return attestation;
    }

    /** What makes reports on guests. */
    public ReportSource reports() {
        return reports;
    }

    /** What guests' keys are derived from. */
    public DerivationRoots derivationRoots() {
        return roots;
    }

    /** What the firmware draws nonces from. */
    public SecureRandom random() {
        return random;
    }

    /** Wipes the platform's keys, and lets go of its state. */
    @Override
    public void close() {
        attestation.close();
        platform.close();
    }

    /** Counts a machine in, and gives it a number that no other one of this processor has. */
    public int machineOpened() {
        machines.incrementAndGet();
        return numbers.incrementAndGet();
    }

    /** Counts a machine out. */
    public void machineClosed() {
        machines.decrementAndGet();
    }

    /** Where machines count their pages. */
    public AtomicLong pageCounter() {
        return pages;
    }

    @Override
    public int machines() {
        return machines.get();
    }

    @Override
    public int guests() {
        return snpGuests.count() + sevGuests.count();
    }

    @Override
    public int asids() {
        return stateAsids.inUse() + sevAsids.inUse();
    }

    @Override
    public int maxAsids() {
        return stateAsids.count();
    }

    @Override
    public long pages() {
        return pages.get();
    }

    // Linux, sev_flush_asids.
    private void recycle() {
        sevGuests.writeBack();
        sevGuests.flush();
    }
}
