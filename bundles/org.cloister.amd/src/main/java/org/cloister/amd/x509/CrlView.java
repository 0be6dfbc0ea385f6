// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.amd.struct.Field;
import org.cloister.amd.struct.Structure;

/** What is shown of a revocation list: the parts of RFC 5280, 5.1, by their names there. */
final class CrlView {
    private static final int EXTENSIONS = 0xa0;

    private final List<Field> fields = new ArrayList<>();

    private CrlView() {}

    static Structure of(AmdCrl crl) {
        CrlView view = new CrlView();
        DerSequence outer = Der.of(crl.encoded(), crl.where()).elements();
        view.addContent(crl, outer.next().elements());
        view.add("signatureAlgorithm", outer.next(), "RSASSA-PSS", "the same once more");
        Der signature = outer.next();
        view.add("signatureValue", signature, signature.wholeBytes().hex(), "of the issuer");
        return new Structure("X.509 certificate revocation list", view.fields);
    }

    private void addContent(AmdCrl crl, DerSequence parts) {
        add("version", parts.next(), "2", "");
        add("signature", parts.next(), "RSASSA-PSS", "with SHA-384, MGF1 with SHA-384, salt 48");
        add("issuer", parts.next(), crl.issuer().toString(), "");
        add("thisUpdate", parts.next(), crl.thisUpdate().toString(), "when it was made");
        add("nextUpdate", parts.next(), crl.nextUpdate().toString(), "when the next one is due");
        Optional<Der> revoked = parts.nextIf(Der.SEQUENCE);
        revoked.ifPresent(list -> addRevoked(list.elements()));
        parts.nextIf(EXTENSIONS)
                .ifPresent(one -> add("crlExtensions", one, one.content().hex(), ""));
    }

    private void addRevoked(DerSequence entries) {
        while (entries.hasNext()) {
            Der entry = entries.next();
            byte[] serial = entry.elements().next().content().toArray();
            add("revokedCertificate", entry, new BigInteger(serial).toString(), "its serial number");
        }
    }

    private void add(String name, Der element, String value, String meaning) {
        fields.add(new Field(name, element.offset(), element.encoded().length(), value, meaning));
    }
}
