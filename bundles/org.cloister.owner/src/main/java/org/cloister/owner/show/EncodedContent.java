// SPDX-License-Identifier: Apache-2.0
package org.cloister.owner.show;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cloister.amd.cert.CertificateFile;
import org.cloister.api.Base64Text;
import org.cloister.api.Bytes;
import org.cloister.api.Problem;
import org.cloister.owner.OwnerCodes;

/** Files of base64, as ID blocks and certificates of sessions are handed on, and texts that have certificates in it. */
public final class EncodedContent {
    /** Shorter texts may be anything; nothing that is handed on in base64 is as short. */
    private static final int SHORTEST = 64;

    private static final String PEM = "-----";

    private EncodedContent() {}

    /** The bytes that a file of base64 stands for; empty when the file is none, and no text with certificates in it. */
    public static Optional<Bytes> decoded(Bytes content) {
        String text = text(content);
        boolean alphabet = text.length() >= SHORTEST && text.matches("[A-Za-z0-9+/]*={0,2}");
        return (alphabet ? decode(text) : Optional.<Bytes>empty()).or(() -> certificates(content));
    }

    private static Optional<Bytes> certificates(Bytes content) {
        return Optional.of(CertificateFile.binary(content)).filter(binary -> !binary.equals(content));
    }

    /**
     * The same, for a file that has to be read.
     *
     * @return empty when the file is not text
     * @throws org.cloister.api.CloisterException {@code base64.form} when it is text of letters and digits and no
     *     base64
     */
    public static Optional<Bytes> required(Bytes content, String where) {
        Optional<Bytes> decoded = decoded(content);
        String text = text(content);
        if (decoded.isEmpty()
                && text.length() >= SHORTEST
                && !text.startsWith(PEM)
                && text.matches("[A-Za-z0-9+/=_-]*")) {
            throw Problem.input(OwnerCodes.BASE64_FORM, "this text is not base64 in its only form")
                    .at(where)
                    .found(text.length() + " characters")
                    .expected("groups of four of A-Z a-z 0-9 + /, the last one filled with =")
                    .exception();
        }
        return decoded;
    }

    private static Optional<Bytes> decode(String text) {
        try {
            return Optional.of(Base64Text.decode(text, Base64Text.Strictness.ONLY_FORM));
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static String text(Bytes content) {
        return new String(content.toArray(), StandardCharsets.ISO_8859_1).replaceAll("[\\r\\n]", "");
    }
}
