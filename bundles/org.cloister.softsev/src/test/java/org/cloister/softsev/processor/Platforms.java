// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.processor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.cert.AmdFormatCertificate;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.amd.cert.EcKeyPair;
import org.cloister.amd.cert.KeyAlgorithm;
import org.cloister.amd.cert.KeyUsage;
import org.cloister.amd.cert.SevCertificate;
import org.cloister.amd.channel.LaunchStart;
import org.cloister.amd.channel.LengthQuery;
import org.cloister.amd.channel.PekCertImport;
import org.cloister.amd.channel.PekCsr;
import org.cloister.amd.report.FirmwareVersion;
import org.cloister.amd.tcb.Generation;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.ChipIdentity;
import org.cloister.softsev.identity.MemoryStore;
import org.cloister.softsev.identity.OwnerIdentity;
import org.cloister.softsev.identity.StateStore;
import org.cloister.softsev.model.EmulatedGeneration;
import org.cloister.softsev.model.PlatformSettings;
import org.cloister.testing.MigrationVector;

/** Processors whose chip is made once, as that takes a while, and somebody who owns them. */
public final class Platforms {
    static final SecureRandom RANDOM = new SecureRandom();
    public static final ChipIdentity CHIP = chip();
    static final PlatformSettings WITHOUT_SNP =
            new PlatformSettings(10, 1, 51, 1, EmulatedGeneration.GENOA, 0, 4, 1L << 30);

    private Platforms() {}

    /** A new chip that goes with every generation, as older versions have kept them. */
    public static ChipIdentity chip() {
        ChipIdentity made = ChipIdentity.generate(Generation.GENOA, new FirmwareVersion(1, 55, 40), RANDOM);
        return new ChipIdentity(
                Optional.empty(), made.ark(), made.ask(), made.cek(), made.cekCertificate(), made.id(), made.secret());
    }

    /** A processor with that chip, which nobody has used. */
    public static SoftProcessor fresh() {
        return fresh(PlatformSettings.DEFAULT);
    }

    static SoftProcessor fresh(PlatformSettings settings) {
        return new SoftProcessor(
                settings,
                false,
                () -> {
                    MemoryStore store = new MemoryStore();
                    store.keep(CHIP);
                    return store;
                },
                RANDOM);
    }

    /** A processor with what a store has. */
    public static SoftProcessor of(PlatformSettings settings, StateStore store) {
        return new SoftProcessor(settings, false, () -> store, RANDOM);
    }

    /** A processor with firmware and a Diffie-Hellman key that are given. */
    public static SoftProcessor with(
            FirmwareVersion firmware, EcKeyPair pdh, SevCertificate certificate, SecureRandom random) {
        OwnerIdentity made = OwnerIdentity.generate(CHIP, RANDOM);
        MemoryStore store = new MemoryStore();
        store.keep(CHIP);
        store.keep(
                new OwnerIdentity(false, made.ocaCertificate(), made.pek(), made.pekCertificate(), pdh, certificate));
        return new SoftProcessor(PlatformSettings.DEFAULT.withFirmware(firmware), false, () -> store, random);
    }

    /**
     * A processor with the keys and certificates of a platform of the vector.
     *
     * @param platform its name there
     */
    public static SoftProcessor of(MigrationVector vector, String platform, SecureRandom random) {
        MemoryStore store = new MemoryStore();
        store.keep(CHIP);
        store.keep(owner(vector, platform));
        return new SoftProcessor(PlatformSettings.DEFAULT, false, () -> store, random);
    }

    private static OwnerIdentity owner(MigrationVector vector, String platform) {
        SevCertificate pdh = SevCertificate.decode(Bytes.of(vector.pdh(platform)), "pdh");
        List<AmdFormatCertificate> chain = CertificateFile.decode(Bytes.of(vector.chain(platform)), "chain");
        SevCertificate pek = (SevCertificate) chain.get(0);
        return new OwnerIdentity(
                true,
                (SevCertificate) chain.get(1),
                EcKeyPair.of(vector.privateKey(platform, "pek"), pek.ecKey()),
                pek,
                EcKeyPair.of(vector.privateKey(platform, "pdh"), pdh.ecKey()),
                pdh);
    }

    /** The certificates by which somebody takes a platform over. */
    static PekCertImport takeOver(SoftProcessor processor) {
        try (EcKeyPair owner = EcKeyPair.generate(RANDOM)) {
            SevCertificate request = SevCertificate.decode(
                    LengthQuery.fetch(processor.commands(), PekCsr.LENGTH).content(), "request");
            SevCertificate blank =
                    SevCertificate.unsigned(1, 55, KeyUsage.OCA, KeyAlgorithm.ECDSA_SHA256, owner.publicKey());
            SevCertificate oca = blank.withFirst(owner.sign(KeyUsage.OCA, blank.signedBytes()));
            SevCertificate pek = request.withFirst(owner.sign(KeyUsage.OCA, request.signedBytes()));
            return new PekCertImport(pek.encode(), oca.encode());
        }
    }

    /** A guest without a session. */
    static SevGuest guest(SoftProcessor processor, int policy) {
        processor.platform().initialise();
        return processor.platform().launch(new LaunchStart(0, policy, Bytes.EMPTY, Bytes.EMPTY));
    }
}
