// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.cloister.amd.tcb.Generations;
import org.cloister.amd.tcb.TcbComponent;

/** What a certificate of each role has to contain (RFC 5280, 4.2.1.3 and 4.2.1.9; AMD 57230). */
final class RoleRules {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final List<TcbComponent> ALWAYS =
            List.of(TcbComponent.BOOTLOADER, TcbComponent.TEE, TcbComponent.SNP, TcbComponent.MICROCODE);

    private final AmdCertificate certificate;
    private final CertificateRole role;
    private final List<String> faults = new ArrayList<>();

    private RoleRules(AmdCertificate certificate, CertificateRole role) {
        this.certificate = certificate;
        this.role = role;
    }

    static List<String> faults(AmdCertificate certificate, CertificateRole role) {
        RoleRules rules = new RoleRules(certificate, role);
        rules.checkNames();
        if (role.authority()) {
            rules.checkAuthority();
        } else {
            rules.checkKey();
        }
        return List.copyOf(rules.faults);
    }

    private void demand(boolean kept, String fault) {
        demand(kept, () -> fault);
    }

    private void demand(boolean kept, Supplier<String> fault) {
        if (!kept) {
            faults.add(fault.get());
        }
    }

    private void checkNames() {
        demand(certificate.role().filter(role::equals).isPresent(), () -> "its subject is " + certificate.subject());
        boolean own =
                certificate.issuer().encoded().equals(certificate.subject().encoded());
        demand(own == (role == CertificateRole.ARK), own ? "it is its own issuer" : "it is not its own issuer");
    }

    private void checkAuthority() {
        int pathLength = pathLength();
        demand(
                isCritical(Oid.BASIC_CONSTRAINTS) && pathLength >= 0,
                "no basic constraints say that it is an authority");
        demand(role != CertificateRole.ARK || pathLength != 0, "its path length leaves no room for an intermediate");
        demand(isCritical(Oid.KEY_USAGE) && uses(KEY_CERT_SIGN), "no key usage allows it to sign certificates");
        demand(certificate.keyKind() == KeyKind.RSA, "its key is not RSA");
        demand(certificate.amd().isEmpty(), "it has extensions of an endorsed key");
    }

    private void checkKey() {
        demand(pathLength() < 0, "basic constraints say that it is an authority");
        boolean fits = !has(Oid.KEY_USAGE) || uses(DIGITAL_SIGNATURE) && !uses(KEY_CERT_SIGN);
        demand(fits, "its key usage is not to sign reports");
        demand(certificate.keyKind() == KeyKind.P384, "its key is not a point of P-384");
        checkExtensions(certificate.amd());
    }

    private void checkExtensions(AmdExtensions amd) {
        demand(amd.structVersion().isPresent(), "it does not say the version of AMD's extensions");
        demand(amd.productName().isPresent(), "it names no product");
        for (TcbComponent component : components(amd)) {
            demand(amd.components().containsKey(component), () -> "it has no version of the " + component.key());
        }
        boolean chip = role == CertificateRole.VCEK;
        demand(amd.hardwareId().isPresent() == chip, chip ? "it names no chip" : "it names a chip");
        demand(amd.cspId().isPresent() != chip, chip ? "it names a cloud provider" : "it names no cloud provider");
    }

    // A generation whose TCB version lacks one of them has no version of it in its certificates.
    private static List<TcbComponent> components(AmdExtensions amd) {
        return Generations.withSnp().stream()
                .filter(one -> amd.productName().filter(one::namedBy).isPresent())
                .flatMap(one -> one.tcbLayout().stream())
                .findFirst()
                .map(layout -> ALWAYS.stream().filter(layout::has).toList())
                .orElse(ALWAYS);
    }

    // The platform throws and catches within itself where an extension is missing; asking first is faster.
    private int pathLength() {
        return has(Oid.BASIC_CONSTRAINTS) ? certificate.x509().getBasicConstraints() : -1;
    }

    private boolean uses(int bit) {
        boolean[] usage = has(Oid.KEY_USAGE) ? certificate.x509().getKeyUsage() : null;
        return usage != null && usage[bit];
    }

    private boolean has(String oid) {
        return certificate.extensions().containsKey(oid);
    }

    private boolean isCritical(String oid) {
        return has(oid) && certificate.extensions().get(oid).critical();
    }
}
