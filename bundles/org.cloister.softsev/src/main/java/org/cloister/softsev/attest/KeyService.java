// SPDX-License-Identifier: Apache-2.0
package org.cloister.softsev.attest;

import static org.cloister.amd.der.DerWriter.joined;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import org.cloister.amd.cert.EcKey;
import org.cloister.amd.tcb.TcbVersion;
import org.cloister.amd.x509.CertificateRole;
import org.cloister.api.Bytes;
import org.cloister.softsev.identity.EndorsementIdentity;
import org.cloister.softsev.identity.EndorsementIdentity.Authority;
import org.cloister.softsev.model.EmulatedGeneration;

/**
 * What AMD's key service is for real chips: authorities and what they sign (AMD 57230). Numbers and terms are those of
 * AMD's certificates; names say that nothing of it is AMD's. Safe for use by several threads.
 */
final class KeyService {
    private static final int AUTHORITY_YEARS = 25;
    private static final int CHIP_KEY_YEARS = 7;
    private static final int LOADED_KEY_YEARS = 1;
    private static final int LIST_YEARS = 1;

    private final EndorsementIdentity identity;
    private final EmulatedGeneration generation;
    private final NameForm form;
    private final Clock clock;

    /**
     * The service of authorities that were made before.
     *
     * @param form of the names in their certificates
     */
    KeyService(EndorsementIdentity identity, EmulatedGeneration generation, NameForm form, Clock clock) {
        this.identity = identity;
        this.generation = generation;
        this.form = form;
        this.clock = clock;
    }

    /** New authorities of a generation, with names of their own. */
    static EndorsementIdentity generate(EmulatedGeneration generation, SecureRandom random, Clock clock) {
        return certified(
                generation,
                NameForm.OWN,
                AuthorityKey.generate(random),
                AuthorityKey.generate(random),
                AuthorityKey.generate(random),
                clock);
    }

    /** The same authorities with other names in their certificates. */
    static EndorsementIdentity renamed(EndorsementIdentity identity, NameForm form, Clock clock) {
        return certified(
                EmulatedGeneration.named(identity.generation().name()).orElseThrow(),
                form,
                AuthorityKey.of(identity.ark().privateKey()),
                AuthorityKey.of(identity.ask().privateKey()),
                AuthorityKey.of(identity.asvk().privateKey()),
                clock);
    }

    private static EndorsementIdentity certified(
            EmulatedGeneration generation,
            NameForm form,
            AuthorityKey ark,
            AuthorityKey ask,
            AuthorityKey asvk,
            Clock clock) {
        Validity validity = Validity.years(AUTHORITY_YEARS, clock.instant());
        byte[] root = AuthorityExtensions.ofRoot(ark);
        return new EndorsementIdentity(
                generation.model(),
                authority(CertificateRole.ARK, 0x10000, generation, form, validity, ark, root, ark),
                authority(CertificateRole.ASK, 0x10001, generation, form, validity, ask, below(ask, ark), ark),
                authority(CertificateRole.ASVK, 0x10101, generation, form, validity, asvk, below(asvk, ark), ark));
    }

    private static byte[] below(AuthorityKey key, AuthorityKey root) {
        return AuthorityExtensions.ofIntermediate(key, root);
    }

    private static Authority authority(
            CertificateRole role,
            long serial,
            EmulatedGeneration generation,
            NameForm form,
            Validity validity,
            AuthorityKey key,
            byte[] extensions,
            AuthorityKey signer) {
        String subject = name(role, generation);
        String issuer = name(role.issuer(), generation);
        byte[] all = joined(extensions, form.extensions(role, generation.model().product()));
        Certificate blank = new Certificate(form, serial, issuer, subject, validity, key.publicKey(), all);
        return new Authority(key.encoded(), blank.signedBy(signer));
    }

    /**
     * The certificate of a chip's key.
     *
     * @param hardwareId as long as the generation's
     */
    Bytes chipKey(EcKey key, TcbVersion tcb, Bytes hardwareId) {
        byte[] extensions = KeyExtensions.ofChip(generation, tcb, hardwareId);
        return key(CertificateRole.VCEK, CHIP_KEY_YEARS, key, extensions, identity.ask());
    }

    /** The certificate of a loaded key. */
    Bytes loadedKey(EcKey key, TcbVersion tcb, String cspId) {
        byte[] extensions = KeyExtensions.ofLoaded(generation, tcb, cspId);
        return key(CertificateRole.VLEK, LOADED_KEY_YEARS, key, extensions, identity.asvk());
    }

    // AMD gives all keys the number 0.
    private Bytes key(CertificateRole role, int years, EcKey key, byte[] extensions, Authority signer) {
        String issuer = name(role.issuer(), generation);
        Validity validity = Validity.years(years, clock.instant());
        byte[] publicKey = key.toPublicKey().getEncoded();
        byte[] all = joined(extensions, form.extensions(role, generation.model().product()));
        return new Certificate(form, 0, issuer, name(role, generation), validity, publicKey, all)
                .signedBy(AuthorityKey.of(signer.privateKey()));
    }

    /**
     * A revocation list, in force for a year.
     *
     * @param revoked serial numbers
     */
    Bytes revocationList(Set<Long> revoked) {
        Validity validity = Validity.years(LIST_YEARS, clock.instant());
        return new RevocationList(form, name(CertificateRole.ARK, generation), validity, revoked)
                .signedBy(AuthorityKey.of(identity.ark().privateKey()));
    }

    /** A provider's hashstick. */
    Bytes hashstick(String cspId) {
        return Hashstick.of(identity.asvk().privateKey(), cspId);
    }

    private static String name(CertificateRole role, EmulatedGeneration generation) {
        return role.commonName(generation.model().product());
    }
}
