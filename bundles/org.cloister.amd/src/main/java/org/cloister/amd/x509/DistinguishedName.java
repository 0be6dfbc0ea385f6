// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.x509;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.DerSequence;
import org.cloister.api.Bytes;
import org.cloister.api.Numbers;

/**
 * The name of an issuer or subject (RFC 5280, 4.1.2.4). Immutable.
 *
 * @param encoded its bytes; two names are the same when these are
 * @param attributes its parts in order, at least one
 */
public record DistinguishedName(Bytes encoded, List<Attribute> attributes) {
    private static final Map<String, String> LABELS =
            Map.of("2.5.4.3", "CN", "2.5.4.6", "C", "2.5.4.7", "L", "2.5.4.8", "ST", "2.5.4.10", "O", "2.5.4.11", "OU");

    /**
     * A part of a name.
     *
     * @param oid what it is, dotted
     * @param value what it says
     */
    public record Attribute(String oid, String value) {
        /** Checks that both are there. */
        public Attribute {
            Objects.requireNonNull(oid, "oid");
            Objects.requireNonNull(value, "value");
        }

        @Override
        public String toString() {
            return LABELS.getOrDefault(oid, oid) + "=" + value;
        }
    }

    /** Copies the attributes. */
    public DistinguishedName {
        Objects.requireNonNull(encoded, "encoded");
        attributes = List.copyOf(attributes);
    }

    static DistinguishedName read(Der name) {
        List<Attribute> attributes = new ArrayList<>();
        for (DerSequence parts = name.elements(); parts.hasNext(); ) {
            attributes.add(attribute(parts.next(Der.SET, "part of a name")));
        }
        if (attributes.isEmpty()) {
            throw name.wrong(X509Codes.DER_NAME, "a name has no parts").exception();
        }
        return new DistinguishedName(name.encoded(), attributes);
    }

    private static Attribute attribute(Der set) {
        DerSequence only = set.elements();
        DerSequence pair = only.next(Der.SEQUENCE, "attribute of a name").elements();
        only.end("part of a name");
        String oid = Oid.of(pair.next(Der.OID, "type of an attribute"));
        Der value = pair.next();
        pair.end("attribute of a name");
        return new Attribute(oid, text(value));
    }

    private static String text(Der value) {
        return switch (value.tag()) {
            case Der.UTF8_STRING -> new String(value.content().toArray(), StandardCharsets.UTF_8);
            case Der.PRINTABLE_STRING, Der.IA5_STRING ->
                new String(value.content().toArray(), StandardCharsets.US_ASCII);
            default ->
                throw value.wrong(X509Codes.DER_NAME, "a part of a name has an unexpected type")
                        .found("tag " + Numbers.hex32(value.tag()))
                        .expected("UTF8String, PrintableString or IA5String")
                        .exception();
        };
    }

    /** Its common name, when it has exactly one. */
    public Optional<String> commonName() {
        return only(Oid.COMMON_NAME);
    }

    private Optional<String> only(String oid) {
        Optional<String> found = Optional.empty();
        for (Attribute attribute : attributes) {
            if (attribute.oid().equals(oid)) {
                if (found.isPresent()) {
                    return Optional.empty();
                }
                found = Optional.of(attribute.value());
            }
        }
        return found;
    }

    /** The parts in order: {@code OU=Engineering, C=US, …}. */
    @Override
    public String toString() {
        return attributes.stream().map(Attribute::toString).collect(Collectors.joining(", "));
    }
}
