package org.cloister.amd.x509;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cloister.amd.tcb.TcbComponent;

/** What a certificate of each role has to say of itself (RFC 5280, 4.2.1.3 and 4.2.1.9; AMD 57230). */
final class RoleRules {
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final Set<Integer> STRUCT_VERSIONS = Set.of(0, 1);
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
        if (!kept) {
            faults.add(fault);
        }
    }

    private void checkNames() {
        demand(
                certificate.role().filter(role::equals).isPresent(),
                "the subject " + certificate.subject() + " is no " + role);
        boolean own =
                certificate.issuer().encoded().equals(certificate.subject().encoded());
        demand(own == (role == CertificateRole.ARK), own ? "it is its own issuer" : "it is not its own issuer");
    }

    private void checkAuthority() {
        X509Certificate x509 = certificate.x509();
        int pathLength = x509.getBasicConstraints();
        demand(
                isCritical(Oid.BASIC_CONSTRAINTS) && pathLength >= 0,
                "no basic constraints say that it is an authority");
        demand(role != CertificateRole.ARK || pathLength != 0, "its path length leaves no room for an intermediate");
        demand(isCritical(Oid.KEY_USAGE) && uses(KEY_CERT_SIGN), "no key usage allows it to sign certificates");
        demand(certificate.keyKind() == KeyKind.RSA, "its key is not RSA");
        demand(certificate.amd().isEmpty(), "it has extensions of an endorsed key");
    }

    private void checkKey() {
        demand(certificate.x509().getBasicConstraints() < 0, "basic constraints say that it is an authority");
        boolean[] usage = certificate.x509().getKeyUsage();
        demand(
                usage == null || usage[DIGITAL_SIGNATURE] && !usage[KEY_CERT_SIGN],
                "its key usage is not to sign reports");
        demand(certificate.keyKind() == KeyKind.P384, "its key is no point of P-384");
        checkExtensions(certificate.amd());
    }

    private void checkExtensions(AmdExtensions amd) {
        demand(
                amd.structVersion().filter(STRUCT_VERSIONS::contains).isPresent(),
                "the version of AMD's extensions is "
                        + amd.structVersion().map(String::valueOf).orElse("missing") + ", known are 0 and 1");
        demand(amd.productName().isPresent(), "it names no product");
        for (TcbComponent component : ALWAYS) {
            demand(amd.components().containsKey(component), "it has no version of the component " + component.key());
        }
        boolean chip = role == CertificateRole.VCEK;
        demand(amd.hardwareId().isPresent() == chip, chip ? "it names no chip" : "it names a chip");
        demand(amd.cspId().isPresent() != chip, chip ? "it names a cloud provider" : "it names no cloud provider");
    }

    private boolean isCritical(String oid) {
        Extension extension = certificate.extensions().get(oid);
        return extension != null && extension.critical();
    }

    private boolean uses(int bit) {
        boolean[] usage = certificate.x509().getKeyUsage();
        return usage != null && usage[bit];
    }
}
