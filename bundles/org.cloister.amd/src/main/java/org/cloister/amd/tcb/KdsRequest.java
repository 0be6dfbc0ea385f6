// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * A request to AMD's key distribution service (VCEK certificate and KDS interface specification, 57230). Nothing is
 * sent by it. Immutable.
 *
 * @param subject what is asked for
 * @param generation with SEV-SNP and a root that is known
 * @param hardwareId of a chip, as many bytes as its generation's have; empty unless a chip's certificate is asked for
 * @param tcb the TCB version that the chip's key is for; there exactly when a chip's certificate is asked for
 */
public record KdsRequest(KdsSubject subject, Generation generation, Bytes hardwareId, Optional<TcbVersion> tcb) {
    /** The service that the paths belong to. */
    public static final String SERVICE = "https://kdsintf.amd.com";

    /**
     * Checks that the service can have it.
     *
     * @throws org.cloister.api.CloisterException {@code generation.root} and {@code generation.snp} for a generation
     *     that has no such certificates, or none that are known
     */
    public KdsRequest {
        Objects.requireNonNull(hardwareId, "hardwareId");
        generation.requireRoot();
        if (!generation.snp()) {
            throw Problem.input(
                            TcbCodes.GENERATION_SNP, generation.product() + " has no SEV-SNP and no such certificates")
                    .at(generation.product())
                    .exception();
        }
        if (tcb.isPresent() != (subject == KdsSubject.CHIP_CERTIFICATE)) {
            throw new IllegalArgumentException("a TCB version belongs to the certificate of a chip, and to no other");
        }
    }

    /**
     * The certificate of a chip's own key.
     *
     * @param chipId 64 bytes as in a report, or as many as the generation's hardware ids have
     * @param tcb the reported TCB version
     * @throws org.cloister.api.CloisterException {@code kds.chip-id} when it is masked or too short,
     *     {@code generation.root} and {@code generation.snp} for a generation that has no such certificates, or none
     *     that are known
     */
    public static KdsRequest chipCertificate(Generation generation, Bytes chipId, TcbVersion tcb) {
        if (chipId.isZero()) {
            throw Problem.input(
                            TcbCodes.KDS_CHIP_ID, "the certificate of a chip whose id is masked cannot be asked for")
                    .remedy("let the host hand over its certificates, or unmask the chip id")
                    .exception();
        }
        if (chipId.length() < generation.hardwareIdLength()) {
            throw Problem.input(TcbCodes.KDS_CHIP_ID, "chips of this generation have longer ids")
                    .at(generation.product())
                    .found(chipId.length() + " bytes")
                    .expected(generation.hardwareIdLength())
                    .exception();
        }
        return new KdsRequest(
                KdsSubject.CHIP_CERTIFICATE,
                generation,
                chipId.slice(0, generation.hardwareIdLength()),
                Optional.of(tcb));
    }

    /** The certificates of the issuer of chip keys and of the root; fails as {@link #chipCertificate} does. */
    public static KdsRequest chipChain(Generation generation) {
        return of(KdsSubject.CHIP_CHAIN, generation);
    }

    /** The certificates of the issuer of loaded keys and of the root; fails as {@link #chipCertificate} does. */
    public static KdsRequest loadedChain(Generation generation) {
        return of(KdsSubject.LOADED_CHAIN, generation);
    }

    /** What was revoked of the chain of chip keys; fails as {@link #chipCertificate} does. */
    public static KdsRequest chipRevocations(Generation generation) {
        return of(KdsSubject.CHIP_REVOCATIONS, generation);
    }

    /** What was revoked of the chain of loaded keys; fails as {@link #chipCertificate} does. */
    public static KdsRequest loadedRevocations(Generation generation) {
        return of(KdsSubject.LOADED_REVOCATIONS, generation);
    }

    private static KdsRequest of(KdsSubject subject, Generation generation) {
        return new KdsRequest(subject, generation, Bytes.EMPTY, Optional.empty());
    }

    /** The path with its query, from the slash behind the service's name on. */
    public String path() {
        String last = tcb.map(version -> hardwareId.hex() + parameters(version)).orElse(subject.fixedName());
        return "/" + subject.kind() + "/v1/" + generation.product() + "/" + last;
    }

    /** The whole address at AMD's service. */
    public String address() {
        return SERVICE + path();
    }

    private static String parameters(TcbVersion tcb) {
        return Arrays.stream(TcbComponent.values())
                .filter(component -> !component.spare() && tcb.layout().has(component))
                .map(component -> parameter(component, tcb))
                .collect(Collectors.joining("&", "?", ""));
    }

    private static String parameter(TcbComponent component, TcbVersion tcb) {
        return String.format(
                Locale.ROOT,
                "%s=%02d",
                component.kdsParameter().orElseThrow(),
                tcb.get(component).orElseThrow());
    }

    /** The path. */
    @Override
    public String toString() {
        return path();
    }
}
