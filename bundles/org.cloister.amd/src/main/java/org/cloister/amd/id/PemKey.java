// SPDX-License-Identifier: Apache-2.0
package org.cloister.amd.id;

import java.util.List;
import org.cloister.amd.cert.KeyCodes;
import org.cloister.amd.der.Der;
import org.cloister.amd.der.Pem;
import org.cloister.api.Base64Text;
import org.cloister.api.Problem;

/**
 * The one key in a PEM file.
 *
 * @param content in DER; the caller wipes it
 */
record PemKey(KeyForm form, byte[] content) {
    private static final int MOST = 64 << 10;
    /** The header of a key with a password (RFC 1421, 4.6.1.1). */
    private static final String ENCRYPTED = "Proc-Type: 4,ENCRYPTED";
    /** OpenSSL puts it in front of keys; the key says its curve itself. */
    private static final String PARAMETERS = "EC PARAMETERS";

    static PemKey read(byte[] file, String name) {
        requireSize(file, name);
        List<Pem.Block> keys = Pem.blocks(file, KeyCodes.KEY_PEM, name).stream()
                .filter(block -> !block.label().equals(PARAMETERS))
                .toList();
        if (keys.isEmpty()) {
            throw noPem(file, name);
        }
        if (keys.size() > 1) {
            throw Problem.input(KeyCodes.KEY_SEVERAL, "this file holds more than one key or certificate")
                    .at(name)
                    .expected("one key")
                    .exception();
        }
        return read(keys.get(0));
    }

    private static PemKey read(Pem.Block block) {
        if (block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw encrypted(block);
        }
        KeyForm form = KeyForm.of(block.label())
                .orElseThrow(() -> Problem.input(KeyCodes.KEY_KIND, "this file holds no key on P-384")
                        .at(block.where())
                        .found(KeyForm.other(block.label()))
                        .expected("EC PRIVATE KEY, PRIVATE KEY or PUBLIC KEY")
                        .remedy(KeyChecks.MAKE_ONE)
                        .exception());
        if (block.has(ENCRYPTED)) {
            throw encrypted(block);
        }
        try {
            return new PemKey(form, block.decode(Base64Text.Strictness.BLANKS));
        } catch (IllegalArgumentException e) {
            // Its message would reveal a digit of the key.
            throw Problem.input(KeyCodes.KEY_BASE64, "the content of the PEM block is not base64")
                    .at(block.where())
                    .exception();
        }
    }

    private static void requireSize(byte[] file, String name) {
        if (file.length == 0) {
            throw Problem.input(KeyCodes.KEY_EMPTY, "this file is empty")
                    .at(name)
                    .expected("a key in PEM")
                    .exception();
        }
        if (file.length > MOST) {
            throw Problem.input(KeyCodes.KEY_SIZE, "this file is too long for a key")
                    .at(name)
                    .found(file.length + " bytes")
                    .expected("at most " + MOST)
                    .exception();
        }
    }

    private static RuntimeException encrypted(Pem.Block block) {
        return Problem.input(KeyCodes.KEY_ENCRYPTED, "this private key is encrypted with a password")
                .at(block.where())
                .expected("a key without a password")
                .remedy("decrypt it with: openssl pkey -in FILE -out PLAIN, and keep PLAIN safe")
                .exception();
    }

    private static RuntimeException noPem(byte[] file, String name) {
        boolean der = file[0] == Der.SEQUENCE;
        Problem problem = Problem.input(
                        KeyCodes.KEY_PEM, der ? "this looks like DER, not like PEM" : "this is not a PEM file")
                .at(name)
                .expected("-----BEGIN EC PRIVATE KEY-----, PRIVATE KEY or PUBLIC KEY");
        return (der ? problem.remedy("convert it with: openssl pkey -inform DER -in FILE") : problem).exception();
    }
}
