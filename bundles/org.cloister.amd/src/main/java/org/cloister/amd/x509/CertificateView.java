// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;
import org.cloister.amd.tcb.TcbComponent;
import org.cloister.api.Bytes;
import org.cloister.api.CloisterException;

/** What is shown of a certificate: the parts of RFC 5280, 4.1, by their names there. */
final class CertificateView {
    private static final Map<String, String> NAMES = Map.of(
            Oid.KEY_USAGE, "keyUsage",
            Oid.BASIC_CONSTRAINTS, "basicConstraints",
            Oid.SUBJECT_KEY, "subjectKeyIdentifier",
            Oid.AUTHORITY_KEY, "authorityKeyIdentifier",
            Oid.CRL_POINTS, "cRLDistributionPoints",
            AmdExtensions.STRUCT_VERSION, "structVersion",
            AmdExtensions.PRODUCT_NAME, "productName",
            AmdExtensions.HARDWARE_ID, "hwID",
            AmdExtensions.CSP_ID, "cspID");

    private final AmdCertificate certificate;
    private final List<Field> fields = new ArrayList<>();

    private CertificateView(AmdCertificate certificate) {
        this.certificate = certificate;
    }

    static Structure of(AmdCertificate certificate, Der content) {
        CertificateView view = new CertificateView(certificate);
        view.addContent(content.elements());
        certificate.extensions().values().forEach(view::addExtension);
        view.addSignature();
        String role = certificate.role().map(CertificateRole::name).orElse("of no known role");
        return new Structure("X.509 certificate, " + role, view.fields);
    }

    private void addContent(DerSequence parts) {
        add("version", parts.next(), "3", "");
        add("serialNumber", parts.next(), certificate.serial().toString(), "");
        add("signature", parts.next(), "RSASSA-PSS", "with SHA-384, MGF1 with SHA-384, salt 48");
        add("issuer", parts.next(), certificate.issuer().toString(), "");
        DerSequence validity = parts.next().elements();
        add("notBefore", validity.next(), time(certificate::notBefore), "first instant of validity");
        add("notAfter", validity.next(), time(certificate::notAfter), "last instant of validity");
        add("subject", parts.next(), certificate.subject().toString(), "");
        String key = certificate.keyKind() + " public key; the value is its SHA-384";
        add("subjectPublicKeyInfo", parts.next(), certificate.keyFingerprint().hex(), key);
    }

    // The encoding rules allow dates that do not exist, such as the 99th of a month.
    private static String time(Supplier<Instant> instant) {
        try {
            return instant.get().toString();
        } catch (CloisterException e) {
            return "not a date";
        }
    }

    private void addExtension(Extension extension) {
        String name = AmdExtensions.component(extension.oid())
                .map(CertificateView::name)
                .orElse(NAMES.getOrDefault(extension.oid(), extension.oid()));
        String meaning = "extension " + extension.oid() + (extension.critical() ? ", critical" : "");
        fields.add(new Field(name, extension.offset(), extension.value().length(), value(extension), meaning));
    }

    private static String name(TcbComponent component) {
        return component.kdsParameter().orElse(component.key());
    }

    private String value(Extension extension) {
        AmdExtensions amd = certificate.amd();
        Optional<Integer> version = AmdExtensions.component(extension.oid()).map(amd.components()::get);
        if (version.isPresent()) {
            return version.get().toString();
        }
        return switch (extension.oid()) {
            case AmdExtensions.STRUCT_VERSION ->
                amd.structVersion().orElseThrow().toString();
            case AmdExtensions.PRODUCT_NAME -> amd.productName().orElseThrow();
            case AmdExtensions.HARDWARE_ID -> amd.hardwareId().orElseThrow().hex();
            case AmdExtensions.CSP_ID -> amd.cspId().orElseThrow();
            default -> extension.value().hex();
        };
    }

    // The signature is the last thing in a certificate.
    private void addSignature() {
        Bytes signature = certificate.signature();
        int offset = certificate.encoded().length() - signature.length();
        fields.add(new Field("signatureValue", offset, signature.length(), signature.hex(), "of the issuer"));
    }

    private void add(String name, Der element, String value, String meaning) {
        fields.add(new Field(name, element.offset(), element.encoded().length(), value, meaning));
    }
}
