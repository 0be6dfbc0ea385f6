// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cloister.amd.der.Der;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;
import org.cloister.api.Problem;

/** Reads the values of AMD's extensions. */
final class ExtensionValues {
    private static final Set<Integer> ID_LENGTHS = Set.of(8, 64);

    private final Map<String, Extension> all;
    private final String where;

    ExtensionValues(Map<String, Extension> all, String where) {
        this.all = all;
        this.where = where;
    }

    /** An INTEGER of one unsigned byte. */
    Optional<Integer> number(String oid) {
        return element(oid, Der.INTEGER).map(content -> {
            boolean fits = content.length() == 1 && content.at(0) < 0x80 || content.length() == 2 && content.at(0) == 0;
            if (!fits) {
                throw wrong(oid, "an extension is not a number from 0 to 255")
                        .found(content)
                        .exception();
            }
            return content.at(content.length() - 1);
        });
    }

    /** An IA5String. */
    Optional<String> text(String oid) {
        return element(oid, Der.IA5_STRING).map(content -> new String(content.toArray(), StandardCharsets.US_ASCII));
    }

    /** The id as it is, or wrapped in an OCTET STRING: both occur. */
    Optional<Bytes> hardwareId(String oid) {
        Extension extension = all.get(oid);
        if (extension == null) {
            return Optional.empty();
        }
        Bytes raw = extension.value();
        Bytes id = wrapped(raw) ? raw.slice(2, raw.length() - 2) : raw;
        if (!ID_LENGTHS.contains(id.length())) {
            throw wrong(oid, "a hardware id has an unexpected length")
                    .found(id.length() + " bytes")
                    .expected("8 or 64 bytes")
                    .exception();
        }
        return Optional.of(id);
    }

    // Bytes of a wrong length are an id still: what they would say as DER misleads
    private static boolean wrapped(Bytes raw) {
        return !ID_LENGTHS.contains(raw.length())
                && raw.length() > 2
                && raw.at(0) == Der.OCTET_STRING
                && raw.at(1) == raw.length() - 2;
    }

    private Optional<Bytes> element(String oid, int tag) {
        return Optional.ofNullable(all.get(oid)).map(extension -> {
            Der element = Der.of(extension.value(), where + ", extension " + oid);
            if (element.tag() != tag) {
                throw wrong(oid, "an extension has an unexpected type")
                        .found("tag " + Numbers.hex32(element.tag()))
                        .expected("tag " + Numbers.hex32(tag))
                        .exception();
            }
            return element.content();
        });
    }

    private Problem wrong(String oid, String what) {
        return Problem.input(X509Codes.X509_EXTENSION, what).at(where + ", extension " + oid);
    }
}
