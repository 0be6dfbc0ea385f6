// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.tcb;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;

/**
 * Requests to AMD's key distribution service (VCEK certificate and KDS interface specification, 57230). Nothing is
 * sent: these are the paths behind {@link #SERVICE}, for machines with a network.
 */
public final class KdsRequest {
    /** The service that the paths belong to. */
    public static final String SERVICE = "https://kdsintf.amd.com";

    private KdsRequest() {}

    /**
     * The certificate of a chip's own key.
     *
     * @param chipId 64 bytes as in a report
     * @param tcb the reported TCB version
     * @throws org.cloister.api.CloisterException {@code kds.chip-id} when it is masked, {@code generation.root} and
     *     {@code generation.snp} for a generation that has no such certificates, or none that are known
     */
    public static String chipCertificate(Generation generation, Bytes chipId, TcbVersion tcb) {
        if (chipId.isZero()) {
            throw Problem.input(
                            TcbCodes.KDS_CHIP_ID, "the certificate of a chip whose id is masked cannot be asked for")
                    .remedy("let the host hand over its certificates, or unmask the chip id")
                    .exception();
        }
        Bytes hardwareId = chipId.slice(0, Math.min(chipId.length(), generation.hardwareIdLength()));
        return product("vcek", generation) + "/" + hardwareId.hex() + parameters(tcb);
    }

    /** The certificates of the issuer of chip keys and of the root. */
    public static String chipChain(Generation generation) {
        return product("vcek", generation) + "/cert_chain";
    }

    /** The certificates of the issuer of loaded keys and of the root. */
    public static String loadedChain(Generation generation) {
        return product("vlek", generation) + "/cert_chain";
    }

    /** What was revoked of the chain of chip keys. */
    public static String chipRevocations(Generation generation) {
        return product("vcek", generation) + "/crl";
    }

    /** What was revoked of the chain of loaded keys. */
    public static String loadedRevocations(Generation generation) {
        return product("vlek", generation) + "/crl";
    }

    private static String product(String kind, Generation generation) {
        generation.requireRoot();
        if (!generation.snp()) {
            throw Problem.input(
                            TcbCodes.GENERATION_SNP, generation.product() + " has no SEV-SNP and no such certificates")
                    .at(generation.product())
                    .exception();
        }
        return "/" + kind + "/v1/" + generation.product();
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
}
