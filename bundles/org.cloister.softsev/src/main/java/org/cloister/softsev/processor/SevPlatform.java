// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.CertificateSignature;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.channel.Blob;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.PlatformState;
import org.cloister.amd.channel.PlatformStatus;
import org.cloister.amd.channel.ReceiveStart;
import org.cloister.amd.channel.SendStart;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.report.SevReport;
import org.cloister.amd.session.PlatformSession;
import org.cloister.amd.session.TransportKeys;
import org.cloister.amd.status.Errno;
import org.cloister.amd.status.FirmwareStatus;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.OwnerIdentity;
import org.cloister.softsev.identity.PlatformIdentity;
import org.cloister.softsev.model.Refusal;
import org.cloister.softsev.model.SevApi;

/**
 * The platform's half of the SEV firmware, behind Linux's driver (drivers/crypto/ccp/sev-dev.c), which initialises it
 * when a command needs that: UNINIT, INIT, and WORKING as long as there are guests (SEV API, 55766, "Platform
 * Management"). Safe for use by several threads.
 */
public final class SevPlatform implements AutoCloseable {
    private static final int OWNED = 1;
    private static final int ES = 1 << 8;

    private final PlatformIdentity identity;
    private final SevGuests guests;
    private final SecureRandom random;
    private final boolean encryptedState;
    private final boolean persistent;
    private final Set<Bytes> roots;
    private boolean initialised;

    /**
     * A platform as the kernel leaves it once it is loaded.
     *
     * @param initialised whether it has been initialised
     * @param encryptedState whether there are identifiers for SEV-ES
     * @param persistent whether the identity outlives the process, so that INIT looks at it
     * @param roots SHA-256 of ASK and ARK of other platforms that a guest with policy bit SEV may be sent to
     */
    SevPlatform(
            PlatformIdentity identity,
            SevGuests guests,
            SecureRandom random,
            boolean initialised,
            boolean encryptedState,
            boolean persistent,
            Set<Bytes> roots) {
        this.identity = identity;
        this.guests = guests;
        this.random = random;
        this.initialised = initialised;
        this.encryptedState = encryptedState;
        this.persistent = persistent;
        this.roots = roots;
    }

    /**
     * INIT, when it was not done; then WBINVD and DF_FLUSH, as the driver has it.
     *
     * @throws org.cloister.api.CloisterException {@code state…} when the identity cannot be obtained; the other methods
     *     in the same cases
     */
    public synchronized void initialise() {
        if (persistent) {
            identity.owner();
        }
        if (!initialised) {
            initialised = true;
            guests.writeBack();
            guests.flush();
        }
    }

    /** Whether INIT was done. */
    public synchronized boolean initialised() {
        return initialised;
    }

    /** SHUTDOWN; only without guests. */
    synchronized void shutDown() {
        initialised = false;
    }

    /**
     * Looks at what is kept of the platform, all of it, before anything is answered or made with it.
     *
     * @throws org.cloister.api.CloisterException {@code state…}, {@code files…}
     */
    public synchronized void check() {
        identity.check();
    }

    /** PLATFORM_STATUS. Its fields on owner and guests count when it is initialised. */
    public synchronized PlatformStatus status() {
        FirmwareVersion firmware = guests.firmware();
        int flags = initialised
                ? (encryptedState ? ES : 0)
                        | (owner().filter(OwnerIdentity::owned).isPresent() ? OWNED : 0)
                : 0;
        return new PlatformStatus(
                firmware.major(),
                firmware.minor(),
                firmware.build(),
                state().ordinal(),
                flags,
                initialised ? guests.count() : 0);
    }

    // Who owns a platform whose identity ends with it is known; what is kept may not have been looked at yet.
    private Optional<OwnerIdentity> owner() {
        return persistent ? identity.keptOwner() : identity.knownOwner();
    }

    /** FACTORY_RESET: SHUTDOWN, then PLATFORM_RESET. */
    public synchronized void reset() {
        if (state() == PlatformState.WORKING) {
            throw Refusal.driver(Errno.EBUSY, guests.count() + " guests are alive");
        }
        initialised = false;
        identity.forgetOwner();
    }

    /** PEK_GEN: new OCA, PEK and PDH; the platform owns itself. */
    public synchronized void renewOwner() {
        initialise();
        requireNoGuests();
        identity.renewOwner();
    }

    /** PDH_GEN. */
    public synchronized void renewPdh() {
        initialise();
        identity.renewPdh();
    }

    /** PEK_CSR: the PEK's certificate without signatures. */
    public synchronized Bytes request() {
        initialise();
        return identity.owner().request().encode();
    }

    /** PEK_CERT_IMPORT. */
    public synchronized void takeOver(Bytes pek, Bytes oca) {
        initialise();
        requireNoGuests();
        OwnerIdentity owner = identity.owner();
        if (owner.owned()) {
            throw Refusal.firmware(FirmwareStatus.ALREADY_OWNED, "the platform has an owner");
        }
        identity.ownedBy(CertificateImport.check(pek, oca, owner.pekCertificate()));
    }

    /** PDH_CERT_EXPORT: the certificate of the PDH. */
    public synchronized Bytes pdhCertificate() {
        initialise();
        return identity.owner().pdhCertificate().encode();
    }

    /**
     * PDH_CERT_EXPORT: PEK, OCA and CEK, one behind the other. Hardware leaves the CEK's signature out, and AMD's
     * server has it; there is no server for this platform, so that it is in here.
     */
    public synchronized Bytes chain() {
        initialise();
        OwnerIdentity owner = identity.owner();
        return CertificateFile.encode(List.of(
                owner.pekCertificate(), owner.ocaCertificate(), identity.chip().cekCertificate()));
    }

    /** ASK and ARK, one behind the other: what AMD publishes for its chips. */
    public synchronized Bytes authorities() {
        return CertificateFile.encode(
                List.of(identity.chip().ask(), identity.chip().ark()));
    }

    /**
     * What AMD's server would wrap of a provider's key for this chip.
     *
     * @param stick 384 bytes
     * @param iv 12 bytes
     */
    synchronized Bytes wrapVlek(Bytes stick, long tcb, Bytes iv) throws GeneralSecurityException {
        try (VlekWrapping wrapping = VlekWrapping.of(identity.chip())) {
            return wrapping.wrap(stick, tcb, iv);
        }
    }

    /** GET_ID: the chip's identity, 64 bytes. */
    public synchronized Bytes id() {
        return identity.chipId();
    }

    /**
     * LAUNCH_START: makes a guest, with the transport keys of its owner's session or with drawn ones when there is no
     * certificate; what the session says does not count then.
     */
    public synchronized SevGuest launch(LaunchStart command) {
        requireInitialised();
        TransportKeys keys = command.certificate().length() == 0
                ? TransportKeys.generate(random)
                : AgreedSessions.open(
                        identity.owner().pdh(), command.certificate(), "dh", command.session(), command.policy());
        requirePossible(command.policy(), keys);
        return guests.start(command.policy(), keys, command.handle());
    }

    /** RECEIVE_START: makes a guest that another platform sends, with the transport keys of that one's session. */
    public synchronized SevGuest receive(ReceiveStart command) {
        requireInitialised();
        TransportKeys keys = AgreedSessions.open(
                identity.owner().pdh(), command.certificate(), "pdh", command.session(), command.policy());
        requirePossible(command.policy(), keys);
        return guests.receive(command.policy(), keys, command.handle());
    }

    /**
     * SEND_START: begins to send a guest to a platform that its policy allows.
     *
     * @return policy and session, for that platform
     */
    public synchronized SendStart.Session send(SevGuest guest, SendStart command) {
        guest.requireSendable(command.capacity());
        OwnerIdentity owner = identity.owner();
        EcKey receiver =
                new ReceiverCheck(identity.chip().ark(), roots, owner.ocaCertificate()).check(guest.policy(), command);
        long policy = Integer.toUnsignedLong(guest.policy());
        try (PlatformSession session = PlatformSession.begin(owner.pdh(), receiver, policy, random)) {
            guest.send(session.keys());
            return new SendStart.Session(guest.policy(), Blob.of(session.blob().raw()));
        }
    }

    /**
     * ATTESTATION: a report on a guest's launch, signed with the PEK.
     *
     * @param nonce 16 bytes
     * @param room bytes that the report may have
     */
    public synchronized Bytes report(SevGuest guest, Bytes nonce, int room) {
        guest.requireReport(room, SevReport.SIZE);
        SevReport report = SevReport.unsigned(nonce, guest.launchDigest(), guest.policy());
        CertificateSignature signature = identity.owner().pek().sign(KeyUsage.PEK, report.signedBytes());
        return report.withSignature(
                        signature.usage().code(), signature.algorithm().code(), signature.r(), signature.s())
                .encode();
    }

    /** Wipes the identity, and lets go of its store. */
    @Override
    public synchronized void close() {
        identity.close();
    }

    private PlatformState state() {
        if (!initialised) {
            return PlatformState.UNINIT;
        }
        return guests.count() == 0 ? PlatformState.INIT : PlatformState.WORKING;
    }

    private void requireInitialised() {
        if (!initialised) {
            throw Refusal.firmware(FirmwareStatus.INVALID_PLATFORM_STATE, "the platform was reset");
        }
    }

    private void requirePossible(int policy, TransportKeys keys) {
        SevApi.whyNot(policy, guests.firmware()).ifPresent(reason -> {
            keys.close();
            throw Refusal.firmware(FirmwareStatus.POLICY_FAILURE, reason);
        });
    }

    private void requireNoGuests() {
        if (state() == PlatformState.WORKING) {
            String where = guests.count() + " guests are alive";
            throw Refusal.firmware(FirmwareStatus.INVALID_PLATFORM_STATE, where);
        }
    }
}
