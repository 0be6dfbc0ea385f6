// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.api.Problem;

/**
 * The one key in a textual encoding (RFC 7468). It works on arrays, which can be wiped: text of a private key never
 * becomes a string. Text around the blocks is allowed, as tools put explanations there.
 */
final class PemText {
    private static final int MOST = 64 << 10;
    private static final byte[] BEGIN = ascii("-----BEGIN ");
    private static final byte[] DASHES = ascii("-----");
    /** The header of a key with a password (RFC 1421, 4.6.1.1). */
    private static final byte[] ENCRYPTED = ascii("Proc-Type: 4,ENCRYPTED");

    private static final int LONGEST_LABEL = 64;
    /** OpenSSL puts it in front of keys; the key says its curve itself. */
    private static final String PARAMETERS = "EC PARAMETERS";

    private final byte[] file;
    private final String name;

    private PemText(byte[] file, String name) {
        this.file = file;
        this.name = name;
    }

    /** A key in DER; the caller wipes it. */
    record Block(KeyForm form, byte[] content) {}

    static boolean isIn(byte[] file) {
        return indexOf(file, BEGIN, 0) >= 0;
    }

    static Block key(byte[] file, String name) {
        return new PemText(file, name).key();
    }

    private Block key() {
        checkSize();
        Block key = null;
        for (int at = indexOf(file, BEGIN, 0); at >= 0; at = indexOf(file, BEGIN, at)) {
            String label = label(at);
            int from = at + BEGIN.length + label.length() + DASHES.length;
            int to = indexOf(file, ascii("-----END " + label + "-----"), from);
            if (to < 0) {
                throw wrong(KeyCodes.KEY_PEM, "the block " + label + " has no end; the file is cut off or damaged")
                        .exception();
            }
            if (!label.equals(PARAMETERS)) {
                key = only(key, label, from, to);
            }
            at = to;
        }
        if (key == null) {
            throw noPem();
        }
        return key;
    }

    private void checkSize() {
        if (file.length == 0) {
            throw wrong(KeyCodes.KEY_EMPTY, "this file is empty")
                    .expected("a key in PEM")
                    .exception();
        }
        if (file.length > MOST) {
            throw wrong(KeyCodes.KEY_SIZE, "this file is too long for a key")
                    .found(file.length + " bytes")
                    .expected("at most " + MOST)
                    .exception();
        }
    }

    private String label(int begin) {
        int start = begin + BEGIN.length;
        int stop = indexOf(file, DASHES, start);
        boolean plain = stop >= 0 && stop - start <= LONGEST_LABEL;
        for (int i = start; plain && i < stop; i++) {
            plain = file[i] == ' ' || file[i] >= '0' && file[i] <= '9' || file[i] >= 'A' && file[i] <= 'Z';
        }
        if (!plain) {
            throw wrong(KeyCodes.KEY_PEM, "a PEM block does not begin as it has to")
                    .exception();
        }
        return new String(file, start, stop - start, StandardCharsets.US_ASCII);
    }

    private Block only(Block before, String label, int from, int to) {
        if (before != null) {
            Arrays.fill(before.content(), (byte) 0);
            throw wrong(KeyCodes.KEY_SEVERAL, "this file holds more than one key or certificate")
                    .expected("one key")
                    .exception();
        }
        if (label.equals("ENCRYPTED PRIVATE KEY")) {
            throw encrypted();
        }
        KeyForm form = KeyForm.of(label)
                .orElseThrow(() -> wrong(KeyCodes.KEY_KIND, "this file holds no key on P-384")
                        .found(KeyForm.other(label))
                        .expected("EC PRIVATE KEY, PRIVATE KEY or PUBLIC KEY")
                        .exception());
        return new Block(form, decode(from, to));
    }

    private byte[] decode(int from, int to) {
        int encrypted = indexOf(file, ENCRYPTED, from);
        if (encrypted >= 0 && encrypted < to) {
            throw encrypted();
        }
        byte[] digits = new byte[to - from];
        int count = 0;
        for (int i = from; i < to; i++) {
            if (file[i] != '\n' && file[i] != '\r' && file[i] != ' ' && file[i] != '\t') {
                digits[count++] = file[i];
            }
        }
        byte[] whole = Arrays.copyOf(digits, count);
        Arrays.fill(digits, (byte) 0);
        try {
            return Base64.getDecoder().decode(whole);
        } catch (IllegalArgumentException e) {
            // Its message would reveal a digit of the key.
            throw wrong(KeyCodes.KEY_BASE64, "the content of the PEM block is not base64")
                    .exception();
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }

    private RuntimeException encrypted() {
        return wrong(KeyCodes.KEY_ENCRYPTED, "this private key is encrypted with a password")
                .expected("a key without a password")
                .remedy("decrypt it with: openssl pkey -in FILE -out PLAIN, and keep PLAIN safe")
                .exception();
    }

    private RuntimeException noPem() {
        boolean der = file[0] == KeyDer.SEQUENCE;
        Problem problem = wrong(KeyCodes.KEY_PEM, der ? "this looks like DER, not like PEM" : "this is not a PEM file")
                .expected("-----BEGIN EC PRIVATE KEY-----, PRIVATE KEY or PUBLIC KEY");
        return (der ? problem.remedy("convert it with: openssl pkey -inform DER -in FILE") : problem).exception();
    }

    private Problem wrong(String code, String what) {
        return Problem.input(code, what).at(name);
    }

    private static int indexOf(byte[] text, byte[] part, int from) {
        for (int i = from; i <= text.length - part.length; i++) {
            if (Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
